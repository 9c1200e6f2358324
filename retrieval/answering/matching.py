"""Which words of the question does each sentence hold? Matrices of shape (sentences, words)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.holdings import FORMS, Holdings
from retrieval.answering.question import QuestionWord
from retrieval.language import PREFIX, capitals_tell

Column = NDArray[np.float64]

# What a match of the same stem proves, the very word being 1.
STEM = 0.95
# What a word with the same beginning proves, at the most: see `likeness`.
COUSIN = 0.9
# A word that so great a share of its sentences write with a capital is a name.
NEARLY_ALWAYS = 0.85


def with_names(
    words: Sequence[QuestionWord], langs: Sequence[str], rows: Sequence[Holdings]
) -> tuple[QuestionWord, ...]:
    """The words with those marked as names that the sentences nearly always write with a capital: people type small.

    `langs` are the languages of `rows`. What opens a sentence says nothing, nor does any noun in German.
    """
    telling = [row for row, lang in zip(rows, langs, strict=True) if capitals_tell(lang)]
    marked = []
    for word in words:
        surface = word.terms[0]
        inside = [surface[2:] in row.names for row in telling if row.positions.get(surface, 0) > 0]
        is_name = word.is_name or (not word.is_number and sum(inside) > NEARLY_ALWAYS * len(inside))
        marked.append(replace(word, is_name=is_name))
    return tuple(marked)


def likeness(one: str, other: str) -> float:
    """How much of two words is a common beginning, 0 to 1 (twice its length over theirs): "nager", "nageur"."""
    common = PREFIX
    while common < min(len(one), len(other)) and one[common] == other[common]:
        common += 1
    return 2 * common / (len(one) + len(other))


def stems_of(word: QuestionWord) -> tuple[str, ...]:
    """What a sentence holds that holds the word: its stem, or what is as good."""
    return (stem_of(word), *word.also)


def stem_of(word: QuestionWord) -> str:
    return word.terms[min(1, len(word.terms) - 1)]


def columns(terms: Iterable[Iterable[str]]) -> dict[str, list[int]]:
    """Term → the places in `terms` that have it: what is sought in every sentence is looked up once."""
    places: dict[str, list[int]] = {}
    for place, some in enumerate(terms):
        for term in some:
            places.setdefault(term, []).append(place)
    return places


def found_in(
    sought: Sequence[Iterable[str]], held: Sequence[Mapping[str, int]], absent: float = 0.0
) -> NDArray[np.float64]:
    """What each of `held` has for one of the terms of each of `sought`, shape (held, sought)."""
    places_of = columns(sought)
    places: list[int] = []
    values: list[int] = []
    for number, row in enumerate(held):
        for term in places_of.keys() & row.keys():
            for column in places_of[term]:
                places.append(number * len(sought) + column)
                values.append(row[term])
    matrix = np.full(len(held) * len(sought), absent)
    matrix[places] = values
    return matrix.reshape(len(held), len(sought))


def frequencies(words: Sequence[QuestionWord], rows: Sequence[Holdings]) -> NDArray[np.float64]:
    """How often each word's surface, stem (or what is as good) and first letters occur, shape (sentences, words, 3)."""
    flat: list[tuple[str, ...]] = []
    for word in words:
        surface, stem, prefix = (*word.terms, "", "")[: len(FORMS)]
        flat += [(surface,), (stem, *word.also), (prefix,)]
    return found_in(flat, [row.counts for row in rows]).reshape(len(rows), len(words), len(FORMS))


def matched(words: Sequence[QuestionWord], rows: Sequence[Holdings], frequencies: NDArray[np.float64]) -> Column:
    found = np.minimum(frequencies, 1)
    matched = np.maximum(found[:, :, 0], STEM * found[:, :, 1])
    for row, column in zip(*np.nonzero((found[:, :, 2] > 0) & (matched == 0)), strict=True):
        word = words[column]
        like = (likeness(word.terms[0][2:], other) for other in rows[row].cousins.get(word.terms[2], ()))
        matched[row, column] = COUSIN * max(like, default=0.0)
    return np.asarray(matched)
