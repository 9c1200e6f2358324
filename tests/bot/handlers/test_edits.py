"""An edited message: what the bot said to it changes, whatever that was. Over HTTP, as people meet it."""

import re
from collections.abc import Iterator

import pytest

from tests.bot_api import CUT, Sent
from tests.bot_api.description import Json
from tests.common.port_gwen import LANDED, LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

WHEN_LANDED = "When did the Harrow rover land?"
VAIN = "Quel est le salaire du président de la Mongolie ?"
NAME = "@ibid_test_bot"
EDITORS = range(4342, 4352)
NEXT = iter(EDITORS)
BRIDGE = "Le pont de Vorgel\n\nLe pont de Vorgel mesure 87 mètres de long."
SETTINGS = {"IBID_EDITORS": ",".join(map(str, EDITORS))}
pytestmark = pytest.mark.usefixtures("nothing_else_refused")


@pytest.fixture
def nothing_else_refused(bot: RunningBot) -> Iterator[None]:
    """Telegram takes every call but the edits of messages that people have deleted, which the bot can't know of."""
    before = len(bot.server.refused)
    yield
    assert {one.error for one in bot.server.refused[before:]} <= {"Bad Request: message to edit not found"}
    assert bot.server.token.split(":")[1] not in bot.output


def written(talk: Talk, text: str) -> Json:
    """A message that was answered."""
    before, message = len(talk.server.sent(talk.chat)), talk.server.say(talk.chat, talk.person, text)
    talk.server.wait_for(talk.chat, before + 1)
    return message


def changed(talk: Talk, message: Json, text: str, said: str) -> Sent:
    """The first message of the bot, once an edit has made it say this."""
    talk.server.edit(message, text)
    return talk.server.wait_for(talk.chat, lambda sent: said in sent[0].text)[0]


@pytest.mark.parametrize("before", ["Bonjour", "/quoi", "merci", "stop", VAIN, "/articles zzz", "?"])
def test_what_was_no_question_is_edited_into_one_and_what_was_said_becomes_its_answer(talk: Talk, before: str) -> None:
    answer = changed(talk, written(talk, before), WHEN_LIT, LIT)
    assert len(talk.server.sent(talk.chat)) == 1
    assert LIT in talk.press(answer, answer.buttons[0]).quoted("bold")


def test_a_question_is_edited_into_a_command_and_a_greeting(talk: Talk) -> None:
    message = written(talk, WHEN_LIT)
    changed(talk, message, "/articles phare", "Le phare de Port-Gwen")
    greeting = changed(talk, message, "Bonjour", "Bonjour")
    assert greeting.buttons == []
    assert "Posez d’abord une question" in talk.ask("/source").text


def test_an_answer_that_was_deleted_is_sent_anew(talk: Talk) -> None:
    message = written(talk, WHEN_LIT)
    talk.server.delete(talk.server.sent(talk.chat)[0], talk.chat)
    talk.server.edit(message, WHEN_LANDED)
    answer = talk.server.wait_for(talk.chat, 2)[1]
    assert LANDED in answer.quoted("blockquote")
    assert answer.reply_to == message["message_id"]


def test_several_answers_become_one_and_one_becomes_several(talk: Talk) -> None:
    message = written(talk, f"{WHEN_LIT} {WHEN_LANDED}")
    talk.server.wait_for(talk.chat, 2)
    changed(talk, message, WHEN_LANDED, LANDED)
    talk.server.wait_for(talk.chat, lambda sent: sent[1].deleted)
    talk.server.edit(message, f"{WHEN_LANDED} {WHEN_LIT}")
    told = talk.server.wait_for(talk.chat, 3)
    assert [LANDED in told[0].text, LIT in told[2].text] == [True, True]


def test_an_edit_that_changes_no_word_changes_nothing(talk: Talk, bot: RunningBot) -> None:
    """Neither of a question nor of anything else; nor after a restart."""
    for text in (WHEN_LIT, "Bonjour", "/about"):
        message = written(talk, text)
        talk.server.edit(message, text)
    bot.restart()
    talk.server.edit(message, text)
    place = talk.server.send_media(talk.chat, talk.person, "location")
    talk.server.wait_for(talk.chat, 4)
    talk.server.raw_update({"edited_message": place | {"edit_date": place["date"] + 1}})
    assert LANDED in talk.ask(WHEN_LANDED).text
    assert all(one.history == () for one in talk.server.sent(talk.chat))


def test_an_edit_is_known_after_a_restart(talk: Talk, bot: RunningBot) -> None:
    message = written(talk, "Bonjour")
    bot.restart()
    assert LIT in changed(talk, message, WHEN_LIT, LIT).quoted("blockquote")


def test_in_a_group_a_mention_that_comes_later_and_a_shrug_that_is_made_good(talk: Talk) -> None:
    server, group = talk.server, talk.server.group("Rédaction", owner=talk.person)
    message = server.say(group, talk.person, WHEN_LIT)
    server.edit(message, f"{NAME} {WHEN_LIT}")
    answer = server.wait_for(group, 1)[0]
    assert LIT in answer.quoted("blockquote")
    assert answer.reply_to == message["message_id"]
    vain = server.say(group, talk.person, f"{NAME} {VAIN}")
    place = (group.id, vain["message_id"])
    server.wait_until(lambda: server.world.reactions.get(place))
    server.edit(vain, f"{NAME} {WHEN_LANDED}")
    assert LANDED in server.wait_for(group, 2)[1].text
    server.wait_until(lambda: server.world.reactions[place] == [])
    server.edit(vain, f"{NAME} {VAIN}")
    server.wait_for(group, lambda sent: "ne répondent pas" in sent[1].text)


def test_an_edit_that_is_handled_twice_is_answered_once(talk: Talk, bot: RunningBot) -> None:
    message = written(talk, WHEN_LIT)
    talk.server.delete(talk.server.sent(talk.chat)[0], talk.chat)
    talk.server.fail_next("sendMessage", CUT, after_delivery=True)
    talk.server.edit(message, WHEN_LANDED)
    talk.server.wait_for(talk.chat, 2)
    bot.kill()

    def settled(sent: list[Sent]) -> bool:
        return len(sent) >= 3 and [LANDED in one.text for one in sent if not one.deleted] == [True]

    talk.server.wait_for(talk.chat, settled)
    assert LIT in talk.ask(WHEN_LIT).text
    left = [one for one in talk.server.sent(talk.chat) if not one.deleted]
    assert [LANDED in one.text for one in left] == [True, False]


# What an editor added


@pytest.fixture
def editor(bot: RunningBot) -> Talk:
    person = bot.server.user(next(NEXT), language_code="fr")
    return Talk(bot.server, bot.server.private_chat(person), person)


def long_is(talk: Talk, metres: int) -> None:
    """What the bridge measures now, as anybody is told."""
    assert f"{metres} mètres" in talk.ask("Combien mesure le pont de Vorgel ?").text


def number_in(told: Sent) -> int:
    return int(re.findall(r"numéro (\d+)", told.text)[0])


@pytest.mark.parametrize("command", ["/add ", ""])
def test_a_text_that_was_added_and_then_corrected_is_one_article_with_the_correction(
    editor: Talk, bot: RunningBot, command: str
) -> None:
    if not command:
        editor.ask("/add")
    at, text = len(editor.server.sent(editor.chat)), BRIDGE.replace("long", "long" if command else "longueur")
    message = editor.server.say(editor.chat, editor.person, command + text)
    editor.server.wait_for(editor.chat, lambda sent: len(sent) > at and "Ajouté" in sent[at].text)
    editor.server.edit(message, command + text.replace("87", "89"))
    told = editor.server.wait_for(editor.chat, lambda sent: "Nouvelle version" in sent[at].text)[at]
    long_is(bot.talk("fr"), 89)
    assert editor.ask("/articles Vorgel").text.count("•") <= 1
    editor.tap(told, "↩ Annuler")
    long_is(bot.talk("fr"), 87)
    editor.ask(f"/remove {number_in(told)} oui")


def test_add_as_a_caption_adds_the_file_and_a_question_under_a_file_is_answered(editor: Talk, bot: RunningBot) -> None:
    server = editor.server
    for caption in ("/add", "Le pont", "Combien mesure le pont de Vorgel ?"):
        at = len(server.sent(editor.chat))
        server.send_file(editor.chat, editor.person, "vorgel.txt", BRIDGE.encode(), caption)
        told = server.wait_for(
            editor.chat,
            lambda sent: len(sent) > at and ("Ajouté" in sent[at].text or "à la lettre près" in sent[at].text),  # noqa: B023 — called at once
        )
    answer = server.wait_for(editor.chat, len(told) + 1)[-1]
    assert "87 mètres de long" in answer.quoted("blockquote")[0]
    picture = editor.exchange(lambda: server.send_media(editor.chat, editor.person, "photo", f"/add {BRIDGE}"))
    assert picture.text.startswith("Lecture : le texte")
    reader = bot.talk("fr")
    refused = reader.exchange(lambda: server.send_media(reader.chat, reader.person, "photo", f"/add {BRIDGE}"))
    assert "réservée à la rédaction" in refused.text


def test_an_edit_into_a_command_of_the_editors_is_refused_to_others(talk: Talk) -> None:
    message = written(talk, "/ad")
    talk.server.edit(message, f"/add {BRIDGE}")
    talk.server.wait_for(talk.chat, lambda sent: any("réservée à la rédaction" in one.text for one in sent))


def test_the_second_part_of_a_long_paste_joins_the_article(editor: Talk) -> None:
    story = "Le pont de Vorgel\n\n" + "Il est long et beau, dit le gardien du pont de Vorgel. " * 80
    first = f"/add {story}"[:4096].strip()
    editor.server.say(editor.chat, editor.person, first)
    editor.server.say(editor.chat, editor.person, "Le pont de Vorgel mesure 91 mètres de long.")
    told = editor.server.wait_for(editor.chat, lambda sent: sent and "Nouvelle version" in sent[0].text)
    assert len(told) == 1
    assert "coupé" not in told[0].text
    long_is(editor, 91)
    editor.ask(f"/remove {number_in(told[0])} oui")
