"""Words that are commands in every mind need no slash; a question with such a word in it stays a question."""

import pytest

from bot.conversation.bare import bare_command, only_points


@pytest.mark.parametrize(
    ("message", "command", "arguments"),
    [
        ("help", "help", []),
        ("HELP!", "help", []),
        ("Aide", "help", []),
        ("aide-moi s'il te plaît", "help", []),
        ("source", "source", []),
        ("Source ?", "source", []),
        ("source 2", "source", ["2"]),
        ("Quelle est la source ?", "source", []),
        ("sources please", "source", []),
        ("why", "why", []),
        ("Pourquoi", "why", []),
        ("another", "another", []),
        ("encore", "another", []),
        ("Encore une autre !", "another", []),
        ("more", "another", []),
        ("articles 2023", "articles", ["2023"]),
        ("Quelle?", "source", []),
        ("woher weißt du das", "source", []),
        ("Hilfe!", "help", []),
        ("Warum?", "why", []),
        ("¿Por qué?", "why", []),
        ("¿De dónde sale eso?", "source", []),
        ("otra", "another", []),
        ("ayuda por favor", "help", []),
        ("Perché?", "why", []),
        ("fonte 2", "source", ["2"]),
        ("un'altra frase", "another", []),
        ("Chi sei?", "about", []),
        ("¿Quién eres?", "about", []),
        ("Quem é você?", "about", []),
        ("mais uma", "another", []),
        ("Wer bist du?", "about", []),
    ],
)
def test_a_bare_word_is_a_command(message: str, command: str, arguments: list[str]) -> None:
    assert bare_command(message) == (command, arguments)


@pytest.mark.parametrize(
    "message",
    [
        "Quelle est la source du Nil ?",
        "help wanted",
        "why is the sky blue",
        "more cases than ever",
        "2",
        "",
        "🙂",
        "a " * 500,
    ],
)
def test_any_other_word_makes_it_a_question(message: str) -> None:
    assert bare_command(message) is None


def test_a_small_word_of_the_readers_language_is_no_command_of_another() -> None:
    """ "Quelle" is a source in German and "which" in French; "mais" is "more" in Portuguese and "but" in French."""
    assert bare_command("Quelle ?", "fr") is None
    assert bare_command("Quelle?", "de") == ("source", [])
    assert bare_command("mais", "pt") == ("another", [])
    assert bare_command("mais", "fr") is None


def test_why_with_a_question_mark_goes_on_from_the_last_question() -> None:
    assert bare_command("Why?", going_on=True) is None
    assert bare_command("Why?") == bare_command("why", going_on=True) == ("why", [])


@pytest.mark.parametrize(
    "message", ["", "?", "👆", "can you answer that?", "Peux-tu répondre ?", "et ça ?", "C’est vrai ?", "any idea?"]
)
def test_what_only_points_at_another_message_is_known(message: str) -> None:
    assert only_points(message)
    assert bare_command(message) is None


def test_a_question_of_its_own_does_not_only_point() -> None:
    assert not only_points("Is that true of the Eiffel Tower?")
