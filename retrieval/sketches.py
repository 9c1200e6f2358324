"""Which texts are nearly the same: shingles of words, and sketches by which like is found without comparing all.

MinHash after Broder, "On the resemblance and containment of documents" (1997), its values cut into bands after
Rajaraman and Ullman, "Mining of Massive Datasets" (3.4). Sketches are kept in libraries for years: what makes them must
never change, so it is written out here.
"""

import re
import unicodedata
import zlib
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import UNSPACED, tokens

# Words in a row that make a shingle.
SHINGLE = 3
# Texts with fewer words are too short to tell a story from a form that is filled in ("X is a commune in Y").
FEWEST_WORDS = 50
# Two texts that share half of their shingles find each other with a probability of .88, .6 of them with .98.
BANDS, ROWS = 16, 3
# Nearly the same: this much of all their shingles is shared, or this much of the shorter one's (the rest was cut off).
SHARED, CONTAINED = 0.5, 0.8


def _numbers(purpose: str, count: int) -> NDArray[np.uint64]:
    """Numbers of 64 bits without a pattern, the same for ever: numpy's generators may change with its versions."""
    digests = (blake2b(f"{purpose} {i}".encode(), digest_size=8).digest() for i in range(count))
    return np.array([int.from_bytes(digest, "little") for digest in digests], np.uint64)


_TIMES = _numbers("times", BANDS * ROWS)[:, None] | np.uint64(1)
_PLUS = _numbers("plus", BANDS * ROWS)[:, None]
_MIX = _numbers("mix", SHINGLE) | np.uint64(1)


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """The runs of three words in `text`, whatever stands between the words."""
    words = _words(text)
    return frozenset(zip(*(words[i:] for i in range(SHINGLE)), strict=False))


def alike(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    """Whether two texts with these shingles are nearly the same."""
    shared = len(one & other)
    union, shorter = len(one) + len(other) - shared, min(len(one), len(other))
    return shared > 0 and (shared >= SHARED * union or shared >= CONTAINED * shorter)


def sketch(text: str) -> list[int]:
    """A number (31 bits) for each band; texts that are nearly the same have one in common. None for a short text."""
    words = _words(text)
    if len(words) < FEWEST_WORDS:
        return []
    codes = np.fromiter(map(_code, words), np.uint64, len(words))
    hashed = sum(codes[i : len(codes) - SHINGLE + 1 + i] * _MIX[i] for i in range(SHINGLE))
    least = ((hashed * _TIMES + _PLUS) >> np.uint64(32)).min(axis=1).reshape(BANDS, ROWS)
    keys = (least * _MIX[:ROWS]).sum(axis=1, dtype=np.uint64) + np.arange(BANDS, dtype=np.uint64) * _MIX[0]
    return [int(key) for key in (keys * _MIX[1]) >> np.uint64(33)]


@lru_cache(maxsize=1 << 16)
def _code(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tokens(text) if not plain.isascii() and UNSPACED.search(plain) else re.findall(r"\w+", plain)
