"""Asking more exactly over HTTP: operators and plain words, what is said of them, and the way back to all articles."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.memory.memory import CONVERSATIONS_FILE
from tests.common.port_gwen import ARTICLES as PORT_GWEN
from tests.common.port_gwen import LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

ECHO = """---
title: La tour de Port-Gwen se visite
date: 2023-09-13
source: L'Écho
lang: fr
---

La tour de Port-Gwen compte 212 marches de bois.
"""
ARTICLES = PORT_GWEN | {"echo.md": ECHO}
EVERYWHERE = "Interroger tous les articles"
pytestmark = pytest.mark.usefixtures("nothing_refused")


def test_an_operator_narrows_the_answer_which_says_so_and_a_button_asks_all_articles(talk: Talk) -> None:
    narrowed = talk.ask(f"{TWO_SOURCES} source:gazette")
    assert narrowed.text.startswith("Compris\u00a0: source\u00a0: gazette")
    assert narrowed.quoted("blockquote") == [STEPS[0]]
    every = talk.press_named(narrowed, EVERYWHERE)
    assert "Compris" not in every.text
    assert STEPS[1] in every.text
    assert EVERYWHERE not in [button["text"] for button in every.buttons]


def test_plain_words_are_understood_and_the_command_does_what_the_button_does(talk: Talk) -> None:
    answer = talk.ask("Selon L'Écho, combien de marches compte la tour de Port-Gwen ?")
    assert "Compris\u00a0: source\u00a0: L'Écho" in answer.text
    assert "212 marches" in answer.text
    assert STEPS[0] not in answer.text
    for every in (talk.ask("/everywhere"), talk.ask("/everywhere", reply_to=answer)):
        assert "Compris\u00a0: source" not in every.text
        assert EVERYWHERE not in [button["text"] for button in every.buttons]


def test_every_question_of_a_message_is_asked_of_the_same_articles_and_none_behind_it(talk: Talk) -> None:
    before = len(talk.server.sent(talk.chat))
    talk.server.say(talk.chat, talk.person, f"{TWO_SOURCES} {WHEN_LIT} source:gazette")
    first, second = talk.server.wait_for(talk.chat, before + 2)[before:]
    assert first.quoted("blockquote") == [STEPS[0]]
    assert LIT in second.text
    assert all("source\u00a0: gazette" in one.text for one in (first, second))
    assert "Compris\u00a0: source" not in talk.ask(TWO_SOURCES).text


def test_after_a_restart_the_button_still_asks_the_question_that_it_stands_under(bot: RunningBot, talk: Talk) -> None:
    narrowed = talk.ask(f"{TWO_SOURCES} -granit -bois")
    assert STEPS[0] not in narrowed.text
    bot.restart()
    assert STEPS[0] in talk.press_named(narrowed, EVERYWHERE).text


def test_a_mistyped_operator_is_explained_and_help_explains_all(bot: RunningBot, talk: Talk) -> None:
    wrong = talk.ask(f"sorce:gazette {TWO_SOURCES}")
    assert "Vouliez-vous dire «\u00a0source:\u00a0»" in wrong.text
    assert wrong.quoted("blockquote") == []
    assert "/help recherche" in wrong.text
    assert "n’est pas une date" in talk.ask(f"{TWO_SOURCES} avant:hier").text
    assert "Aucun article ne correspond\u00a0: article 99" in talk.ask(f"{TWO_SOURCES} dans:99").text
    assert "Ajoutez une question" in talk.ask("source:gazette").text
    assert "auteur:" in talk.ask("/help recherche").text
    assert "author:" in bot.talk("en").ask("/help search").text
    assert "/help search" in bot.talk("en").ask("/help").text


def test_a_group_is_told_of_a_mistyped_operator(bot: RunningBot) -> None:
    server = bot.server
    person = server.user(language_code="fr")
    group = server.group("Rédaction", owner=person)
    name = server.world.me["username"]
    before = len(server.sent(group))
    server.say(group, person, f"@{name} {TWO_SOURCES} sorce:gazette")
    assert "source:" in server.wait_for(group, before + 1)[before].text


def test_no_question_that_was_only_mistyped_is_a_gap(bot: RunningBot, talk: Talk) -> None:
    talk.ask("sorce:gazette zorvane quand ?")
    talk.ask("Quand zorvane a-t-il chanté en Mongolie ?")
    talk.ask("/about")  # what an answer leaves to be kept is kept before the next message is read
    with closing(sqlite3.connect(Path(bot.settings["IBID_DATA"]) / CONVERSATIONS_FILE)) as memory:
        gaps = [question for (question,) in memory.execute("SELECT question FROM gaps")]
    assert [question for question in gaps if "zorvane" in question] == ["Quand zorvane a-t-il chanté en Mongolie ?"]
