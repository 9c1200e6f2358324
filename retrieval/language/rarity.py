"""How rare a word is: by the library, and by the language where the library is too small to tell."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from retrieval.language.words import words

# What is known of the language counts as much as this many passages of the library.
PRIOR = 300
# The share of paragraphs that hold a word of no list: below the least that is listed.
UNLISTED = 0.001


@dataclass(frozen=True, slots=True)
class Counted:
    """What an index knows of some terms: how many passages there are, the idf of each term that any of them holds, and
    that of one which none holds."""

    corpus_size: int
    idf: Mapping[str, float]
    unseen_idf: float


class Vocabulary(Protocol):
    """What the index knows of terms and words, as of its last change."""

    def counted(self, terms: Iterable[str]) -> Counted:
        """How rare these terms are."""

    def nearest(self, word: str) -> str | None:
        """The word of the passages that `word` (folded, and in none of them) was surely meant for, if any."""

    def ending_in(self, stem: str) -> tuple[str, ...]:
        """The stems of the passages that are compounds which `stem` ends."""


def counted(passages: int, frequencies: Mapping[str, int]) -> Counted:
    """What so many passages tell, when each of these terms is in so many of them."""
    idf = {term: lucene_idf(passages, number) for term, number in frequencies.items() if number}
    return Counted(passages, idf, lucene_idf(passages, 0))


def lucene_idf(passages: int, frequency: int) -> float:
    """Lucene's idf of a term that occurs in so many of the passages, never negative."""
    return math.log(1 + (passages - frequency + 0.5) / (frequency + 0.5))


def without_copies(terms: Iterable[str], vocabulary: Counted, copied: Sequence[tuple[Collection[str], int]]) -> Counted:
    """What `vocabulary` would know of `terms` without copies of passages: (the terms of a passage, how many copies).

    A story in sixty papers makes its names common; of what is asked they say as much as before.
    """
    total = vocabulary.corpus_size + 1  # an idf is -ln((n + 0.5) / total)
    left = total - sum(copies for _, copies in copied)
    idf: dict[str, float] = {}
    for term in terms:
        if term in vocabulary.idf:
            found = total * math.exp(-vocabulary.idf[term]) - sum(n for held, n in copied if term in held)
            idf[term] = -math.log(max(found, 1.0) / left)  # a copy with another title may lack it
    return Counted(left - 1, idf, -math.log(0.5 / left))


@cache
def common(lang: str) -> dict[str, float]:
    """Stem → the share of paragraphs of the language that hold it; empty where it has not been counted."""
    return {stem: float(share) for stem, share in (line.split() for line in words("common", lang))}


def weight(terms: tuple[str, ...], lang: str, vocabulary: Counted) -> float:
    """How much a word says of what is asked: `-ln` of the share of paragraphs that hold it (surface or stem).

    Lucene's idf is `-ln((n + 0.5) / (N + 1))`. In a library of twenty passages it takes "time" for as rare as a
    name that they lack, so the language's own share p joins in like PRIOR more passages (Dirichlet smoothing):
    `-ln((n + 0.5 + PRIOR·p) / (N + 1 + PRIOR))`. In a large library that changes nothing.
    """
    idf = min((vocabulary.idf[term] for term in terms[:2] if term in vocabulary.idf), default=vocabulary.unseen_idf)
    known = common(lang)
    if not known:
        return idf
    total = vocabulary.corpus_size + 1
    share = known.get(terms[min(1, len(terms) - 1)][2:], UNLISTED)
    return -math.log((total * math.exp(-idf) + PRIOR * share) / (total + PRIOR))
