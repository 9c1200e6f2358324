"""The lists of words that may stand for each other in a question and in its answer."""

from pathlib import Path

import pytest

from retrieval.language import words as lists
from retrieval.language.analysis import stop_words, tokens, word_terms
from retrieval.language.words import words

RELATED = [path.stem for path in sorted((Path(lists.__file__).parent / "related").glob("*.txt"))]
# "Tué" (killed) has the stem of "tu" (you), which articles seldom hold.
HARMLESS = {"s:tu"}


def stem(word: str, lang: str) -> str:
    return word_terms(tokens(word)[0], lang)[1]


def test_every_language_whose_questions_are_understood_has_relations() -> None:
    """Words are related in each language that questions are read in."""
    assert [path.stem for path in sorted((Path(lists.__file__).parent / "questions").glob("*.txt"))] == RELATED


@pytest.mark.parametrize("lang", RELATED)
def test_a_relation_is_two_to_twelve_words_with_at_most_one_arrow(lang: str) -> None:
    """A line reads `a b c`, or `a b > c d` with a word or more on either side."""
    assert words("related", lang)
    for line in words("related", lang):
        left, arrow, right = line.partition(" > ")
        assert ">" not in left + right, line
        assert left.split(), line
        assert bool(right.split()) == bool(arrow), line
        assert 2 <= len(left.split() + right.split()) <= 12, line


@pytest.mark.parametrize("lang", RELATED)
def test_related_words_can_be_met_in_a_text(lang: str) -> None:
    """An entry is one word in lower case, and no other word of its line has its stem."""
    for line in words("related", lang):
        entries = [entry for entry in line.split() if entry != ">"]
        assert all(entry.islower() and len(tokens(entry)) == 1 for entry in entries), line
        assert len({stem(entry, lang) for entry in entries}) == len(entries), line


@pytest.mark.parametrize("lang", RELATED)
def test_no_related_word_is_taken_for_a_stop_word(lang: str) -> None:
    """A relation credits no sentence for a word that almost every sentence has."""
    stops = {term for stop in stop_words(lang) for term in word_terms(stop, lang)} - HARMLESS
    for line in words("related", lang):
        for entry in line.split():
            assert entry == ">" or stops.isdisjoint(word_terms(tokens(entry)[0], lang)[:2]), (entry, line)


@pytest.mark.parametrize("lang", RELATED)
def test_a_relation_is_listed_once(lang: str) -> None:
    """No two lines say the same, in whatever order and inflection."""
    sides = [
        tuple(frozenset(stem(word, lang) for word in side.split()) for side in line.split(" > "))
        for line in words("related", lang)
    ]
    assert len(set(sides)) == len(sides)
