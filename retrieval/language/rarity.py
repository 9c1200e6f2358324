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


class Vocabulary(Protocol):
    """What the index knows of terms."""

    @property
    def corpus_size(self) -> int: ...

    @property
    def idf(self) -> Mapping[str, float]: ...

    @property
    def unseen_idf(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Counted:
    """A vocabulary of a few terms."""

    corpus_size: int
    idf: Mapping[str, float]
    unseen_idf: float


def without_copies(
    terms: Iterable[str], vocabulary: Vocabulary, copied: Sequence[tuple[Collection[str], int]]
) -> Counted:
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


def weight(terms: tuple[str, ...], lang: str, vocabulary: Vocabulary) -> float:
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
