"""A window of passages: what the lists of the question add to each of them.

Written in the part of Python that numba compiles. `sums` has a place for each passage of the window, counted from
`low`; `found` are the places whose sum is not 0, `many` of them. `held[t, place]` is the frequency of term `t` there
less one, in its lowest OFTEN bits, if the others are the number of the window, `serial`. `shares` is flat: what a
posting counts of the most that any could, for each frequency less one up to MOST, and each code of a length.
"""

import numpy as np

from retrieval.index.kernel.cursors import (
    AT,
    CODES,
    COUNTED,
    END,
    FILLED,
    FIRST,
    MOST,
    OFTEN,
    OPEN,
    ROW,
    SECOND,
    Codes,
    Floats,
    Integers,
    Singles,
    Words,
    count_one,
    count_open,
    unpack_next,
)


def gather(
    blocks: Words, words: Words, codes: Codes, cursors: Integers, unpacked: Words,
    t: int, low: int, high: int, weights: Floats, shares: Singles,
    sums: Singles, held: Words, serial: np.uint64, found: Words, many: int, all_of_them: bool,
) -> int:  # fmt: skip
    """Adds what list `t` gives to the passages of the window, or only to those found; returns how many are found."""
    weight, none, row_of, start = np.float32(weights[t]), np.float32(0.0), np.uint64(t), np.uint64(low)
    mark, count = serial << np.uint64(OFTEN), np.uint64(many)
    while cursors[t, ROW] < cursors[t, END]:
        row = cursors[t, ROW]
        if cursors[t, OPEN] != row:
            if blocks[row, 0] < low:
                cursors[t, ROW] = row + 1
                continue
            if row > cursors[t, FIRST] and blocks[row - 1, 0] + 1 >= high:
                break
            unpack_next(blocks, words, cursors, unpacked, t)
        i, end = cursors[t, AT], cursors[t, FILLED]
        last = unpacked[t, end - 1] < high
        while i < end and unpacked[row_of, np.uint64(i)] < low:
            i += 1
        if not last:
            end = i
            while unpacked[row_of, np.uint64(end)] < high:
                end += 1
        if i < end and not cursors[t, COUNTED]:
            count_open(blocks, words, cursors, unpacked, t)
        # No branches within: what is found here and there can't be foretold, and a wrong guess costs ten postings.
        for n in range(np.uint64(i), np.uint64(end)):
            passage, more = np.uint64(unpacked[row_of, n]), np.uint64(unpacked[row_of, n + SECOND])
            place = passage - start
            had = sums[place]
            total = had + weight * shares[min(more, MOST) * CODES + np.uint64(codes[passage])]
            if all_of_them:
                found[count] = place
                count += np.uint64(1) - np.uint64(had > none)
                sums[place] = total
            else:
                sums[place] = total if had > none else none
            held[row_of, place] = mark | more
        cursors[t, AT] = end
        if not last:
            break
        cursors[t, ROW] = row + 1
    return int(count)


def sift(found: Words, many: int, sums: Singles, least: float) -> int:
    """Keeps those of the found places that have `least`; returns how many."""
    kept, enough, none = np.uint64(0), np.float32(least), np.float32(0.0)
    for i in range(np.uint64(many)):
        place = np.uint64(found[i])
        had = sums[place]
        found[kept] = place
        kept += np.uint64(had >= enough)
        sums[place] = had if had >= enough else none
    return int(kept)


def sort(found: Words, many: int) -> None:
    """Sorts a few places by insertion."""
    for i in range(1, many):
        place = found[i]
        j = i
        while j > 0 and found[j - 1] > place:
            found[j] = found[j - 1]
            j -= 1
        found[j] = place


def join(
    blocks: Words, words: Words, codes: Codes, cursors: Integers, unpacked: Words,
    t: int, low: int, weights: Floats, shares: Singles,
    sums: Singles, held: Words, serial: np.uint64, found: Words, many: int,
) -> None:  # fmt: skip
    """Adds what list `t` gives to the passages found, which are in ascending order."""
    weight, row_of = np.float32(weights[t]), np.uint64(t)
    row, end, opened, at = cursors[t, ROW], cursors[t, END], cursors[t, OPEN], np.uint64(cursors[t, AT])
    last = np.int64(-1)
    if row < end:
        last = unpacked[t, cursors[t, FILLED] - 1] if opened == row else np.int64(blocks[row, 0])
    for i in range(np.uint64(many)):
        place = np.uint64(found[i])
        passage = low + np.int64(found[i])
        while last < passage and row < end:
            row += 1
            if row < end:
                last = np.int64(blocks[np.uint64(row), 0])
        if row == end:
            break
        if opened != row:
            cursors[t, ROW] = row
            unpack_next(blocks, words, cursors, unpacked, t)
            opened, at = row, np.uint64(0)
        while unpacked[row_of, at] < passage:
            at += np.uint64(1)
        if unpacked[row_of, at] == passage:
            more = (
                np.uint64(unpacked[row_of, at + SECOND])
                if cursors[t, COUNTED]
                else count_one(blocks, words, cursors, t, at)
            )
            sums[place] += weight * shares[min(more, MOST) * CODES + np.uint64(codes[np.uint64(passage)])]
            held[row_of, place] = serial << np.uint64(OFTEN) | more
    cursors[t, ROW], cursors[t, AT] = row, at
