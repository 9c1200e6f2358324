"""Whoever can't press a button, or can't see a picture on it, misses nothing: each has words, and a command."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from telegram.ext import CallbackQueryHandler

from bot.access.access import Access
from bot.app.app import handlers
from bot.handlers.commands import Commands
from bot.handlers.desk import Desk
from bot.locales import LANGUAGES, Lang, say
from bot.memory.memory import Memory
from bot.memory.preferences import Choice
from bot.values import Askers
from bot.wording.additions import UNDO
from bot.wording.choosing import LANGUAGE, SETTING, render_language, render_settings
from bot.wording.collection import PAGE, REMOVE, RESTORE
from bot.wording.menu import COMMANDS, EDITORS_COMMANDS
from bot.wording.offers import OFFER
from bot.wording.proof import ARTICLE, CITE, COPY, REFERENCE, SOURCE, WALK
from bot.wording.replies import ANOTHER, ASK, DISLIKE, LIKE, WHY
from bot.wording.searching import EVERYWHERE
from bot.wording.surveys import SAID, TIMELINE
from bot.wording.watching.feeds import UNFOLLOW
from bot.wording.watching.watches import WATCH
from retrieval.answering.answering import answer
from tests.common.catalogues import texts
from tests.common.port_gwen import STEPS
from tests.common.running_bot import RunningBot, Talk
from tests.common.stories import library, surveys

# What the data of a button begin with, and the command that does what the button does.
COMMAND_FOR = {
    SOURCE: "source",  # under an answer; where there was none, `nearest`
    WALK: "paragraph",
    ARTICLE: "article",
    COPY: "copy",
    CITE: "cite",
    REFERENCE: "cite",
    ANOTHER: "another",
    WHY: "why",
    EVERYWHERE: "everywhere",
    LIKE: "good",
    DISLIKE: "bad",
    LANGUAGE: "language",
    SETTING: "settings",
    PAGE: "articles",
    UNDO: "undo",
    OFFER: "add",  # as a reply; /ask answers, and /cancel leaves it
    TIMELINE: "timeline",
    SAID: "said",
    WATCH: "watches",
    UNFOLLOW: "feeds",
    REMOVE: "remove",
    RESTORE: "restore",
}
VAIN = "Quel est le salaire du gardien de la tour de Port-Gwen à Oslo ?"
pytestmark = pytest.mark.usefixtures("nothing_refused")


def test_every_kind_of_button_has_a_command_in_the_menu(tmp_path: Path) -> None:
    """The button of a question is the exception: whoever reads it can write it."""
    made, index = library()
    with Memory(tmp_path) as memory:
        access = Access(memory.people, Askers(), frozenset(), frozenset(), memory.moves)
        table = handlers(
            Desk(
                lambda question: answer(question, made, index),
                made,
                memory,
                access,
                catch_up=lambda: None,
                surveys=surveys(made),
            )
        )
    patterns = [
        one.pattern for one in table if isinstance(one, CallbackQueryHandler) and isinstance(one.pattern, re.Pattern)
    ]
    kinds = (*COMMAND_FOR, ASK)
    assert all(any(pattern.match(kind) for pattern in patterns) for kind in kinds)
    assert all(any(pattern.match(kind) for kind in kinds) for pattern in patterns)
    commands = {name for one in table if isinstance(one, Commands) for name in one.names}
    assert {*COMMAND_FOR.values(), "nearest"} <= commands & {*COMMANDS, *EDITORS_COMMANDS}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_button_says_in_words_what_it_does(lang: Lang) -> None:
    labels = [words for name, all_ in texts(lang).items() if name.startswith("button.") for words in all_]
    filled = [Formatter().vformat(label, (), dict.fromkeys(("number", "paragraph"), 1) | NAMED) for label in labels]
    shown = [button for reply in choosing(lang) for button in reply]
    assert len(filled) > 10
    assert [label for label in (*filled, *shown) if sum(letter.isalpha() for letter in label) < 3] == []


NAMED = {"where": "La Gazette", "date": "4 mai 2019", "name": "gazette.example"}


def choosing(lang: Lang) -> Iterator[list[str]]:
    for reply in (render_language(lang, done=False), render_settings(Choice(), lang)):
        yield [button.label for button in reply.buttons]


def test_nearest_shows_what_the_buttons_of_a_silent_answer_show(bot: RunningBot) -> None:
    talk = bot.talk("fr")
    silent = talk.ask(VAIN)
    offered = [button for button in silent.buttons if button["callback_data"].startswith(SOURCE)]
    assert len(offered) > 1
    for number, button in enumerate(offered[1:], 2):
        assert talk.ask(f"/nearest {number}").text == talk.press(silent, button).text
    assert f"de 1 à {len(offered)}" in talk.ask("/nearest 9").text
    bot.restart()
    assert talk.ask("/nearest", reply_to=silent).text == talk.press(silent, offered[0]).text


def test_nearest_is_about_answers_that_cite_nothing(bot: RunningBot) -> None:
    talk = bot.talk("fr")
    assert talk.ask("/nearest").text == say("fr", "nearest.none")
    assert STEPS[0] in talk.ask("Combien de marches compte la tour de Port-Gwen ?").text
    assert talk.ask("/nearest 1").text == say("fr", "nearest.none")


def test_what_settings_and_language_offer_can_be_written_behind_the_command(bot: RunningBot) -> None:
    owner = bot.server.user(language_code="fr", first_name="Olga")
    chat = bot.server.group("Rédaction", owner=owner)
    talk = Talk(bot.server, chat, owner)
    name = bot.server.world.me["username"]
    assert "passées sous silence" in talk.ask(f"/settings@{name} sure").text
    assert "données" in talk.ask(f"/settings@{name} possible").text
    assert "Uncertain answers: given" in talk.ask(f"/settings@{name} en").text
    assert "Langue : celle de chacun" in talk.ask(f"/settings@{name} each").text
    alone = bot.talk("fr")
    assert say("en", "language.chosen") in alone.ask("/language en").text
    assert say("fr", "language.chosen") in alone.ask("/language auto").text
