"""A message is split into its questions and what is said around them; what is one question stays whole."""

import pytest

from bot.conversation.splitting import asks, parts_of

LAST = "Where was the last case of smallpox?"
STONE = "What is the Rosetta Stone?"


@pytest.mark.parametrize(
    ("message", "questions", "around"),
    [
        (f"{LAST} {STONE}", [LAST, STONE], []),
        (f"{LAST.lower()} {STONE.lower()}", [LAST.lower(), STONE.lower()], []),
        (f"{LAST}What is it?", [LAST, "What is it?"], []),
        ("I read about the Eiffel Tower. How tall is it?", ["How tall is it?"], ["I read about the Eiffel Tower."]),
        ("How tall is it? I mean the Eiffel Tower.", ["How tall is it?"], ["I mean the Eiffel Tower."]),
        (
            "Bonjour ! J'ai deux questions :\n1. Où est-ce ?\n2) Et quand ?\n\nMerci !",
            ["Où est-ce ?", "Et quand ?"],
            [],
        ),
        ("- Qui ?\n- Quand ?", ["Qui ?", "Quand ?"], []),
        ("where was the last case\nwhat is the stone", ["where was the last case", "what is the stone"], []),
        ("Where was the last\ncase of smallpox?", [LAST], []),
        ("Bonjour. Où est la tour Eiffel", ["Où est la tour Eiffel"], []),
        (f"{LAST} Do you know? Thanks!", [LAST], []),
        (f"{LAST} {LAST.upper()}", [LAST], []),
        ("東京はどこですか？京都は？", ["東京はどこですか？", "京都は？"], []),
    ],
)
def test_each_question_of_a_message_is_found_and_what_tells_of_them(
    message: str, questions: list[str], around: list[str]
) -> None:
    parts = parts_of(message)
    assert list(parts.questions) == questions
    assert list(parts.around) == around


@pytest.mark.parametrize(
    "message",
    [
        LAST,
        "tour eiffel hauteur",
        "Qui a dit « Pourquoi ? » en 1990 ?",
        'Who asked "Why?" in 1990?',
        "What does https://example.org/?q=1 say",
        "What?!",
        "J'ai lu l'article sur le viaduc. Il est long.",
        "…",
    ],
)
def test_what_is_one_question_stays_whole(message: str) -> None:
    assert parts_of(message).questions == (message,)
    assert parts_of(message).around == ()


def test_a_text_asks_when_a_question_mark_ends_something_in_it() -> None:
    assert asks("The new report. Who wrote it?")
    assert not asks("The new report, see https://example.org/?q=1 for more.")
