"""The terms of a segment in a hash table that needs no loading: term → number, number → term."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

ARRAYS = ("letters", "ends", "buckets")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms in the order of their hashes (CRC-32).

    `letters[ends[n]:ends[n + 1]]` is term `n` in UTF-8. The upper bits of a term's hash are its bucket; the terms of
    bucket `h` have the numbers from `buckets[h]` to before `buckets[h + 1]`.
    """

    letters: NDArray[np.uint8]
    ends: NDArray[np.uint32]
    buckets: NDArray[np.uint32]
    # The same: numpy takes three times as long to read a single number.
    views: tuple[memoryview, memoryview, memoryview] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "views", (self.letters.data, self.ends.data, self.buckets.data))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def __iter__(self) -> Iterator[bytes]:
        letters, ends = self.letters.tobytes(), self.ends.tolist()
        return (letters[begin:end] for begin, end in pairwise(ends))

    def number(self, term: bytes) -> int:
        """The number of `term`; -1 where it is absent."""
        letters, ends, buckets = self.views
        bucket = crc32(term) * (len(buckets) - 1) >> 32
        number, last = buckets[bucket], buckets[bucket + 1]
        length, begin = len(term), ends[number]
        while number < last:
            end = ends[number + 1]
            if end - begin == length and letters[begin:end] == term:
                return number
            number, begin = number + 1, end
        return -1


def hashes(terms: Sequence[bytes]) -> NDArray[np.uint32]:
    """The hash of each term. A vocabulary is made of terms sorted by it."""
    return np.fromiter(map(crc32, terms), np.uint32, len(terms))


def make_vocabulary(terms: Sequence[bytes]) -> Vocabulary:
    """A vocabulary of different `terms`, sorted by their hashes."""
    buckets = max(1, len(terms) // 2)
    bucket = hashes(terms).astype(np.int64) * buckets >> 32
    sizes = np.fromiter(map(len, terms), np.int64, len(terms))
    return Vocabulary(
        letters=np.frombuffer(b"".join(terms), np.uint8),
        ends=np.concatenate(([0], np.cumsum(sizes))).astype(np.uint32),
        buckets=np.concatenate(([0], np.cumsum(np.bincount(bucket, minlength=buckets)))).astype(np.uint32),
    )
