"""What the words of a question are worth: fillers, names in small letters, sentences that lean or ask."""

import pytest

from retrieval.answering.answering import answer, cited, search
from retrieval.answering.holdings import holdings
from retrieval.answering.question import read_question
from retrieval.types import Article
from tests.common.stories import article, library

FERRY = article(
    """The Vik ferry

The boat leaves Vik at nine. How long is the trip to Bren by boat? It takes forty minutes. The captain is Oda Lind.""",
    "en",
)


def words(question: str, *articles: Article) -> list[str]:
    made, index = library(*articles)
    return [word.text for word in read_question(question, index, made.languages).words]


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("c'est quoi ce truc de viaduc là", ["viaduc"]),
        ("faut combien de temps pour traverser kerlan auj", ["traverser", "kerlan"]),
        ("whats up with the lighthouse today", ["up", "lighthouse"]),
        ("what did they put in at skarn", ["skarn"]),
    ],
)
def test_words_that_no_article_needs_are_not_looked_for(question: str, kept: list[str]) -> None:
    """They are typed, and say nothing of what the question is about."""
    assert words(question) == kept


def test_a_filler_that_is_all_there_is_or_a_name_is_kept() -> None:
    """A question of nothing but fillers still has words; "Temps" with a capital is the name of a paper."""
    assert words("quel temps ?") == ["temps"]
    assert words("Qui possède Le Temps ?") == ["possède", "Temps"]


def test_in_german_a_capital_says_nothing() -> None:
    """A noun is no name, an abbreviation in capitals is one."""
    made, index = library(article("Die Gebühr wird von der Stadt Bonn und der UNO erhoben.", "de"))
    read = read_question("Welche Gebühr zahlt die Brücke der UNO?", index, made.languages)
    assert {word.text: word.is_name for word in read.words} == {
        "Gebühr": False, "zahlt": False, "Brücke": False, "UNO": True,
    }  # fmt: skip
    held = holdings("Die Gebühr zahlte Bundeskanzlerin Angela Merkel gestern in Bonn der Stadt.", "de")
    assert held.names == {"angela", "merkel", "bonn"}


def test_a_name_typed_in_small_letters_is_known_by_how_the_library_writes_it() -> None:
    """ "prigent" is a name as "Prigent" is; "viaduc" is none, however it is typed."""
    for question in ("que regrette solange prigent au viaduc", "Que regrette Solange Prigent au viaduc ?"):
        _, ranking = search(question, *library())
        assert ranking is not None
        names = {word.text.lower() for word in ranking.evidence.question.words if word.is_name}
        assert "prigent" in names
        assert "viaduc" not in names


@pytest.mark.parametrize(
    ("lang", "text", "leans"),
    [
        ("fr", "Celui-ci se déroule en mai.", True),
        ("fr", "Ce dernier a refusé.", True),
        ("fr", "Cet homme vivait à Quimper.", True),
        ("fr", "Ce phénomène est rare.", True),
        ("fr", "En effet, il a démissionné.", True),
        ("fr", "Par ailleurs, elle a vendu la maison.", True),
        ("fr", "La première coûte dix euros.", True),
        ("fr", "Il faut deux heures.", False),
        ("fr", "Le pont est fermé.", False),
        ("en", "This phenomenon is called refraction.", True),
        ("en", "Such ships are rare.", True),
        ("en", "However, they left.", True),
        ("en", "The latter was sold.", True),
        ("en", "This year the bridge was closed.", False),
        ("en", "The bridge was closed.", False),
    ],
)
def test_a_sentence_that_speaks_of_the_one_before_is_known(lang: str, text: str, leans: bool) -> None:
    """It opens with a pronoun or the like, also behind a word that goes on; what stands for nothing doesn't lean."""
    assert holdings(text, lang).leans is leans


def test_a_sentence_that_leans_is_quoted_with_the_one_before() -> None:
    """Without it, nobody knows who "ce dernier" is."""
    story = article(
        "Le viaduc\n\nLe maire a reçu Paul Kerbrat mardi. En effet, ce dernier vend le viaduc de Kerlan 3 euros."
    )
    found = answer("Combien vaut le viaduc de Kerlan ?", *library(story))
    lead = found.citations[0].lead
    assert lead is not None
    assert story.text[lead.start : lead.end] == "Le maire a reçu Paul Kerbrat mardi."


def test_a_sentence_that_asks_never_answers() -> None:
    """The sentence behind it does, and is quoted with it."""
    _, ranking = search("How long is the trip to Bren by boat?", *library(FERRY))
    assert ranking is not None
    assert [citation.text for citation in cited(ranking)][:1] == ["It takes forty minutes."]
    assert ranking.sentences[-1].citation.text == "How long is the trip to Bren by boat?"
    found = answer("How long is the trip to Bren by boat?", *library(FERRY))
    lead = found.citations[0].lead
    assert lead is not None
    assert FERRY.text[lead.start : lead.end].startswith("How long")


@pytest.mark.parametrize(
    ("text", "question", "answering"),
    [
        (
            "Questions and answers\n\nQ: How long is the trip?\nA: It takes forty minutes.",
            "How long is the trip?",
            "forty",
        ),
        (
            "Interview\n\nReporter: When was the boat built?\n\nOda Lind: In 1994, at the yard of Vik.",
            "When was the boat built?",
            "1994",
        ),
    ],
)
def test_what_stands_behind_a_question_answers_it(text: str, question: str, answering: str) -> None:
    """In one paragraph or in two: the answer needs none of the question's words."""
    found = answer(question, *library(article(text, "en")))
    assert answering in found.citations[0].text
    assert not found.citations[0].text.rstrip().endswith("?")


def test_nothing_is_said_where_the_articles_only_ask() -> None:
    """A question alone answers nothing, whatever words it holds."""
    asking = article("The trip\n\nHow long is the trip to Bren by boat?", "en")
    assert answer("How long is the trip to Bren by boat?", *library(asking)).confidence == "none"
