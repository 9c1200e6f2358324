"""A passage's length in one byte, rounded as Lucene rounds it, so that both engines score alike.

Exact to 40, then in steps of an eighth: org.apache.lucene.util.SmallFloat (`intToByte4`, `byte4ToInt`), written anew
from its definition: a number beyond 24 keeps its four highest bits.
"""

import numpy as np
from numpy.typing import NDArray

# So many codes stand for themselves; the others have three bits of fraction and an exponent.
EXACT = 24


def _length(code: int) -> int:
    fraction, exponent = (code - EXACT) & 7, ((code - EXACT) >> 3) - 1
    return code if code < EXACT else EXACT + (fraction if exponent < 0 else (fraction | 8) << exponent)


# LENGTHS[code] is the length that the code stands for; ascending, so that rounding down is a search.
LENGTHS: NDArray[np.int64] = np.array([_length(code) for code in range(256)], dtype=np.int64)


def length_codes(lengths: NDArray[np.integer]) -> NDArray[np.uint8]:
    """The code of each length: that of the greatest of `LENGTHS` that is not above it."""
    return (np.searchsorted(LENGTHS, lengths, side="right") - 1).astype(np.uint8)
