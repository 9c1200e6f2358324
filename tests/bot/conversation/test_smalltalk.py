"""Small talk gets a friendly line; a question never does, however politely it begins."""

import pytest

from bot.conversation.smalltalk import LINES, friendly_line, small_talk
from bot.locales import say


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("bonjour !", "greeting"),
        ("Salut", "greeting"),
        ("SALUUUUT", "greeting"),
        ("hello 👋", "greeting"),
        ("ca va?", "greeting"),
        ("Ça va ?", "greeting"),
        ("merci beaucoup", "thanks"),
        ("Merci d’avance", "thanks"),
        ("thx", "thanks"),
        ("Merci, au revoir !", "farewell"),
        ("bonne soirée", "farewell"),
        ("See you later.", "farewell"),
        ("d'accord", "noted"),
        ("OK", "noted"),
        ("Wie geht's?", "greeting"),
        ("Grüß Gott!", "greeting"),
        ("Gruess Gott", "greeting"),
        ("vielen Dank, tschüss", "farewell"),
        ("¿Qué tal?", "greeting"),
        ("hola, buenos dias", "greeting"),
        ("muchas gracias!", "thanks"),
        ("Buongiorno, come va?", "greeting"),
        ("grazie mille", "thanks"),
        ("arrivederci", "farewell"),
        ("Oi, tudo bem?", "greeting"),
        ("obrigadooo", "thanks"),
        ("até logo", "farewell"),
        ("va bene", "noted"),
        ("lass mich in ruhe", "stop"),
        ("👍", "emoji"),
        ("👍🏽 ❤️", "emoji"),
        ("🇫🇷", "emoji"),
        ("?", "puzzled"),
        ("…", "puzzled"),
        ("!!!", "puzzled"),
        ("", "empty"),
        (" \n\t", "empty"),
        ("\u200b\u2060", "empty"),
    ],
)
def test_a_message_of_nothing_but_small_talk_is_recognised(message: str, kind: str) -> None:
    assert small_talk(message) == kind


@pytest.mark.parametrize(
    "message",
    [
        "bonjour, qui a invité Poutine ?",
        "Merci de me dire quand le viaduc a rouvert",
        "Hello, when did it close?",
        "Qui ?",
        "pourquoi",
        "2023",
        "Salut les Terriens",
        "ok google",
        "A",
        "ибо",
        "東京",
        "hi " * 13,
    ],
)
def test_a_message_with_any_other_word_is_a_question(message: str) -> None:
    assert small_talk(message) is None
    assert friendly_line(message, "fr") is None


def test_the_friendly_line_is_in_the_readers_language() -> None:
    assert friendly_line("hello", "fr") == say("fr", "smalltalk.greeting")
    assert friendly_line("bonjour", "en") == say("en", "smalltalk.greeting")


def test_the_readers_own_language_comes_first() -> None:
    """ "Ciao" ends a conversation in French and begins one in Italian; "para" is no "stop" in Portuguese questions."""
    assert small_talk("ciao", "fr") == "farewell"
    assert small_talk("ciao", "it") == "greeting"
    assert small_talk("mais", "fr") is None


def test_every_kind_in_the_word_lists_has_a_line() -> None:
    for message in ("bonjour", "merci", "bye", "ok", "🙂", "", "?"):
        assert small_talk(message) in LINES
