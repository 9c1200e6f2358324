"""Which texts are nearly the same: shingles of words, and sketches by which like is found without comparing all.

MinHash after Broder, "On the resemblance and containment of documents" (1997), its values cut into bands after
Rajaraman and Ullman, "Mining of Massive Datasets" (3.4). Sketches are kept in libraries for years: what makes them must
never change, so it is written out here.
"""

import unicodedata
import zlib
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from retrieval.language import cut

# Words in a row that make a shingle.
SHINGLE = 3
# Texts with fewer words are too short to tell a story from a form that is filled in ("X is a commune in Y").
FEWEST_WORDS = 50
# Two texts that share half of their shingles find each other with a probability of .88, .6 of them with .98.
BANDS, ROWS = 16, 3
# What stands between words besides: papers differ in their quotation marks and dashes.
MARKS = "«»‹›“”„‘’‚–—―·•\u2028"
# Bytes a word: where there are more, the script puts no spaces between its words.
LONGEST_WORDS = 24
# Runs of words that are turned into numbers together, so that a long text takes no more memory than a short one.
AT_ONCE = 20_000
# Nearly the same: this much of all their shingles is shared, or this much of the shorter one's (the rest was cut off).
SHARED, CONTAINED = 0.5, 0.8


def _numbers(purpose: str, count: int) -> NDArray[np.uint64]:
    """Numbers of 64 bits without a pattern, the same for ever: numpy's generators may change with its versions."""
    digests = (blake2b(f"{purpose} {i}".encode(), digest_size=8).digest() for i in range(count))
    return np.array([int.from_bytes(digest, "little") for digest in digests], np.uint64)


_TIMES = _numbers("times", BANDS * ROWS)[:, None] | np.uint64(1)
_PLUS = _numbers("plus", BANDS * ROWS)[:, None]
_MIX = _numbers("mix", SHINGLE) | np.uint64(1)
# Of ASCII, what is in no word becomes a blank. It is two and a half times as fast as a regular expression.
_APART = bytes(code if code > 127 or chr(code).isalnum() else 32 for code in range(256))


def shingles(text: str) -> frozenset[int]:
    """The runs of three words in `text`, whatever stands between the words, as numbers of 64 bits."""
    return frozenset(_hashed(_codes(text)).tolist())


def alike(one: frozenset[int], other: frozenset[int]) -> bool:
    """Whether two texts with these shingles are nearly the same."""
    shared = len(one & other)
    union, shorter = len(one) + len(other) - shared, min(len(one), len(other))
    return shared > 0 and (shared >= SHARED * union or shared >= CONTAINED * shorter)


def sketch(text: str) -> list[int]:
    """A number (31 bits) for each band; texts that are nearly the same have one in common. None for a short text."""
    codes = _codes(text)
    if len(codes) < FEWEST_WORDS:
        return []
    hashed = _hashed(codes)
    least = np.full(BANDS * ROWS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(hashed), AT_ONCE):  # each of them makes 48 numbers
        some = ((hashed[start : start + AT_ONCE] * _TIMES + _PLUS) >> np.uint64(32)).min(axis=1)
        least = np.minimum(least, some)
    keys = (least.reshape(BANDS, ROWS) * _MIX[:ROWS]).sum(axis=1, dtype=np.uint64) + np.arange(
        BANDS, dtype=np.uint64
    ) * _MIX[0]
    return [int(key) for key in (keys * _MIX[1]) >> np.uint64(33)]


def _hashed(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    runs = max(0, len(codes) - SHINGLE + 1)
    hashed = np.zeros(runs, np.uint64)
    for i in range(SHINGLE):
        hashed += codes[i : i + runs] * _MIX[i]
    return hashed


def _codes(text: str) -> NDArray[np.uint64]:
    """A number for each word, in order."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    for mark in MARKS:
        plain = plain.replace(mark, " ")
    data = plain.encode("utf-8", "surrogatepass")
    words = data.translate(_APART).split()
    if len(data) > LONGEST_WORDS * len(words):
        words = [word.encode("utf-8", "surrogatepass") for word in cut(text)]
    return np.fromiter(map(zlib.crc32, words), np.uint64, len(words))
