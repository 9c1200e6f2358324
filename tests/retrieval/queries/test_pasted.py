"""A message that is one text in quotation marks is looked for; a phrase, a question and a search are not."""

import pytest

from retrieval.queries.pasted import pasted_quotation

SENTENCE = "La tour de Sarn pèse 4 200 tonnes."


@pytest.mark.parametrize(
    "message",
    [
        f'"{SENTENCE}"',
        f"« {SENTENCE} »",
        f"«\u00a0{SENTENCE[:-1]}\u00a0».",
        f" “{SENTENCE}” ",
        f"„{SENTENCE}“",
        f"\n«\n{SENTENCE}\n»\n",
    ],
)
def test_a_text_in_any_quotation_marks_is_one(message: str) -> None:
    assert pasted_quotation(message).rstrip(".") == SENTENCE[:-1]


def test_a_quotation_within_it_belongs_to_it() -> None:
    assert pasted_quotation("« Il a dit : « je viendrai » au maire »") == "Il a dit : « je viendrai » au maire"
    assert pasted_quotation("“He said ‘yes’ to all of us.”") == "He said ‘yes’ to all of us."


@pytest.mark.parametrize(
    "message",
    [
        SENTENCE,
        '"tour de Sarn"',
        '"Combien pèse la tour de Sarn ?"',
        "« Combien pèse la tour de Sarn ? »",
        '"la tour de Sarn" ou "le vieux phare de Skarn"',
        "« la tour de Sarn » et « le phare de Skarn »",
        f'Qui a dit "{SENTENCE}"',
        f'"{SENTENCE}" source:gazette',
        '"',
        "«»",
        "",
    ],
)
def test_what_asks_or_searches_is_none(message: str) -> None:
    assert pasted_quotation(message) == ""
