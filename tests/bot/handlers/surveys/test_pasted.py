"""A quotation pasted or forwarded on Telegram: where it stands, what differs, and its source."""

import pytest

from tests.common.port_gwen import LIT, STEPS, WHEN_LIT
from tests.common.running_bot import RunningBot, Talk

WRONG = "La lanterne de la tour de Port-Gwen a été éteinte pour la première fois le 12 mars 1874."
pytestmark = pytest.mark.usefixtures("nothing_refused")


def test_a_quotation_is_found_word_for_word_with_offsets_a_source_and_a_reference(talk: Talk) -> None:
    found = talk.ask("« a été allumée pour la première fois »")
    assert found.text.startswith("Mot pour mot")
    assert "".join(found.quoted("blockquote")) == LIT
    assert found.quoted("bold")[0] == "a été allumée pour la première fois"
    assert "caractères 36 à 71" in found.text
    assert LIT in talk.press(found, found.buttons[0]).quoted("bold")
    assert LIT in talk.ask("/cite", reply_to=found).text


def test_what_differs_is_shown_beside_the_articles_own_words(talk: Talk) -> None:
    found = talk.ask(f'"{WRONG}"')
    assert "1 différence" in found.text
    assert "".join(found.quoted("blockquote")) == LIT
    assert found.quoted("bold")[0] == "allumée"
    assert "éteinte" in found.quoted("bold")
    assert "«\u00a0allumée\u00a0» dans l’article, «\u00a0éteinte\u00a0» dans votre texte" in found.text


def test_what_stands_nowhere_is_said_to_and_the_nearest_passages_are_offered(talk: Talk) -> None:
    absent = talk.ask('"La tour de Port-Gwen est en travaux depuis hier"')
    assert "dans aucun article" in absent.text
    assert absent.quoted("blockquote") == []
    assert talk.ask("/nearest").text == talk.press(absent, absent.buttons[0]).text


def test_a_forwarded_text_is_looked_for_and_a_forwarded_question_is_answered(bot: RunningBot, talk: Talk) -> None:
    channel = bot.server.channel("Le Port")
    post = bot.server.channel_post(channel, STEPS[0])
    found = talk.exchange(lambda: bot.server.forward(talk.chat, talk.person, post))
    assert found.text.startswith("Mot pour mot")
    asked = bot.server.channel_post(channel, WHEN_LIT)
    assert LIT in talk.exchange(lambda: bot.server.forward(talk.chat, talk.person, asked)).quoted("blockquote")
    assert "Mot pour mot" not in talk.ask(WHEN_LIT).text


def test_an_edit_changes_what_was_found(talk: Talk) -> None:
    message = talk.server.say(talk.chat, talk.person, f'"{WRONG}"')
    (found,) = talk.server.wait_for(talk.chat, 1)[-1:]
    talk.server.edit(message, f'"{LIT}"')
    talk.server.wait_for(talk.chat, lambda sent: len(sent[-1].history) > len(found.history))
    assert talk.server.sent(talk.chat)[-1].text.startswith("Mot pour mot")
