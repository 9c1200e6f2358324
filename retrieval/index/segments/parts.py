"""What an index is made of at one moment: segments, and which of their passages have been withdrawn."""

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import BrokenSnapshot
from retrieval.index.segments.bits import Ints
from retrieval.index.segments.postings import held
from retrieval.index.segments.segments import Scoring, Segment
from retrieval.language import lucene_idf

Living = NDArray[np.bool_]

# So many segments of like size are merged into one; those of fewer than SMALL passages are all alike.
FANOUT = 8
SMALL = 1000
# So many bytes of the files that are opened are checked at once, behind the first questions: a third of a second's
# work. What is beyond is checked where a question reads it.
AHEAD = 1 << 30
# Terms whose place in the parts is remembered.
REMEMBERED = 1 << 16


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
        gone = np.flatnonzero(~self.living)
        return self.segment.postings.frequency(term) - held(self.segment.postings, term, gone)

    def without(self, numbers: Ints) -> "Part":
        """The part after the passages with these numbers were withdrawn. Raises BrokenSnapshot."""
        if not len(numbers):
            return self
        self.segment.check_passages("numbers", "lengths")
        own = self.segment.numbers
        near = np.flatnonzero((own >= numbers.min()) & (own <= numbers.max()))
        gone = near[np.isin(own[near], numbers)]
        if not len(gone):
            return self
        living = self.alive().copy()
        living[gone] = False
        return part_of(self.segment, living, self.file)


def part_of(segment: Segment, living: Living | None = None, file: str | None = None) -> Part:
    """A part with its sums."""
    lengths = segment.lengths if living is None else segment.lengths[living]
    return Part(segment, living, len(lengths), int(lengths.sum()), file)


class Term(NamedTuple):
    """A term's number in each part (-1: absent), in how many living passages it occurs, and its idf.

    A tuple, for each question makes some: three times as fast as a frozen dataclass.
    """

    numbers: tuple[int, ...]
    frequency: int
    idf: float


@dataclass(frozen=True, slots=True)
class State:
    """What a question sees. Each change makes another, so that a question under way is not disturbed."""

    parts: tuple[Part, ...]
    change: int
    passages: int
    terms: int
    known: dict[str, Term] = field(default_factory=dict)

    def term(self, text: str) -> Term:
        """What the parts know of a term. Raises BrokenSnapshot where its postings are damaged."""
        found = self.known.get(text)
        if found is None:
            encoded = text.encode("utf-8", "surrogatepass")
            numbers, frequency = [], 0
            for part in self.parts:
                number = part.segment.vocabulary.number(encoded)
                numbers.append(number)
                if number >= 0:
                    part.segment.check(number)
                    frequency += part.frequency(number)
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            found = self.known[text] = Term(tuple(numbers), frequency, self.idf(frequency))
        return found

    def idf(self, frequency: int) -> float:
        """Lucene's idf of a term that occurs in so many passages, never negative."""
        return lucene_idf(self.passages, frequency)

    def scoring(self, k1: float, b: float) -> Scoring:
        return Scoring(k1, b, self.terms / self.passages if self.passages else 0.0)


def state_of(parts: Sequence[Part], change: int) -> State:
    """A state with its sums; parts without living passages are left out, large ones come first."""
    kept = tuple(sorted((part for part in parts if part.passages), key=lambda part: -part.passages))
    return State(kept, change, sum(part.passages for part in kept), sum(part.terms for part in kept))


def alike(state: State) -> list[Part]:
    """Parts of like size that should be merged, FANOUT or more of them; none where there are not so many."""
    tiers: dict[int, list[Part]] = {}
    for part in state.parts:
        tiers.setdefault(max(0, int(math.log(part.passages / SMALL, FANOUT))), []).append(part)
    return next((parts for _, parts in sorted(tiers.items()) if len(parts) >= FANOUT), [])


def check_ahead(parts: Sequence[Part]) -> None:
    """Checks the files of `parts`, as many as have AHEAD bytes together, so that questions need not wait for it.

    A damaged one is left as it is: the question that reads there says so.
    """
    left = AHEAD
    for proof in (part.segment.proof for part in parts):
        if proof is not None and proof.size <= left:
            left -= proof.size
            with contextlib.suppress(BrokenSnapshot):
                proof.check_all()


def withdrawn_since(part: Part, now: Part | None) -> Ints:
    """The numbers of the passages that lived in `part` and don't in what it is `now`."""
    return part.numbers() if now is None else part.segment.numbers[part.alive() & ~now.alive()]


class Idf(Mapping[str, float]):
    """The idf of each term that living passages hold, looked up when it is asked for."""

    def __init__(self, state: State) -> None:
        self._state = state

    def __getitem__(self, term: str) -> float:
        found = self._state.term(term)
        if not found.frequency:
            raise KeyError(term)
        return found.idf

    def __iter__(self) -> Iterator[str]:
        for place, part in enumerate(self._state.parts):
            earlier = self._state.parts[:place]
            for number, term in enumerate(part.segment.vocabulary):
                held = any((n := o.segment.vocabulary.number(term)) >= 0 and o.frequency(n) for o in earlier)
                if not held and part.frequency(number):
                    yield term.decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return sum(1 for _ in self)
