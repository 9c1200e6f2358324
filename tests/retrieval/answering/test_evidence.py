"""What is known of an answer beyond its sentence: why it came first, who else says so, what was understood."""

import pytest

from retrieval.answering.answering import answer, search
from retrieval.answering.explanation import explain
from retrieval.answering.features import FAMILIES, FEATURES
from retrieval.types import Answer
from tests.common.stories import BRIDGE, LIGHTHOUSE, article, library

MEASURED = "Le viaduc de Kerlan mesure {} mètres de long entre les deux rives de la baie."
DATED = {"a": "2025-01-01", "b": "2025-09-01", "c": "2025-05-01"}


def ask(question: str, **texts: str) -> Answer:
    """Asks articles by these names, each of the date in DATED."""
    return answer(question, *library(*(article(text, id=name, date=DATED[name]) for name, text in texts.items())))


def test_other_articles_that_say_the_same_are_named_newest_first() -> None:
    """Three articles with one figure: one is quoted, the others agree with it."""
    found = ask("Combien mesure le viaduc de Kerlan ?", **{name: MEASURED.format(412) for name in DATED})
    assert len(found.citations) == 1
    quoted = found.citations[0].article.id
    assert [citation.article.id for citation in found.agreeing] == [name for name in "bca" if name != quoted]
    assert found.differing == ()


def test_another_figure_is_shown_as_a_difference() -> None:
    """Two articles that differ in the number asked for are never said to agree."""
    found = ask("Combien mesure le viaduc de Kerlan ?", a=MEASURED.format(412), b=MEASURED.format(398))
    figures = {"412", "398"}
    [other] = found.differing
    assert found.agreeing == ()
    assert {figure for figure in figures if figure in found.citations[0].text + other.text} == figures


COST = "La réparation du viaduc de Kerlan a coûté {} d'euros au département."
OPENED = "Le viaduc de Kerlan a été ouvert aux voitures le {} par la présidente de la région."


@pytest.mark.parametrize(
    ("question", "sentence", "one", "other", "agrees"),
    [
        ("Combien a coûté la réparation du viaduc de Kerlan ?", COST, "4,2 millions", "5,1 millions", False),
        ("Combien a coûté la réparation du viaduc de Kerlan ?", COST, "4,2 millions", "4,3 millions", False),
        ("Combien a coûté la réparation du viaduc de Kerlan ?", COST, "8 400 000", "8\u202f400\u202f000", True),
        ("Combien a coûté la réparation du viaduc de Kerlan ?", COST, "deux millions", "trois millions", False),
        ("Quand le viaduc de Kerlan a-t-il été ouvert ?", OPENED, "3 juin 2024", "12 juin 2024", False),
        ("Quand le viaduc de Kerlan a-t-il été ouvert ?", OPENED, "3 juin 2024", "3 juin 2023", False),
        ("Quand le viaduc de Kerlan a-t-il été ouvert ?", OPENED, "1er juin 2024", "1 juin 2024", True),
        ("Quand le viaduc de Kerlan a-t-il été ouvert ?", OPENED, "3 juin 2024", "mois de juin 2024", True),
    ],
)
def test_a_figure_is_compared_whole(question: str, sentence: str, one: str, other: str, agrees: bool) -> None:
    """Neither "millions" nor the month alone makes two figures one."""
    found = ask(question, a=sentence.format(one), b=sentence.format(other))
    assert [len(found.agreeing), len(found.differing)] == [int(agrees), int(not agrees)]


def test_an_article_about_something_else_neither_agrees_nor_differs() -> None:
    """A figure of another thing contradicts nothing."""
    found = ask("Combien mesure le viaduc de Kerlan ?", a=MEASURED.format(412), b="Le phare de Skarn a 161 marches.")
    assert (found.agreeing, found.differing) == ((), ())


def test_an_answer_says_which_words_it_holds_and_which_it_lacks() -> None:
    """The words are told as they were typed, and every reason is a family of evidence."""
    _, ranking = search("Combien mesure le viaduc de Kerlan à Quimper ?", *library())
    assert ranking is not None
    found = explain(ranking)
    assert ranking.sentences[0].citation.text == "Il mesure 412 mètres de long."
    assert (found.matched, found.nearby, found.missing) == (("mesure",), ("viaduc", "Kerlan"), ("Quimper",))
    assert {family for family, _ in found.reasons} <= set(FAMILIES)
    assert sum(share for _, share in found.reasons) == pytest.approx(1)


def test_a_word_of_a_long_title_is_near_the_sentence() -> None:
    """A long title proves little, but what stands in it is not missing."""
    story = article("La charpente pèse 7 300 tonnes.", title="La tour Zorvane, un monument qui devait durer vingt ans")
    _, ranking = search("Combien pèse la tour Zorvane ?", *library(story))
    assert ranking is not None
    found = explain(ranking)
    assert (found.matched, found.nearby, found.missing) == (("pèse",), ("tour", "Zorvane"), ())


def test_an_answer_comes_with_its_explanation_and_silence_without() -> None:
    """There is something to explain only where something was answered."""
    assert answer("Combien mesure le viaduc de Kerlan ?", *library()).explanation is not None
    assert answer("Qui a peint la Joconde ?", *library()).explanation is None


def test_every_feature_belongs_to_one_family() -> None:
    """What a person is told covers all that was weighed."""
    assert sorted(name for names in FAMILIES.values() for name in names) == sorted(FEATURES)


def test_a_misspelt_word_is_understood_and_said() -> None:
    """A word that no article holds is taken for the one that was meant, as the article writes it."""
    found = answer("Who replaced the Skarn lighthose?", *library())
    assert found.understood == (("lighthose", "lighthouse"),)


def test_a_word_that_an_article_holds_is_never_taken_for_another() -> None:
    """Only words that are absent are looked up."""
    found = answer("Qui est Solange Prigent ?", *library())
    assert found.understood == ()


def test_an_abbreviation_is_found_by_what_it_is_short_for_and_back() -> None:
    """The article explains CCPK once; both forms find the other."""
    text = (
        "La Communauté de communes du pays de Kerlan (CCPK) compte douze villages.\n\n"
        "La CCPK emploie 85 agents.\n\n"
        "Le budget de la Communauté de communes du pays de Kerlan atteint 9 millions d'euros."
    )
    by_long = ask("Combien d'agents emploie la Communauté de communes du pays de Kerlan ?", a=text)
    by_short = ask("Quel est le budget de la CCPK ?", a=text)
    assert "85 agents" in by_long.citations[0].text
    assert "9 millions" in by_short.citations[0].text


def test_a_sentence_that_opens_with_a_pronoun_brings_the_one_before() -> None:
    """ "Il mesure …" is quoted with the sentence that says what does, each by its own offsets."""
    found = answer("Combien mesure le viaduc de Kerlan ?", *library(article(BRIDGE), article(LIGHTHOUSE, "en")))
    first = found.citations[0]
    assert first.text == "Il mesure 412 mètres de long."
    assert first.lead is not None
    assert BRIDGE[first.lead.start : first.lead.end].startswith("Le viaduc de Kerlan, fermé")


def test_there_is_more_for_whoever_wants_another() -> None:
    """The further sentences are others than those shown, in their order."""
    found = answer("Combien mesure le viaduc de Kerlan ?", *library())
    assert found.further
    assert not {citation.text for citation in found.further} & {citation.text for citation in found.citations}


def test_a_related_word_finds_the_answer() -> None:
    """People ask for a death where the article tells of the decease."""
    text = "Le peintre Yann Le Goff aimait la mer. Son décès date de mars 1912. Il laisse quarante tableaux."
    _, ranking = search("De quand date la mort du peintre Le Goff ?", *library(article(text)))
    assert ranking is not None
    assert "1912" in ranking.sentences[0].citation.text
    words = [word.text for word in ranking.evidence.question.words]
    assert ranking.evidence.related[1, words.index("mort")] == 1
