"""Segments: parts of the index that never change."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments.bits import Ints
from retrieval.index.segments.lengths import LENGTHS
from retrieval.index.segments.postings import BLOCK_BYTES, Impacts, Postings
from retrieval.index.segments.snapshot import Proof, map_file, write_file
from retrieval.index.segments.vocabulary import ARRAYS, Vocabulary

# A file of so many bytes is checked when it is opened, which takes a millisecond or two; a larger one where it is read.
SMALL_FILE = 1 << 22


@dataclass(frozen=True, slots=True)
class Scoring:
    """What an impact depends on besides the posting: rank-bm25's parameters and the mean length of a passage."""

    k1: float
    b: float
    average: float

    def norms(self) -> NDArray[np.float64]:
        """What rank-bm25 adds to the frequency in the denominator, for each code of a length."""
        return _norms(self)

    def growth(self, now: "Scoring") -> float:
        """By how much an impact may have grown when the mean length has become that of `now`."""
        return max(1.0, now.average / self.average) if self.average else 1.0

    def shares(self, codes: NDArray[np.uint8]) -> Impacts:
        """What postings in passages with these codes add to a score, as a share of the most that any could."""
        norms = self.norms()[codes]
        return lambda passages, frequencies: frequencies / (frequencies + norms[passages])


@lru_cache(maxsize=4)
def _norms(scoring: Scoring) -> NDArray[np.float64]:
    # Grouped as in rank_bm25, so that the rounding is the same.
    return np.asarray(scoring.k1 * (1 - scoring.b + scoring.b * LENGTHS / (scoring.average or 1.0)), np.float64)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Segment:
    """Passages and the postings of their terms, in which passages count from 0.

    `numbers` are the library's numbers of the passages; `lengths` their exact lengths in terms and `codes` the
    rounded ones; `scoring` is that under which the peaks of the blocks were computed.
    """

    numbers: Ints
    lengths: NDArray[np.uint32]
    codes: NDArray[np.uint8]
    vocabulary: Vocabulary
    postings: Postings
    scoring: Scoring
    proof: Proof | None = None

    def check(self, term: int) -> None:
        """Checks what a question for `term` reads of the postings in a mapped file. Raises BrokenSnapshot."""
        if self.proof is not None and not self.proof.whole:  # the question's way: no more than needs be
            first, rows = self.postings.rows(term)
            if rows:
                self.proof.check("blocks", first * BLOCK_BYTES, (first + rows + 1) * BLOCK_BYTES)
                begin, end = self.postings.words_of(first, rows)
                self.proof.check("words", begin * 4, (end + 2) * 4)

    def check_passages(self, *sections: str) -> None:
        """Checks the `sections` with a row for each passage in a mapped file. Raises BrokenSnapshot."""
        if self.proof is not None:
            for section in sections:
                self.proof.check(section)

    def check_all(self) -> None:
        """Checks all of a mapped file. Raises BrokenSnapshot."""
        if self.proof is not None:
            self.proof.check_all()

    def save(self, path: Path) -> None:
        """Writes the segment into a file."""
        arrays = {
            "numbers": self.numbers,
            "lengths": self.lengths,
            "codes": self.codes,
            **{name: getattr(self.vocabulary, name) for name in ARRAYS},
            **{name: getattr(self.postings, name) for name in Postings.__slots__},
        }
        write_file(path, arrays, {name: getattr(self.scoring, name) for name in Scoring.__slots__})


def open_segment(path: Path, *, own: bool = False) -> Segment:
    """Maps the segment in a file. Raises BrokenSnapshot.

    A file that is this process's `own` is not compared with its checksums: they were made of what was written.
    """
    arrays, facts, proof = map_file(path)
    if own:
        proof.whole = True
    elif proof.size <= SMALL_FILE:
        proof.check_all()
    else:
        for section in (*ARRAYS, "counts", "starts"):
            proof.check(section)
    return Segment(
        numbers=arrays["numbers"],
        lengths=arrays["lengths"],
        codes=arrays["codes"],
        vocabulary=Vocabulary(*(arrays[name] for name in ARRAYS)),
        postings=Postings(*(arrays[name] for name in Postings.__slots__)),
        scoring=Scoring(**facts),
        proof=proof,
    )
