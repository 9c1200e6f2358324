"""The conversations that docs/transcripts.md and the pictures show: short plays about the shipped articles."""

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.bot.crowded import BRIDGE, EDITOR, TIDES, editing, joining, many
from benchmarks.bot.exactly import references, searching
from benchmarks.bot.heard import (
    DOUBTFUL,
    KIM,
    TOWER,
    bare,
    captions,
    edited,
    follow_ups,
    own_words,
    pointing,
    several,
)
from benchmarks.bot.spoken import german, italian, portuguese, spanish
from benchmarks.bot.stage import Stage, Turn, needed
from tests.common.running_bot import running_bot

VAIN = "Qui a gagné la Coupe du monde 2022 à la tour Eiffel ?"
MADE_UP = Path(__file__).with_name("articles")
# The head of a long article that is not worth a file.
JOURNAL = "---\ntitle: Journal de Kermadec\ndate: 2023-04-01\nsource: L'Écho\nlang: fr\n---\n\n"


def articles(seeds: Path) -> dict[str, str]:
    """By file name, the shipped articles and some made up for this: four about one bridge, and a very long one."""
    files = sorted(file for folder in (seeds, MADE_UP) for file in folder.iterdir() if file.is_file())
    found = {file.name: file.read_text(encoding="utf-8") for file in files}
    days = [(day, month) for month, length in (("mars", 31), ("avril", 30)) for day in range(2, length + 1)]
    text = "\n\n".join(
        f"Le {day} {month}, la plus haute marée de Kermadec a été notée à {6 + day % 12} heures {10 + day} par le "
        f"gardien, qui a compté {40 + day} vagues avant de remonter, {9 + day} marches à la fois, jusqu'à la lanterne. "
        f"Le bateau du ravitaillement est resté à quai avec ses {90 + day} caisses de vivres et le courrier."
        for day, month in days
    )
    return found | {"kermadec.md": JOURNAL + text}


def verify(stage: Stage) -> None:
    """Tap to verify

    The paragraph with the sentence in bold, its neighbours, the whole article, a citation to copy."""
    ada = stage.person("Ada")
    answer = needed(stage.say(ada, KIM))
    source = stage.press(ada, answer, "1 ·")
    after = stage.press(ada, source, "Suivant")
    stage.press(ada, after, "↩")
    stage.press(ada, source, "Article", answers=2)
    stage.press(ada, source, "Copier")


def proof_for_ever(stage: Stage) -> None:
    """A citation opens for anyone, also after a restart

    `/source` as a reply to an old answer, and the link that stands in every source."""
    ada = stage.person("Ada")
    answer = needed(stage.say(ada, KIM))
    stage.say(ada, TOWER)
    stage.note("The bot is stopped and started again.")
    stage.bot.restart()
    source = needed(stage.say(ada, "/source", reply_to=answer))
    link = next(one["url"] for one in source.entities if one.get("url", "").startswith("https://t.me/"))
    ben = stage.person("Ben", "en")
    stage.say(ben, f"/start {link.partition('=')[2]}", deed="opens the link that Ada passed on, which sends")


def long_article(stage: Stage) -> None:
    """What three messages cannot hold is a file"""
    ada = stage.person("Ada")
    answer = needed(stage.say(ada, TIDES))
    stage.press(ada, stage.press(ada, answer, "1 ·"), "Article")


def doubt(stage: Stage) -> None:
    """Not sure: it says so"""
    stage.say(stage.person("Ben", "en"), DOUBTFUL)


def silence(stage: Stage) -> None:
    """Silence

    The words that no article holds, the nearest passages as what they are, and questions that do have an answer."""
    ada = stage.person("Ada")
    silent = needed(stage.say(ada, VAIN))
    stage.press(ada, silent, "Passage 1")
    stage.press(ada, silent, "Qu")


def why(stage: Stage) -> None:
    """Why this sentence, and another one"""
    ada = stage.person("Ada")
    answer = needed(stage.say(ada, TOWER))
    stage.press(ada, answer, "Pourquoi")
    stage.press(ada, answer, "Une autre")


def opinions(stage: Stage) -> None:
    """Opinions, and what the editors hear"""
    ada = stage.person("Ada")
    stage.say(ada, VAIN)
    answer = needed(stage.say(ada, TOWER))
    stage.press(ada, answer, "👎", answers=0)
    stage.say(stage.person("Édith", number=EDITOR), "/gaps")


def start(stage: Stage) -> None:
    """The first minute"""
    ada = stage.person("Ada")
    offer = needed(stage.say(ada, "/start"))
    stage.press(ada, offer, "Qu")


def group(stage: Stage) -> None:
    """In a group

    It answers a mention and a reply. What the articles don't say gets a 🤷. Topics are conversations of their own."""
    olga, milo = stage.person("Olga"), stage.person("Milo")
    name = stage.bot.server.world.me["username"]
    chat = stage.bot.server.group("Rédaction", owner=olga, members=[milo], threads=[5])
    stage.say(milo, "Qui a la clé du local ?", chat=chat, answers=0)
    answer = stage.say(milo, f"@{name} {TOWER}", chat=chat)
    stage.say(olga, "Et combien pèse-t-elle ?", chat=chat, reply_to=answer)
    stage.say(milo, f"@{name} Qui a gagné la Coupe du monde 2022 ?", chat=chat)
    stage.say(milo, f"@{name} {KIM}", chat=chat, thread=5)
    stage.say(milo, f"/settings@{name}", chat=chat)
    settings = needed(stage.say(olga, f"/settings@{name}", chat=chat))
    stage.press(olga, settings, "Taire")


def inline(stage: Stage) -> None:
    """In any chat: inline results

    Before a question is typed, questions that the articles answer."""
    stage.inline(stage.person("Ada"), TOWER)
    stage.inline(stage.person("Ada"), "Qui a gagné la Coupe du monde 2022 ?")
    stage.inline(stage.person("Ada"), "")


def languages(stage: Stage) -> None:
    """Languages

    The bot's own words follow the person; a quotation stays in its language and says which."""
    ben = stage.person("Ben", "en")
    stage.say(ben, TOWER)
    choice = needed(stage.say(ben, "/language"))
    stage.press(ben, choice, "Français")


def agreement(stage: Stage) -> None:
    """Many articles, one answer"""
    ada = stage.person("Ada")
    stage.say(ada, BRIDGE)
    stage.say(ada, "/source 2")


def keeping(stage: Stage) -> None:
    """What is kept, and /forget"""
    ada = stage.person("Ada")
    stage.say(ada, TOWER)
    for command in ("/privacy", "/forget", "/source", "/about"):
        stage.say(ada, command)


Scene = Callable[[Stage], None]
SCENES: tuple[Scene, ...] = (
    start,
    verify,
    proof_for_ever,
    long_article,
    references,
    searching,
    follow_ups,
    several,
    pointing,
    captions,
    doubt,
    silence,
    why,
    bare,
    agreement,
    opinions,
    group,
    many,
    joining,
    editing,
    inline,
    own_words,
    edited,
    languages,
    german,
    spanish,
    italian,
    portuguese,
    keeping,
)


@contextmanager
def stage(seeds: Path) -> Iterator[Stage]:
    """A stage on which the questions that the bot offers have been found."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_bot(Path(folder), articles(seeds), IBID_EDITORS=str(EDITOR)) as bot,
    ):
        made = Stage(bot)
        waiting, offers = made.person("Vera"), [[""]]
        while len(offers) < 4 or offers[-1] != offers[-4] or not offers[-1]:  # until it looks for no more
            time.sleep(0.5)
            start = needed(made.say(waiting, "/start"))
            offers.append([button["text"] for button in start.buttons])
        yield made
        # That a person has deleted a message is found out by the attempt to edit it.
        refused = [one for one in bot.server.refused if one.error != "Bad Request: message to edit not found"]
        if refused:
            raise RuntimeError(f"Telegram would have refused: {refused}")


def play(seeds: Path, scenes: Iterable[Scene] = SCENES) -> Iterator[tuple[Scene, list[Turn]]]:
    """Each scene with what happened in it."""
    with stage(seeds) as made:
        for scene in scenes:
            made.turns = []
            scene(made)
            yield scene, made.turns
