"""A window of passages: what the lists of the question add to each of them.

Written in the part of Python that numba compiles. `sums` has a place for each passage of the window, counted from
`low`; `found` are the places whose sum is not 0, `many` of them. `held[t, place]` is the frequency of term `t` there,
if its upper half is the number of the window, `serial`.
"""

import numpy as np
from numpy.typing import NDArray

from retrieval.cursors import (
    AT,
    COUNTED,
    END,
    FILLED,
    FIRST,
    OPEN,
    ROW,
    Floats,
    Integers,
    Words,
    count_one,
    count_open,
    unpack_next,
)


def gather(
    blocks: Words, words: Words, codes: NDArray[np.uint8], cursors: Integers, passages: Integers, often: Integers,
    t: int, low: int, high: int, weights: Floats, norms: Floats,
    sums: Floats, held: Integers, serial: int, found: Integers, many: int, all_of_them: bool,
) -> int:  # fmt: skip
    """Adds what list `t` gives to the passages of the window, or only to those found; returns how many are found."""
    weight, finding, row_of = weights[t], np.int64(all_of_them), np.uint64(t)
    while cursors[t, ROW] < cursors[t, END]:
        row = cursors[t, ROW]
        if cursors[t, OPEN] != row:
            if blocks[row, 0] < low:
                cursors[t, ROW] = row + 1
                continue
            if row > cursors[t, FIRST] and blocks[row - 1, 0] + 1 >= high:
                break
            unpack_next(blocks, words, cursors, passages, t)
        i, end = cursors[t, AT], cursors[t, FILLED]
        last = passages[t, end - 1] < high
        while i < end and passages[row_of, np.uint64(i)] < low:
            i += 1
        if not last:
            end = i
            while passages[row_of, np.uint64(end)] < high:
                end += 1
        if i < end and not cursors[t, COUNTED]:
            count_open(blocks, words, cursors, often, t)
        # No branches within: what is found here and there can't be foretold, and a wrong guess costs ten postings.
        for n in range(np.uint64(i), np.uint64(end)):
            passage = passages[row_of, n]
            place = np.uint64(passage - low)
            had = sums[place]
            frequency = often[row_of, n] + 1
            gain = weight * (frequency / (frequency + norms[codes[np.uint64(passage)]]))
            found[np.uint64(many)] = place
            many += finding & (had == 0.0)
            sums[place] = had + gain * (finding | (had != 0.0))
            held[row_of, place] = serial << 32 | frequency
        cursors[t, AT] = end
        if not last:
            break
        cursors[t, ROW] = row + 1
    return many


def sift(found: Integers, many: int, sums: Floats, least: float) -> int:
    """Keeps those of the found places that have `least`; returns how many."""
    kept = np.int64(0)
    for i in range(np.uint64(many)):
        place = np.uint64(found[i])
        keep = np.int64(sums[place] >= least)
        found[np.uint64(kept)] = found[i]
        kept += keep
        sums[place] *= keep
    return int(kept)


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
    blocks: Words, words: Words, codes: NDArray[np.uint8], cursors: Integers, passages: Integers, often: Integers,
    t: int, low: int, weights: Floats, norms: Floats,
    sums: Floats, held: Integers, serial: int, found: Integers, many: int,
) -> None:  # fmt: skip
    """Adds what list `t` gives to the passages found, which are in ascending order."""
    weight, row_of = weights[t], np.uint64(t)
    row, end, opened, at = cursors[t, ROW], cursors[t, END], cursors[t, OPEN], np.uint64(cursors[t, AT])
    last = np.int64(-1)
    if row < end:
        last = passages[t, cursors[t, FILLED] - 1] if opened == row else np.int64(blocks[row, 0])
    for i in range(np.uint64(many)):
        place = np.uint64(found[i])
        passage = low + found[i]
        while last < passage and row < end:
            row += 1
            if row < end:
                last = np.int64(blocks[np.uint64(row), 0])
        if row == end:
            break
        if opened != row:
            cursors[t, ROW] = row
            unpack_next(blocks, words, cursors, passages, t)
            opened, at = row, np.uint64(0)
        while passages[row_of, at] < passage:
            at += np.uint64(1)
        if passages[row_of, at] == passage:
            often_there = often[row_of, at] if cursors[t, COUNTED] else count_one(blocks, words, cursors, t, at)
            frequency = often_there + 1
            sums[place] += weight * (frequency / (frequency + norms[codes[np.uint64(passage)]]))
            held[row_of, place] = serial << 32 | frequency
    cursors[t, ROW], cursors[t, AT] = row, at
