"""Posting lists as the kernel walks them: a cursor each, and the block that it stands in, unpacked.

A row of `unpacked` has two halves: the passages, and how often the term occurs in each, less one.

Written in the part of Python that numba compiles. Arrays hold a row for each term of the question, `t`. Where it
counts, places in arrays are unsigned: of others numba first looks whether they are below 0, which took half the time.
"""

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments import BLOCK, PEAK, PLACE, SINGLE

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
Codes = NDArray[np.uint8]
Integers = NDArray[np.int64]
Words = NDArray[np.uint32]
Number = int | np.int64

# The columns of a cursor: the list's next block, one past its last, its first, how many postings it has; which block
# is unpacked, how many postings of it, which of them is next, and whether its frequencies are unpacked too.
ROW, END, FIRST, LENGTH, OPEN, FILLED, AT, COUNTED = range(8)
COLUMNS = 8
NOT_OPEN = -1
# Where the second half of an unpacked row begins. In one array they need one register: there are too few.
SECOND = np.uint64(BLOCK)
# Of a frequency less one so many bits are kept; above MOST it is taken for one that could not count more. CODES are the
# codes of a length.
OFTEN = 20
MOST, CODES = np.uint64(15), np.uint64(256)


def open_lists(
    counts: Words, starts: Words, blocks: Words, terms: Integers, total: int, cursors: Integers,
    unpacked: Words, peaks: Floats,
) -> None:  # fmt: skip
    """Sets the cursors to the beginning of the lists, and `peaks` to the highest impact of each, as a share."""
    for t in range(total):
        count, start = np.int64(counts[terms[t]]), np.int64(starts[terms[t]])
        cursors[t, AT] = cursors[t, FILLED] = cursors[t, COUNTED] = 0
        if count >= SINGLE:
            # The one posting of such a list counts as unpacked.
            unpacked[t, 0], unpacked[t, SECOND] = start, count - SINGLE - 1
            cursors[t, ROW] = cursors[t, FIRST] = cursors[t, OPEN] = 0
            cursors[t, END] = cursors[t, LENGTH] = cursors[t, FILLED] = cursors[t, COUNTED] = 1
            peaks[t] = 1.0
        else:
            end = start + (count + BLOCK - 1) // BLOCK
            cursors[t, ROW] = cursors[t, FIRST] = start
            cursors[t, END], cursors[t, LENGTH], cursors[t, OPEN] = end, count, NOT_OPEN
            peak = np.uint32(0)
            for row in range(start, end):
                peak = max(peak, blocks[row, 2] >> 16)
            peaks[t] = peak / PEAK


def read_row(
    words: Words, bit: Number, width: Number, patches: Number, above: Number, patch_bit: Number, size: Number,
    rows: Words, t: int, at: np.uint64,
) -> None:  # fmt: skip
    """Reads a row of numbers, as `retrieval.index.segments.bits` writes it from `bit` on, with its patches at
    `patch_bit`, to `at`."""
    row, begin, step = np.uint64(t), np.uint64(bit), np.uint64(width)
    if width:
        mask = (np.uint64(1) << step) - np.uint64(1)
        for i in range(np.uint64(size)):
            rows[row, at + i] = bits_at(words, begin + i * step) & mask
    else:  # as it often is: the row is nothing but patches
        for i in range(np.uint64(BLOCK)):
            rows[row, at + i] = 0
    begin, step = np.uint64(patch_bit), np.uint64(PLACE + above)
    mask = (np.uint64(1) << np.uint64(above)) - np.uint64(1)
    for i in range(np.uint64(patches)):
        patch = bits_at(words, begin + i * step)
        rows[row, at + (patch & np.uint64(BLOCK - 1))] |= (patch >> np.uint64(PLACE) & mask) << np.uint64(width)


def bits_at(words: Words, bit: np.uint64) -> np.uint64:
    """The 33 bits or more from `bit` on."""
    word = bit >> np.uint64(5)
    pair = np.uint64(words[word]) | np.uint64(words[word + np.uint64(1)]) << np.uint64(32)
    return pair >> (bit & np.uint64(31))


def unpack_next(blocks: Words, words: Words, cursors: Integers, unpacked: Words, t: int) -> None:
    """Unpacks the passages of the next block of list `t`."""
    row = cursors[t, ROW]
    bit, info, patched = np.int64(blocks[row, 1]) << 5, np.int64(blocks[row, 2]), np.int64(blocks[row, 3])
    size = min(BLOCK, cursors[t, LENGTH] - (row - cursors[t, FIRST]) * BLOCK)
    patch_bit = bit + size * ((info & 63) + (info >> 6 & 63))
    read_row(words, bit, info & 63, patched & 255, patched >> 8 & 255, patch_bit, size, unpacked, t, np.uint64(0))
    after = np.uint64(blocks[row - 1, 0]) + np.uint64(1) if row > cursors[t, FIRST] else np.uint64(0)
    row_of = np.uint64(t)
    for i in range(np.uint64(size)):
        after += np.uint64(unpacked[row_of, i])
        unpacked[row_of, i] = after
        after += np.uint64(1)
    cursors[t, OPEN], cursors[t, FILLED], cursors[t, AT], cursors[t, COUNTED] = row, size, 0, 0


def count_open(blocks: Words, words: Words, cursors: Integers, unpacked: Words, t: int) -> None:
    """Unpacks how often the term occurs in the passages of the block that is unpacked, less one."""
    row, size = cursors[t, OPEN], cursors[t, FILLED]
    bit, info, patched = np.int64(blocks[row, 1]) << 5, np.int64(blocks[row, 2]), np.int64(blocks[row, 3])
    bit += size * (info & 63)
    patch_bit = bit + size * (info >> 6 & 63) + (patched & 255) * (PLACE + (patched >> 8 & 255))
    read_row(words, bit, info >> 6 & 63, patched >> 16 & 255, patched >> 24, patch_bit, size, unpacked, t, SECOND)
    cursors[t, COUNTED] = 1


def count_one(blocks: Words, words: Words, cursors: Integers, t: int, i: np.uint64) -> np.uint64:
    """How often the term occurs in posting `i` of the block that is unpacked, less one."""
    row, size = cursors[t, OPEN], cursors[t, FILLED]
    info, patched = np.int64(blocks[row, 2]), np.int64(blocks[row, 3])
    width, above = np.uint64(info >> 6 & 63), np.uint64(patched >> 24)
    bit = (np.uint64(blocks[row, 1]) << np.uint64(5)) + np.uint64(size * (info & 63))
    number = bits_at(words, bit + i * width) & ((np.uint64(1) << width) - np.uint64(1))
    bit += np.uint64(size) * width + np.uint64((patched & 255) * (PLACE + (patched >> 8 & 255)))
    for _ in range(patched >> 16 & 255):
        patch = bits_at(words, bit)
        if patch & np.uint64(BLOCK - 1) == i:
            number |= (patch >> np.uint64(PLACE) & ((np.uint64(1) << above) - np.uint64(1))) << width
        bit += np.uint64(PLACE) + above
    return number


def next_passage(
    blocks: Words, cursors: Integers, unpacked: Words, essential: int, total: int, low: int, end: int
) -> int:
    """The next passage from `low` on that an essential term may be in; `end` if there is none."""
    nearest = end
    for t in range(essential, total):
        if cursors[t, OPEN] == cursors[t, ROW] and unpacked[t, cursors[t, FILLED] - 1] < low:
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
            while unpacked[t, at] < low:
                at += 1
            cursors[t, AT] = at
            nearest = min(nearest, int(unpacked[t, at]))
        elif row == cursors[t, FIRST] or blocks[row - 1, 0] < low:
            return low
        else:
            nearest = min(nearest, int(blocks[row - 1, 0]) + 1)
    return nearest


def bound_window(
    blocks: Words, cursors: Integers, unpacked: Words, total: int, low: int, high: int,
    most: Floats, weights: Floats, growth: float, below: Floats,
) -> None:  # fmt: skip
    """Sets `below[t]` to the most that the terms before `t` can add together in a passage of the window."""
    for t in range(total):
        row, end, first = cursors[t, ROW], cursors[t, END], cursors[t, FIRST]
        bound = 0.0
        if row < end:
            if cursors[t, LENGTH] == 1:
                if low <= unpacked[t, 0] < high:
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
                bound = weights[t] * min(1.0, peak * (growth / PEAK))
        below[t + 1] = below[t] + bound
