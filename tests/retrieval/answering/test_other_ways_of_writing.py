"""Questions find what the articles write otherwise, and what no language needs is not said to be missing."""

from pathlib import Path

import pytest

from retrieval.answering.answering import answer
from retrieval.language import words as lists
from tests.common.stories import article, library

NOTES = "Notes\n\nThe U.N. sent two observers to Vik in 1994.\n\nThe wreck AR-7 lies at a depth of 40 metres."
PORTS = {
    "ar": "الميناء\n\nتبحر العبّارة كل يوم في التاسعة.",
    "he": "הנמל\n\nהנמל של ברן נבנה בשנת 1994 על ידי רות לוי.",
    "tr": "İskele\n\nISPARTA İLİNDEKİ İSKELE 1931 YILINDA YAPILDI.",
    "zh": "港口\n\n布伦港的渡船Lind号于1994年建造。",
}


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("How many observers did the UN send to Vik?", "two observers"),
        ("How many observers did the U.N. send to Vik?", "two observers"),
        ("What is the depth of AR7?", "40 metres"),
        ("What is the depth of the AR-7?", "40 metres"),
    ],
)
def test_an_abbreviation_and_a_code_are_found_with_and_without_their_marks(question: str, words: str) -> None:
    """U.N. is UN, AR-7 is AR7, and none of them is missing."""
    found = answer(question, *library(article(NOTES, "en")))
    assert words in found.citations[0].text
    assert not {"UN", "U", "N", "AR7", "AR", "7"} & set(found.unknown)


def test_an_abbreviation_is_found_by_that_of_another_language() -> None:
    """ONU is the UN, but the French "un" is not."""
    story = article("Les observateurs\n\nL'ONU a envoyé deux observateurs à Vik. Un navire est parti.")
    found = answer("How many observateurs UN in Vik?", *library(story, article(NOTES, "en", id="notes")))
    assert {citation.article.lang for citation in found.citations} >= {"fr"}


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("ar", "متى تبحر العبارة؟"),
        ("tr", "Isparta ilindeki iskele ne zaman yapıldı?"),
        ("zh", "渡船是哪一年建造的？"),
    ],
)
def test_question_words_of_other_languages_are_not_missing(lang: str, question: str) -> None:
    """The right sentence is quoted, not kept back because no article holds the word that asks."""
    found = answer(question, *library(article(PORTS[lang], lang)))
    assert found.citations
    assert found.unknown == ()


def test_what_is_missing_is_a_word() -> None:
    """In Hebrew the verb is missing and not "who"; a pair of Chinese characters is no word to name."""
    assert answer("מי בנה את הנמל של ברן?", *library(article(PORTS["he"], "he"))).unknown == ("בנה",)
    assert answer("医院是谁建造的？", *library(article(PORTS["zh"], "zh"))).unknown == ()


def test_twenty_languages_have_their_question_words() -> None:
    """Each list of small words holds some that ask."""
    known = {path.stem for path in (Path(lists.__file__).parent / "stopwords").glob("*.txt")}
    assert len(known) >= 30
    assert {"ar", "he", "tr", "zh", "ja", "ru", "nl", "pl", "pt", "de", "es", "fr", "en", "it", "sv", "ko"} <= known
