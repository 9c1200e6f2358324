"""Posting lists as the kernel walks them: a cursor each, and the block that it stands in, unpacked.

Written in the part of Python that numba compiles. Arrays hold a row for each term of the question, `t`.
"""

import numpy as np
from numpy.typing import NDArray

from retrieval.postings import BLOCK, PEAK, SINGLE

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint32]

# The columns of a cursor: the list's next block, one past its last, its first, how many postings it has; which block
# is unpacked, how many postings of it, which of them is next, where the bits of its frequencies begin, their width.
ROW, END, FIRST, LENGTH, OPEN, FILLED, AT, BITS, WIDTH = range(9)
COLUMNS = 9
NOT_OPEN = -1


def open_lists(
    counts: Words, starts: Words, blocks: Words, terms: Integers, cursors: Integers, passages: Integers, peaks: Floats
) -> None:
    """Sets the cursors to the beginning of the lists, and `peaks` to the highest impact of each, as a share."""
    for t in range(len(terms)):
        count, start = np.int64(counts[terms[t]]), np.int64(starts[terms[t]])
        if count >= SINGLE:
            # The one posting of such a list counts as unpacked; in place of bits there is its frequency.
            passages[t, 0] = start
            cursors[t, ROW], cursors[t, END], cursors[t, FIRST], cursors[t, LENGTH], cursors[t, OPEN] = 0, 1, 0, 1, 0
            cursors[t, FILLED], cursors[t, AT], cursors[t, BITS], cursors[t, WIDTH] = 1, 0, count - SINGLE, -1
            peaks[t] = 1.0
        else:
            end = start + (count + BLOCK - 1) // BLOCK
            cursors[t, ROW], cursors[t, END], cursors[t, FIRST], cursors[t, LENGTH], cursors[t, OPEN] = (
                start,
                end,
                start,
                count,
                NOT_OPEN,
            )
            peak = np.uint32(0)
            for row in range(start, end):
                peak = max(peak, blocks[row, 2] >> 16)
            peaks[t] = peak / PEAK


def unpack_next(blocks: Words, words: Words, cursors: Integers, passages: Integers, t: int) -> None:
    """Unpacks the passages of the next block of list `t`."""
    row = cursors[t, ROW]
    bit = np.int64(blocks[row, 1]) << 5
    info = np.int64(blocks[row, 2])
    width = info & 63
    mask = (np.int64(1) << width) - 1
    passage = np.int64(blocks[row - 1, 0]) if row > cursors[t, FIRST] else np.int64(-1)
    size = min(BLOCK, cursors[t, LENGTH] - (row - cursors[t, FIRST]) * BLOCK)
    for i in range(size):
        pair = np.int64(words[bit >> 5]) | np.int64(words[(bit >> 5) + 1]) << 32
        passage += 1 + (pair >> (bit & 31) & mask)
        passages[t, i] = passage
        bit += width
    cursors[t, OPEN], cursors[t, FILLED], cursors[t, AT] = row, size, 0
    cursors[t, BITS], cursors[t, WIDTH] = bit, info >> 6 & 31


def frequency_at(words: Words, bits: int, width: int, i: int) -> int:
    """How often the term occurs in posting `i` of the unpacked block."""
    if width < 0:
        return bits
    bit = bits + i * width
    pair = np.int64(words[bit >> 5]) | np.int64(words[(bit >> 5) + 1]) << 32
    return 1 + int(pair >> (bit & 31) & ((np.int64(1) << width) - 1))


def next_passage(
    blocks: Words, cursors: Integers, passages: Integers, essential: int, total: int, low: int, end: int
) -> int:
    """The next passage from `low` on that an essential term may be in; `end` if there is none."""
    nearest = end
    for t in range(essential, total):
        if cursors[t, OPEN] == cursors[t, ROW] and passages[t, cursors[t, FILLED] - 1] < low:
            cursors[t, ROW] += 1
        row = cursors[t, ROW]
        if cursors[t, OPEN] != row:
            while row < cursors[t, END] and blocks[row, 0] < low:
                row += 1
            cursors[t, ROW] = row
        if row == cursors[t, END]:
            continue
        if cursors[t, OPEN] == row:
            at = cursors[t, AT]
            while passages[t, at] < low:
                at += 1
            cursors[t, AT] = at
            nearest = min(nearest, int(passages[t, at]))
        elif row == cursors[t, FIRST] or blocks[row - 1, 0] < low:
            return low
        else:
            nearest = min(nearest, int(blocks[row - 1, 0]) + 1)
    return nearest


def bound_window(
    blocks: Words, cursors: Integers, passages: Integers, total: int, low: int, high: int,
    most: Floats, weights: Floats, growth: float, below: Floats,
) -> None:  # fmt: skip
    """Sets `below[t]` to the most that the terms before `t` can add together in a passage of the window."""
    for t in range(total):
        row, end, first = cursors[t, ROW], cursors[t, END], cursors[t, FIRST]
        bound = 0.0
        if row < end:
            if cursors[t, LENGTH] == 1:
                if low <= passages[t, 0] < high:
                    bound = most[t]
            else:
                while row < end and blocks[row, 0] < low:
                    row += 1
                if cursors[t, OPEN] != cursors[t, ROW]:
                    cursors[t, ROW] = row
                peak = np.uint32(0)
                while row < end and (row == first or blocks[row - 1, 0] + 1 < high):
                    peak = max(peak, blocks[row, 2] >> 16)
                    row += 1
                bound = weights[t] * min(1.0, peak * growth / PEAK)
        below[t + 1] = below[t] + bound
