"""What an index is made of at one moment: segments, and which of their passages have been withdrawn."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.postings import Ints, unpack
from retrieval.segments import Scoring, Segment

Living = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A segment and which of its passages live (None: all): so many `passages` with so many `terms` in all.

    `file` is the name of the segment's file, where it has one.
    """

    segment: Segment
    living: Living | None
    passages: int
    terms: int
    file: str | None = None

    def alive(self) -> Living:
        return np.ones(len(self.segment.numbers), np.bool_) if self.living is None else self.living

    def numbers(self) -> Ints:
        """The library's numbers of the living passages."""
        return self.segment.numbers if self.living is None else self.segment.numbers[self.living]

    def frequency(self, term: int) -> int:
        """In how many living passages the segment's term of this number occurs."""
        if self.living is None:
            return self.segment.postings.frequency(term)
        self.segment.check([term])
        _, passages, _ = unpack(self.segment.postings, np.array([term]))
        return int(self.living[passages].sum())

    def without(self, numbers: Ints) -> "Part":
        """The part after the passages with these numbers were withdrawn."""
        gone = np.isin(self.segment.numbers, numbers)
        living = self.alive() & ~gone
        return self if not gone.any() else part_of(self.segment, living, self.file)


def part_of(segment: Segment, living: Living | None = None, file: str | None = None) -> Part:
    """A part with its sums."""
    lengths = segment.lengths if living is None else segment.lengths[living]
    return Part(segment, living, len(lengths), int(lengths.sum()), file)


@dataclass(frozen=True, slots=True)
class State:
    """What a question sees. Each change makes another, so that a question under way is not disturbed."""

    parts: tuple[Part, ...]
    change: int
    passages: int
    terms: int
    frequencies: dict[str, int] = field(default_factory=dict)

    def frequency(self, term: str) -> int:
        """In how many living passages the term occurs."""
        if term not in self.frequencies:
            numbered = ((part, part.segment.vocabulary.number(encode(term))) for part in self.parts)
            self.frequencies[term] = sum(part.frequency(number) for part, number in numbered if number >= 0)
        return self.frequencies[term]

    def idf(self, frequency: int) -> float:
        """Lucene's idf of a term that occurs in so many passages, never negative."""
        return math.log(1 + (self.passages - frequency + 0.5) / (frequency + 0.5))

    def scoring(self, k1: float, b: float) -> Scoring:
        return Scoring(k1, b, self.terms / self.passages if self.passages else 0.0)


def state_of(parts: Sequence[Part], change: int) -> State:
    """A state with its sums; parts without living passages are left out."""
    kept = tuple(part for part in parts if part.passages)
    return State(kept, change, sum(part.passages for part in kept), sum(part.terms for part in kept))


class Idf(Mapping[str, float]):
    """The idf of each term that living passages hold, looked up when it is asked for."""

    def __init__(self, state: State) -> None:
        self._state = state

    def __getitem__(self, term: str) -> float:
        frequency = self._state.frequency(term)
        if not frequency:
            raise KeyError(term)
        return self._state.idf(frequency)

    def __iter__(self) -> Iterator[str]:
        for place, part in enumerate(self._state.parts):
            earlier = self._state.parts[:place]
            for number, term in enumerate(part.segment.vocabulary):
                held = any((n := o.segment.vocabulary.number(term)) >= 0 and o.frequency(n) for o in earlier)
                if not held and part.frequency(number):
                    yield term.decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return sum(1 for _ in self)


def encode(term: str) -> bytes:
    """How a vocabulary has a term."""
    return term.encode("utf-8", "surrogatepass")
