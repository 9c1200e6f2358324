"""What is watched: a question and how often it is told, the list of them, the hours to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.locales import Lang, say, say_number
from bot.memory import Watch
from bot.wording.messages import MESSAGE, Button, Reply, Rows, inline, utf16
from bot.wording.naming import LABEL, TITLE

# What the data of a button begin with, and what they do: "v:e:12" ends the watch 12, "v:8:12" tells it at 8 o'clock.
WATCH = "v:"
LIST, HOURS, NOW, PAUSE, RESUME, END = "l", "h", "n", "p", "r", "e"
HOURS_A_DAY, HOURS_A_ROW = 24, 6
# The words behind /watches 2 that do what a button does.
WORDS = {
    "now": NOW, "at-once": NOW, "aussitôt": NOW, "immédiat": NOW,
    "daily": HOURS, "quotidien": HOURS, "hours": HOURS, "heures": HOURS,
    "pause": PAUSE,
    "resume": RESUME, "reprendre": RESUME, "reprise": RESUME,
    "end": END, "stop": END, "fin": END, "finir": END, "arrêter": END,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with a watch: one of the deeds above, or to be told at an hour of the day."""

    deed: str
    hour: int | None = None


def read_wanted(written: str) -> Wanted | None:
    """What stands behind the number of a watch, or in the data of a button: `pause`, `8`, `8h`, `8:00`; `None` where
    that is nothing that can be done."""
    word = written.strip().lower()
    if word in WORDS.values():
        return Wanted(word)
    if word in WORDS:
        return Wanted(WORDS[word])
    number = word.removesuffix(":00").removesuffix("h").strip()
    if number.isdecimal() and number.isascii() and len(number) <= 2 and int(number) < HOURS_A_DAY:
        return Wanted(NOW, int(number))
    return None


def render_watch(watch: Watch, lang: Lang, *, new: bool) -> Reply:
    """A watch, with buttons that say how often it is to be told."""
    head = say(lang, "watch.added" if new else "watch.watch", question=inline(watch.question, 2 * TITLE))
    return Reply("\n".join([head, how_often(watch, lang)]), rows=(*_often(watch, lang), list_row(lang)))


def render_hours(watch: Watch, lang: Lang, now: str) -> Reply:
    """The hours of the day, for a digest; `now` is what the clock shows that they are counted by."""
    row = [Button(str(hour), f"{WATCH}{hour}:{watch.number}") for hour in range(HOURS_A_DAY)]
    rows = [tuple(row[at : at + HOURS_A_ROW]) for at in range(0, HOURS_A_DAY, HOURS_A_ROW)]
    at_once = Button(say(lang, "button.at_once"), f"{WATCH}{NOW}:{watch.number}")
    text = say(lang, "watch.which_hour", question=inline(watch.question, TITLE), now=now)
    return Reply(text, rows=(*rows, (at_once,)))


def render_watches(watches: Sequence[Watch], lang: Lang) -> Reply:
    """All of a chat, numbered, each with its buttons."""
    if not watches:
        return Reply(say(lang, "watch.none"))
    lines: list[str] = []
    rows: list[tuple[Button, ...]] = []
    for number, watch in enumerate(watches, 1):
        told = say_number(lang, "watch.told", watch.told) if watch.told else say(lang, "watch.never_told")
        question = inline(watch.question, TITLE)
        line = say(lang, "watch.line", number=number, question=question, often=how_often(watch, lang), told=told)
        if utf16("\n".join([*lines, line])) > MESSAGE - 2 * TITLE:
            break
        lines.append(line)
        rows.append(_row(number, watch, lang))
    return Reply("\n".join([*lines, say(lang, "watch.how")]), rows=tuple(rows))


def how_often(watch: Watch, lang: Lang) -> str:
    if watch.paused:
        return say(lang, "watch.paused")
    return say(lang, "watch.at_once") if watch.hour is None else say(lang, "watch.daily", hour=f"{watch.hour:02}:00")


def list_row(lang: Lang) -> tuple[Button, ...]:
    """The button that shows all of them."""
    return (Button(say(lang, "button.watches"), f"{WATCH}{LIST}:0"),)


def _often(watch: Watch, lang: Lang) -> Rows:
    at_once = Button(say(lang, "button.at_once"), f"{WATCH}{NOW}:{watch.number}")
    daily = Button(say(lang, "button.daily"), f"{WATCH}{HOURS}:{watch.number}")
    resume = (Button(say(lang, "button.resume"), f"{WATCH}{RESUME}:{watch.number}"),) if watch.paused else ()
    return ((at_once, daily), (*resume, Button(say(lang, "button.end"), f"{WATCH}{END}:{watch.number}")))


def _row(number: int, watch: Watch, lang: Lang) -> tuple[Button, ...]:
    pausing = ("button.resume", RESUME) if watch.paused else ("button.pause", PAUSE)
    deeds = (("button.often", HOURS), pausing, ("button.end", END))
    return tuple(
        Button(inline(f"{number} · {say(lang, words)}", LABEL), f"{WATCH}{deed}:{watch.number}")
        for words, deed in deeds
    )
