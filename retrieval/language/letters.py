"""Stretches of letters that a question and a sentence share: spelling knows nothing of languages.

They find what no stemmer knows (compounds, derivations, slips), and the small words that hold words together: "né à" is
not "né de". Stretches are of so many letters of the folded words, the spaces between words counting as letters.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SHORT, LONG = 4, 8
# Stands between two texts; no folded word has it.
BETWEEN = "\n"
# Odd numbers with bits in all places (of the golden ratio and of the square roots of 3, 5 and 7): a hash of twice the
# letters is the left half's times one of them and the right half's; another for each length, or "abac" would be "aabc".
TWO, FOUR, EIGHT, MIX = map(np.uint64, (0x9E3779B97F4A7C15, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1))
# The upper bits of a hash say quickly of most stretches that the question has none such.
QUICK = 14

Hashes = NDArray[np.uint64]
Places = NDArray[np.intp]


def shared(question: str, texts: Sequence[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """1 where a text holds a stretch of the question, of SHORT letters and of LONG ones.

    Each of shape (texts, different stretches of the question).
    """
    asked, held = _hashes(question), _hashes(BETWEEN.join(texts))
    text_of = np.repeat(np.arange(len(texts)), [len(text) + len(BETWEEN) for text in texts])
    quick = np.zeros(1 << QUICK, np.bool_)
    quick[_upper_bits(asked)] = True
    places = np.flatnonzero(quick[_upper_bits(held)])
    short = _matrix(asked, held[places], text_of[places], len(texts))
    # A long stretch begins with a short one, so only what begins right is looked at.
    places = places[places < len(held) - SHORT]
    longer = held[places] * EIGHT + held[places + SHORT]
    return short, _matrix(asked[:-SHORT] * EIGHT + asked[SHORT:], longer, text_of[places], len(texts))


def _hashes(text: str) -> Hashes:
    """The hash of each stretch of SHORT letters."""
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    pairs = letters[:-1] * TWO + letters[1:]
    hashes: Hashes = pairs[:-2] * FOUR + pairs[2:]
    return hashes


def _upper_bits(hashes: Hashes) -> Places:
    return (hashes * MIX >> np.uint64(64 - QUICK)).astype(np.intp)


def _matrix(asked: Hashes, found: Hashes, text_of: Places, texts: int) -> NDArray[np.float64]:
    """Which texts hold which of the different hashes in `asked`, when each of `found` is in the text beside it."""
    wanted = np.unique(asked, return_index=True)[0]  # asked for less, numpy imports its masked arrays first
    matrix = np.zeros((texts, len(wanted)))
    if len(wanted):
        columns = np.searchsorted(wanted[1:], found, side="right")
        there = wanted[columns] == found
        matrix[text_of[there], columns[there]] = 1.0
    return matrix
