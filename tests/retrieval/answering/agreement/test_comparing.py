"""Which articles say otherwise: another day, another name, the contrary; and which seem to, but do not."""

import pytest

from retrieval.answering.answering import answer
from tests.common.stories import article, library

OPENED = "Le viaduc de Kerlan a été ouvert aux voitures {}."
OPENED_EN = "The Skarn bridge was opened to cars {}."
WHEN, WHEN_EN = "Quand le viaduc de Kerlan a-t-il été ouvert ?", "When was the Skarn bridge opened?"


def said(
    question: str, one: str, other: str, lang: str = "fr", dates: tuple[str, str] = ("2025-01-01", "2025-02-01")
) -> str:
    """What the answer to `question` out of two articles says of the other one: agrees, differs, or nothing."""
    written = dict(zip("ab", dates, strict=True))
    texts = {"a": one, "b": other}
    found = answer(question, *library(*(article(texts[name], lang, id=name, date=written[name]) for name in "ab")))
    assert found.citations, "one of the two answers"
    return "agrees" if found.agreeing else ("differs" if found.differing else "")


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("le 12 mars 2023", "le 14 mars 2023", "differs"),
        ("en mars 2023", "en mai 2023", "differs"),
        ("le mardi 12 mars 2024", "le jeudi 14 mars 2024", "differs"),
        ("le 12 mars", "le 14 mars 2025", "differs"),  # the year of the one is the article's
        ("en mars 2023", "en 2023", "agrees"),
        ("le 12 mars 2023", "en mars 2023", "agrees"),
        ("avant le 12 mars 2023", "après le 14 mars 2023", ""),
        ("mardi", "le 14 mars 2023", ""),  # counted from the article's day, which may be a copy's
        ("du 3 au 14 mars 2023", "le 12 mars 2023", ""),
    ],
)
def test_another_day_contradicts_beyond_its_precision(one: str, other: str, verdict: str) -> None:
    """A month holds its days, and what is bound by a date has none of its own."""
    assert said(WHEN, OPENED.format(one), OPENED.format(other)) == verdict


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("on 12 March 2023", "on 14 March 2023", "differs"),
        ("on March 12, 2023", "on 12 March 2023", "agrees"),
        ("in March 2023", "in 2023", "agrees"),
        ("in March 2023", "in May 2023", "differs"),
        ("before 12 March 2023", "on 14 March 2023", ""),
    ],
)
def test_another_day_contradicts_in_english_too(one: str, other: str, verdict: str) -> None:
    assert said(WHEN_EN, OPENED_EN.format(one), OPENED_EN.format(other), "en") == verdict


def test_a_later_years_day_is_another_occasion() -> None:
    """The festival of 2024 contradicts nothing that was written in 2023; two programmes of one year do."""
    festival, when = "Le festival de Kerlan commence le {}.", "Quand commence le festival de Kerlan ?"
    one, other = festival.format("3 juin 2023"), festival.format("5 juin 2024")
    assert said(when, one, other, dates=("2023-05-01", "2024-05-01")) == ""
    assert said(when, one, festival.format("5 juin 2023"), dates=("2023-05-01", "2023-05-20")) == "differs"


@pytest.mark.parametrize(
    ("lang", "question", "one", "other", "verdict"),
    [
        ("fr", "Le viaduc de Kerlan est-il fermé ?", "Le viaduc de Kerlan est fermé aux camions.",
         "Le viaduc de Kerlan n'est pas fermé aux camions.", "differs"),
        ("fr", "Le viaduc de Kerlan est-il fermé ?", "Le viaduc de Kerlan est fermé aux camions.",
         "Le viaduc de Kerlan n’est plus fermé aux camions.", "differs"),
        ("fr", "Quel train passe à Kerlan ?", "Le train de nuit passe à Kerlan.",
         "À Kerlan, aucun train de nuit ne passe.", "differs"),
        ("fr", "Le viaduc de Kerlan est-il fermé ?", "Le viaduc de Kerlan est fermé aux camions.",
         "Le viaduc de Kerlan n'est pas fermé aux voitures.", ""),
        ("fr", "Le viaduc de Kerlan est-il fermé ?", "Le viaduc de Kerlan est fermé aux camions.",
         "Le viaduc de Kerlan n'était pas fermé aux camions.", ""),
        ("fr", "Le viaduc de Kerlan est-il fermé ?", "Le viaduc de Kerlan n'est pas fermé aux camions.",
         "Le viaduc de Kerlan n'est plus fermé aux camions.", "agrees"),
        ("fr", "Le viaduc de Kerlan est-il fermé ?", "Le viaduc de Kerlan est fermé aux camions.",
         "Le maire a déclaré que le viaduc de Kerlan n'est pas fermé aux camions.", ""),
        ("en", "Is the Skarn bridge closed?", "The Skarn bridge is closed to trucks.",
         "The Skarn bridge isn't closed to trucks.", "differs"),
        ("en", "Is the Skarn bridge closed?", "The Skarn bridge is closed to trucks.",
         "The Skarn bridge is no longer closed to trucks.", "differs"),
        ("en", "Is the Skarn bridge closed?", "The Skarn bridge is closed to trucks.",
         "The Skarn bridge is not closed to cars.", ""),
        ("en", "Is the Skarn bridge closed?", "The Skarn bridge is closed to trucks.",
         "According to Morag Sinclair, the Skarn bridge is not closed to trucks.", ""),
        ("en", "Is the Skarn bridge closed?", "The Skarn bridge is closed to trucks.",
         "The Skarn bridge might not be closed to trucks.", ""),
    ],
)  # fmt: skip
def test_who_denies_the_same_statement_says_otherwise(
    lang: str, question: str, one: str, other: str, verdict: str
) -> None:
    """The contrary of another statement, of another time, or in somebody's mouth contradicts nothing, nor agrees."""
    assert said(question, one, other, lang) == verdict


@pytest.mark.parametrize(
    ("lang", "question", "one", "other", "verdict"),
    [
        ("fr", "Qui est le maire de Kerlan ?", "Le maire de Kerlan est Jean Le Bris.",
         "Le maire de Kerlan est Paul Morvan.", "differs"),
        ("fr", "Qui est le maire de Kerlan ?", "Le maire de Kerlan est Jean Le Bris.",
         "Le maire de Kerlan est M. Le Bris.", "agrees"),
        ("fr", "Qui a conçu le viaduc de Kerlan ?", "Le viaduc de Kerlan a été conçu par Jean Le Bris.",
         "Le viaduc de Kerlan a été conçu par Paul Morvan.", "differs"),
        ("fr", "Qui a visité Kerlan ?", "Kerlan a été visitée en mai par Jean Le Bris.",
         "Kerlan a été visitée en mai par Paul Morvan.", ""),
        ("fr", "Où est né Jean Le Bris ?", "Jean Le Bris est né à Quimper.", "Jean Le Bris est né à Brest.", "differs"),
        ("fr", "Où est né Jean Le Bris ?", "Jean Le Bris est né à Quimper.", "Jean Le Bris est né en France.", ""),
        ("fr", "Où est né Jean Le Bris ?", "Jean Le Bris est né à Brest.",
         "Jean Le Bris est né à Recouvrance. Ce quartier de Brest est ancien.", ""),
        ("en", "Who is the mayor of Skarn?", "The mayor of Skarn is Morag Sinclair.",
         "The mayor of Skarn is Ian Dunmore.", "differs"),
        ("en", "Who designed the Skarn bridge?", "The Skarn bridge was designed by Morag Sinclair.",
         "The Skarn bridge was designed by Sinclair.", "agrees"),
        ("en", "Who visited the Skarn bridge?", "The Skarn bridge was visited by Morag Sinclair.",
         "The Skarn bridge was visited by Ian Dunmore.", ""),
        ("en", "Where was Morag Sinclair born?", "Morag Sinclair was born in Canada.",
         "Morag Sinclair was born in Norway.", "differs"),
        ("en", "Where was Morag Sinclair born?", "Morag Sinclair was born in Oban.",
         "Morag Sinclair was born in Argyll.", ""),
    ],
)  # fmt: skip
def test_another_name_contradicts_where_but_one_is_possible(
    lang: str, question: str, one: str, other: str, verdict: str
) -> None:
    """One holds an office, draws a bridge, is born in one town; many visit one, and a town lies in a country."""
    assert said(question, one, other, lang) == verdict


def test_figures_that_are_reported_contradict_nothing() -> None:
    measured, how_long = "Le viaduc de Kerlan mesure {} mètres de long{}.", "Combien mesure le viaduc de Kerlan ?"
    assert said(how_long, measured.format(412, ""), measured.format(398, "")) == "differs"
    assert said(how_long, measured.format(412, ""), measured.format(398, ", selon la préfecture")) == ""
