"""Commands without their slash, and buttons that are pressed in haste or under what is gone. Over HTTP."""

import pytest

from bot.wording.replies import ANOTHER
from tests.bot_api import Sent
from tests.common.port_gwen import LANDED, LIT, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

WHEN_LANDED = "When did the Harrow rover land?"
VAIN = "Quel est le salaire du président de la Mongolie ?"
pytestmark = pytest.mark.usefixtures("nothing_refused")


def alone(talk: Talk) -> list[Sent]:
    """The messages of the bot once a question after all has been answered, without that answer."""
    assert LANDED in talk.ask(WHEN_LANDED).text
    return talk.server.sent(talk.chat)[:-1]


# Words that are commands in every mind


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("help", "/source"),
        ("Aide", "/source"),
        ("source", "Posez d’abord"),
        ("source ?", "Posez d’abord"),
        ("why", "Posez d’abord"),
        ("Pourquoi ?", "Posez d’abord"),
        ("another", "Posez d’abord"),
        ("encore", "Posez d’abord"),
        ("more", "Posez d’abord"),
        ("stop", "/forget"),
        ("merci", "plaisir"),
        ("articles", "phare de Port-Gwen"),
    ],
)
def test_a_bare_word_before_any_answer_says_what_to_do(talk: Talk, word: str, said: str) -> None:
    reply = talk.ask(word)
    assert said in reply.text
    assert reply.quoted("blockquote") == []


def test_bare_words_after_an_answer_are_about_it(talk: Talk) -> None:
    talk.ask(WHEN_LIT)
    assert LIT in talk.ask("source ?").quoted("bold")
    assert talk.ask("pourquoi").text.startswith(f"Pourquoi «\xa0{LIT[:30]}")
    other = talk.ask("encore")
    assert other.text.startswith("La phrase suivante")
    assert "plus loin" in other.text or other.quoted("blockquote")


def test_why_with_a_question_mark_goes_on_from_the_question_or_explains_the_sentence(talk: Talk) -> None:
    talk.ask(WHEN_LIT)
    reply = talk.ask("Why?")
    assert reply.text.startswith("Pourquoi «") or "Suite de la conversation" in reply.text


def test_bare_words_are_commands_in_a_group_where_the_bot_is_meant(bot: RunningBot, talk: Talk) -> None:
    group = Talk(bot.server, bot.server.group("Rédaction", owner=talk.person), talk.person)
    answer = group.ask(f"@ibid_test_bot {WHEN_LIT}")
    assert LIT in group.ask("source", reply_to=answer).quoted("bold")
    assert "/source" in group.ask("@ibid_test_bot help").text
    group.server.say(group.chat, group.person, "encore")
    assert LIT in group.ask(f"@ibid_test_bot {WHEN_LIT}").text
    assert len(group.server.sent(group.chat)) == 4


# Buttons


@pytest.mark.parametrize("label", ["1 · La Gazette du Ponant, 12 mars 2024", "Pourquoi ?", "Une autre phrase"])
def test_ten_presses_of_a_button_send_one_message(talk: Talk, label: str) -> None:
    answer = talk.ask(WHEN_LIT)
    queries = [talk.server.press(answer, label, talk.person) for _ in range(10)]
    assert [talk.popup(query) for query in queries[1:]] == ["C’est déjà là, un peu plus bas."] * 9
    assert len(alone(talk)) == 2


def test_another_button_and_another_message_are_not_the_same_press(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    source = talk.press(answer, answer.buttons[0])
    assert "marches" in talk.press_named(source, "Article entier").text
    again = talk.ask(WHEN_LIT)
    assert LIT in talk.press(again, again.buttons[0]).quoted("bold")


def test_a_press_whose_message_could_not_be_sent_can_be_pressed_again(talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    talk.server.fail_next("sendMessage", 400, "Bad Request: something is wrong with this message")
    talk.press(answer, answer.buttons[0])
    assert LIT in talk.press(answer, answer.buttons[0]).quoted("bold")


def test_why_after_another_explains_that_other_sentence(talk: Talk) -> None:
    talk.ask(WHEN_LIT)
    other = talk.ask("/another")
    sentence = other.quoted("blockquote")[0]
    for said in (talk.ask("/why"), talk.press_named(other, "Pourquoi ?")):
        assert said.text.startswith(f"Pourquoi «\xa0{sentence[:40]}")
        assert "la numéro 2" in said.text
        assert LIT[:40] in said.text.splitlines()[-1]


def test_why_after_another_says_so_when_it_is_forgotten(bot: RunningBot, talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    other = talk.press_named(answer, "Une autre phrase")
    bot.restart()
    assert "posez-la à nouveau" in talk.press_named(other, "Pourquoi ?").text
    assert "Pourquoi «" in talk.press_named(answer, "Pourquoi ?").text


def test_buttons_under_a_message_that_is_gone_work_and_forged_ones_do_not(talk: Talk) -> None:
    answer, silent, rover = talk.ask(WHEN_LIT), talk.ask(VAIN), talk.ask(WHEN_LANDED)
    source = talk.press(answer, answer.buttons[0])
    for message in (answer, silent, source):
        talk.server.delete(message, talk.chat)
    foreign = rover.buttons[0]["callback_data"]
    for message, data in ((answer, foreign), (source, "a:" + foreign[2:]), (answer, "s:nonsense")):
        assert "ne fonctionne plus" in talk.popup(talk.server.forge(message, data, talk.person))
    assert "marches" in talk.press_named(source, "Article entier").text
    if silent.buttons:
        nearest = next(one for one in silent.buttons if one["callback_data"].startswith("s:"))
        assert talk.press(silent, nearest).quoted("bold")
    assert talk.press_named(answer, "Pourquoi ?").text.startswith("Pourquoi «")
    assert talk.exchange(lambda: talk.server.forge(answer, ANOTHER, talk.person)).quoted("blockquote")


def test_a_walk_in_a_message_that_is_gone_goes_on_in_a_new_one(bot: RunningBot, talk: Talk) -> None:
    answer = talk.ask(WHEN_LIT)
    source = talk.press(answer, answer.buttons[0])
    talk.server.delete(source, talk.chat)
    refused = len(bot.server.refused)
    following = next(one for one in source.buttons if one["callback_data"].startswith("w:"))
    assert "marches" in talk.press(source, following).text
    assert [one.error for one in bot.server.refused[refused:]] == ["Bad Request: message to edit not found"]
    del bot.server.refused[refused:]
