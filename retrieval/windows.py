"""A window of passages: what the lists of the question add to each of them.

Written in the part of Python that numba compiles. `sums` has a place for each passage of the window, counted from
`low`; `found` are the places whose sum is not 0, `many` of them. `held[t, place]` is the frequency of term `t` there,
if its upper half is the number of the window, `serial`.
"""

import numpy as np
from numpy.typing import NDArray

from retrieval.cursors import (
    AT,
    BITS,
    END,
    FILLED,
    FIRST,
    OPEN,
    ROW,
    WIDTH,
    Floats,
    Integers,
    Words,
    frequency_at,
    unpack_next,
)


def gather(
    blocks: Words, words: Words, codes: NDArray[np.uint8], cursors: Integers, passages: Integers,
    t: int, low: int, high: int, weights: Floats, norms: Floats,
    sums: Floats, held: Integers, serial: int, found: Integers, many: int, all_of_them: bool,
) -> int:  # fmt: skip
    """Adds what list `t` gives to the passages of the window, or only to those found; returns how many are found."""
    while cursors[t, ROW] < cursors[t, END]:
        row = cursors[t, ROW]
        if cursors[t, OPEN] != row:
            if blocks[row, 0] < low:
                cursors[t, ROW] = row + 1
                continue
            if row > cursors[t, FIRST] and blocks[row - 1, 0] + 1 >= high:
                break
            unpack_next(blocks, words, cursors, passages, t)
        i, filled, bits, width = cursors[t, AT], cursors[t, FILLED], cursors[t, BITS], cursors[t, WIDTH]
        while i < filled and passages[t, i] < low:
            i += 1
        while i < filled and passages[t, i] < high:
            passage = passages[t, i]
            place = passage - low
            if sums[place] == 0.0:
                if not all_of_them:
                    i += 1
                    continue
                found[many] = place
                many += 1
            frequency = frequency_at(words, bits, width, i)
            sums[place] += weights[t] * (frequency / (frequency + norms[codes[passage]]))
            held[t, place] = serial << 32 | frequency
            i += 1
        cursors[t, AT] = i
        if i < filled:
            break
        cursors[t, ROW] = row + 1
    return many


def sift(found: Integers, many: int, sums: Floats, least: float) -> int:
    """Keeps those of the found places that have `least`; returns how many."""
    kept = 0
    for i in range(many):
        place = found[i]
        if sums[place] >= least:
            found[kept] = place
            kept += 1
        else:
            sums[place] = 0.0
    return kept


def sort(found: Integers, many: int) -> None:
    """Sorts a few places by insertion."""
    for i in range(1, many):
        place = found[i]
        j = i
        while j > 0 and found[j - 1] > place:
            found[j] = found[j - 1]
            j -= 1
        found[j] = place


def join(
    blocks: Words, words: Words, codes: NDArray[np.uint8], cursors: Integers, passages: Integers,
    t: int, low: int, weights: Floats, norms: Floats,
    sums: Floats, held: Integers, serial: int, found: Integers, many: int,
) -> None:  # fmt: skip
    """Adds what list `t` gives to the passages found, which are in ascending order."""
    row, end, opened, at = cursors[t, ROW], cursors[t, END], cursors[t, OPEN], cursors[t, AT]
    bits, width = cursors[t, BITS], cursors[t, WIDTH]
    last = np.int64(-1)
    if row < end:
        last = passages[t, cursors[t, FILLED] - 1] if opened == row else np.int64(blocks[row, 0])
    for i in range(many):
        place = found[i]
        passage = low + place
        while last < passage and row < end:
            row += 1
            if row < end:
                last = np.int64(blocks[row, 0])
        if row == end:
            break
        if opened != row:
            cursors[t, ROW] = row
            unpack_next(blocks, words, cursors, passages, t)
            opened, at, bits, width = row, 0, cursors[t, BITS], cursors[t, WIDTH]
        while passages[t, at] < passage:
            at += 1
        if passages[t, at] == passage:
            frequency = frequency_at(words, bits, width, at)
            sums[place] += weights[t] * (frequency / (frequency + norms[codes[passage]]))
            held[t, place] = serial << 32 | frequency
    cursors[t, ROW], cursors[t, AT] = row, at
