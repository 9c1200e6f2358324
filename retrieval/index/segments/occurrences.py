"""Which terms occur in which passages: put in passage by passage, taken out term by term.

An occurrence is one number, its term above its passage (32 bits): sorted, they lie together by term, then by passage.
CHUNK of them are sorted at a time. Where there are more, the sorted chunks wait in a file, and are taken out in slices:
the terms of a slice from all chunks. So memory is bounded by CHUNK and by what one slice holds, not by what was put in.
"""

import sys
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from tempfile import TemporaryFile, gettempdir
from typing import IO

import numpy as np

from retrieval.errors import IbidError
from retrieval.index.segments.bits import Ints

# Occurrences that are sorted at a time; they stay in the processor's caches.
CHUNK = 1 << 20
# The terms are dealt out to so many slices in turn: each has its share of the frequent ones, which are met first.
SLICES = 128
# The bits of a term's place in its slice. A number of a term has 30 bits, and an occurrence 62: it is never negative.
PLACES = 23
OCTETS = 4
# Terms that are numbered at a time: more than a passage has, as each time costs as much as a few of them.
AT_ONCE = 2000

Lists = tuple[Ints, Ints, Ints]


class Occurrences:
    """The occurrences of terms in passages, which count from 0; they wait in a file in `folder`."""

    def __init__(self, folder: Path | None) -> None:
        self.lengths = array("q")  # of the passages, in terms
        self.total = 0
        self._folder = folder
        self._numbers: defaultdict[str, bytes] = defaultdict(self._next_number)
        self._terms: list[str] = []
        self._numbered = bytearray()
        self._sorted = 0  # passages whose occurrences are sorted
        self._file: IO[bytes] | None = None
        self._chunks: list[list[int]] = []  # where the slices of each chunk begin in the file, and where they end

    def _next_number(self) -> bytes:
        """The number of a term that is new: its slice, then its place in it. Octets are quicker to gather than ints."""
        place, of = divmod(len(self._numbers), SLICES)
        return (of << PLACES | place).to_bytes(OCTETS, sys.byteorder)

    def add(self, terms: Sequence[str]) -> None:
        """Puts in the next passage."""
        self._terms += terms
        self.lengths.append(len(terms))
        self.total += len(terms)
        if len(self._terms) >= AT_ONCE:
            self._number()
            if len(self._numbered) >= CHUNK * OCTETS:
                self._spill(self._sort())

    def _number(self) -> None:
        terms, numbers = self._terms, self._numbers
        # An itemgetter takes a sixth less time than `map`; of a single term it gives the number, of none nothing.
        found = itemgetter(*terms)(numbers) if len(terms) > 1 else map(numbers.__getitem__, terms)
        self._numbered += b"".join(found)
        terms.clear()

    def close(self) -> None:
        """Gives the room on the disk back."""
        if self._file is not None:
            self._file.close()

    def terms(self) -> list[str]:
        """All terms, in the order of `lists`."""
        terms = list(self._numbers)
        return [term for of in range(SLICES) for term in terms[of::SLICES]]

    def lists(self) -> Iterator[Lists]:
        """What was put in, in stretches of terms: (in how many passages each occurs, the passages, how often in each).

        Nothing can be put in afterwards.
        """
        self._number()
        last = self._sort()
        if self._file is None:
            yield _lists(last)
            return
        self._spill(last)
        for of in range(SLICES):
            found = self._read(self._file, of)
            found.sort()
            yield _lists(found)

    def _sort(self) -> Ints:
        """What has been numbered, sorted."""
        found = np.frombuffer(self._numbered, np.uint32).astype(np.int64)
        self._numbered.clear()
        found <<= 32
        found |= np.repeat(np.arange(self._sorted, len(self.lengths)), self.lengths[self._sorted :])
        self._sorted = len(self.lengths)
        found.sort()
        return found

    def _spill(self, found: Ints) -> None:
        begins = np.searchsorted(found, np.arange(SLICES + 1) << PLACES + 32)
        try:
            self._file = self._file or TemporaryFile(dir=self._folder)  # noqa: SIM115 — `close` closes it
            self._chunks.append((begins * found.itemsize + self._file.tell()).tolist())
            self._file.write(found.data)
            self._file.flush()
        except OSError as error:
            raise IbidError(
                f"{self._folder or gettempdir()}: no index can be made there ({error.strerror}); until it is made, it "
                f"takes {found.itemsize} bytes of the disk for each term of its passages, up to two gigabytes"
            ) from error

    def _read(self, file: IO[bytes], of: int) -> Ints:
        """A slice of all chunks."""
        octets = bytearray()
        for begins in self._chunks:
            file.seek(begins[of])
            octets += file.read(begins[of + 1] - begins[of])
        return np.frombuffer(octets, np.int64)


def _lists(found: Ints) -> Lists:
    """The lists of sorted occurrences."""
    heads = _heads(found)
    frequencies = np.diff(heads, append=len(found))
    found = found[heads]
    return np.diff(_heads(found >> 32), append=len(found)), found & 0xFFFFFFFF, frequencies


def _heads(numbers: Ints) -> Ints:
    """Where in sorted numbers another one begins."""
    first = np.ones(min(1, len(numbers)), np.bool_)
    return np.flatnonzero(np.concatenate((first, numbers[1:] != numbers[:-1])))
