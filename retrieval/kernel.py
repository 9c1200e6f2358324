"""The search kernel: the best passages of a segment without looking at all of them (MaxScore).

It is written in the part of Python that numba compiles, and is only run compiled: `load` gives it. The idea
(Turtle & Flood 1995, section 5; per window of passages as in Ding & Suel 2011): as soon as k passages are known, the
least of their scores is a threshold. Terms are sorted by the most that they can add; those at the low end that
together stay below the threshold are not essential: a passage with no other term can't be among the best. So only the
lists of essential terms are walked, and the others are looked up in what they find, while it can still get there.
"""

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint32]

# Passages looked at in one go; the sums and frequencies of a window stay in the processor's nearer caches.
WINDOW = 4096
BLOCK = 128
SINGLE = 1 << 31
PEAK = 65535
# Sums in another order differ in the last bits: bounds are taken this much higher.
SLACK = 1 + 1e-9


def _unpack_block(
    blocks: Words, words: Words, row: int, first: int, size: int, passages: Integers, frequencies: Integers
) -> None:
    """Unpacks `size` postings of block `row` of a list that begins with block `first`."""
    at = np.int64(blocks[row, 1]) * 32
    info = np.int64(blocks[row, 2])
    gap_bits = info & 63
    frequency_bits = info >> 6 & 31
    passage = np.int64(-1)
    if row > first:
        passage = np.int64(blocks[row - 1, 0])
    mask = (np.int64(1) << gap_bits) - 1
    for i in range(size):
        pair = np.int64(words[at >> 5]) | np.int64(words[(at >> 5) + 1]) << 32
        passage += 1 + (pair >> (at & 31) & mask)
        passages[i] = passage
        at += gap_bits
    mask = (np.int64(1) << frequency_bits) - 1
    for i in range(size):
        pair = np.int64(words[at >> 5]) | np.int64(words[(at >> 5) + 1]) << 32
        frequencies[i] = 1 + (pair >> (at & 31) & mask)
        at += frequency_bits


def _worse(score: float, number: int, other_score: float, other_number: int) -> bool:
    return score < other_score or (score == other_score and number > other_number)


def _offer(scores: Floats, numbers: Integers, size: int, score: float, number: int) -> int:
    """Puts a passage into the heap of the best, whose root is the worst of them; returns the heap's new size."""
    if size < len(scores):
        at = size
        size += 1
        while at > 0:
            parent = (at - 1) >> 1
            if not _worse(score, number, scores[parent], numbers[parent]):
                break
            scores[at], numbers[at] = scores[parent], numbers[parent]
            at = parent
    else:
        if not _worse(scores[0], numbers[0], score, number):
            return size
        at = 0
        while True:
            child = 2 * at + 1
            if child >= size:
                break
            if child + 1 < size and _worse(scores[child + 1], numbers[child + 1], scores[child], numbers[child]):
                child += 1
            if not _worse(scores[child], numbers[child], score, number):
                break
            scores[at], numbers[at] = scores[child], numbers[child]
            at = child
    scores[at], numbers[at] = score, number
    return size


def _search(
    counts: Words,
    starts: Words,
    blocks: Words,
    words: Words,
    codes: NDArray[np.uint8],
    numbers: Integers,
    living: NDArray[np.bool_],
    terms: Integers,
    asked: Integers,
    idfs: Floats,
    norms: Floats,
    k1: float,
    growth: float,
    scores: Floats,
    best: Integers,
    size: int,
) -> int:
    """Offers the passages of a segment to the heap (`scores`, `best`, `size`); returns the heap's new size.

    `terms` are the numbers of the question's different terms, those that can add most last; `asked` the places in
    `terms` of the words of the question in their order; `idfs` one for each of `terms`. `norms` is what is added to a
    frequency in the denominator, for each length code. `growth` is by how much an impact may exceed the peak of its
    block, as the mean length has changed since.
    """
    total, k, passages_in = len(terms), len(scores), len(codes)
    weights = np.zeros(total)
    for t in asked:
        weights[t] += idfs[t]
    # Of each list: its next block, one past its last, the block that is unpacked, how much of that, where in it.
    row = np.zeros(total, np.int64)
    first = np.zeros(total, np.int64)
    end = np.zeros(total, np.int64)
    unpacked = np.full(total, -1, np.int64)
    filled = np.zeros(total, np.int64)
    at = np.zeros(total, np.int64)
    length = np.zeros(total, np.int64)
    passages = np.empty((total, BLOCK), np.int64)
    frequencies = np.empty((total, BLOCK), np.int64)
    most = np.zeros(total)  # the most that a term adds in the whole segment
    for t in range(total):
        count = np.int64(counts[terms[t]])
        start = np.int64(starts[terms[t]])
        if count >= SINGLE:
            length[t] = 1
            passages[t, 0] = start
            frequencies[t, 0] = count - SINGLE
            filled[t] = 1
            unpacked[t] = 0
            end[t] = 1
            frequency = frequencies[t, 0]
            most[t] = weights[t] * SLACK * (frequency * (k1 + 1) / (frequency + norms[codes[start]]))
        else:
            length[t] = count
            row[t] = first[t] = start
            end[t] = start + (count + BLOCK - 1) // BLOCK
            peak = np.int64(0)
            for b in range(start, end[t]):
                peak = max(peak, np.int64(blocks[b, 2]) >> 16)
            most[t] = weights[t] * SLACK * min(1.0, peak * growth / PEAK) * (k1 + 1)
    ceiling = np.zeros(total + 1)  # what the terms before t can add together
    bound = np.zeros(total)
    for t in range(total):
        ceiling[t + 1] = ceiling[t] + most[t]
    below = np.zeros(total + 1)  # the same within the window
    sums = np.zeros(WINDOW)
    held = np.zeros((total, WINDOW), np.int32)  # the frequencies of the terms in the window's passages
    found = np.empty(WINDOW, np.int64)
    threshold = scores[0] if size == k else -1.0
    essential = 0
    low = 0
    while True:
        while essential < total and ceiling[essential + 1] < threshold:
            essential += 1
        if essential == total:
            return size
        # The window begins with the next passage of an essential term.
        low_next = passages_in
        for t in range(essential, total):
            while row[t] < end[t] and unpacked[t] != row[t] and blocks[row[t], 0] < low:
                row[t] += 1
            if row[t] == end[t]:
                continue
            if unpacked[t] == row[t]:
                while at[t] < filled[t] and passages[t, at[t]] < low:
                    at[t] += 1
                if at[t] == filled[t]:
                    row[t] += 1
                    while row[t] < end[t] and blocks[row[t], 0] < low:
                        row[t] += 1
                    if row[t] == end[t]:
                        continue
            if unpacked[t] == row[t]:
                low_next = min(low_next, int(passages[t, at[t]]))
            elif row[t] > first[t]:
                low_next = min(low_next, max(low, int(blocks[row[t] - 1, 0]) + 1))
            else:
                low_next = low
        if low_next >= passages_in:
            return size
        low = low_next
        high = min(low + WINDOW, passages_in)
        # What each term can add within the window.
        for t in range(total):
            if t < essential:
                while row[t] < end[t] and unpacked[t] != row[t] and blocks[row[t], 0] < low:
                    row[t] += 1
            bound[t] = 0.0
            if row[t] < end[t]:
                if length[t] == 1:
                    if low <= passages[t, 0] < high:
                        bound[t] = most[t]
                else:
                    peak = np.int64(0)
                    b = row[t]
                    while b < end[t]:
                        if b > first[t] and blocks[b - 1, 0] + 1 >= high:
                            break
                        peak = max(peak, np.int64(blocks[b, 2]) >> 16)
                        b += 1
                    bound[t] = weights[t] * SLACK * min(1.0, peak * growth / PEAK) * (k1 + 1)
            below[t + 1] = below[t] + bound[t]
        if below[total] < threshold:
            low = high
            continue
        needed = 0
        while below[needed + 1] < threshold:
            needed += 1
        candidates = 0
        for t in range(needed, total):
            while row[t] < end[t]:
                if unpacked[t] != row[t]:
                    if row[t] > first[t] and blocks[row[t] - 1, 0] + 1 >= high:
                        break
                    filled[t] = min(BLOCK, length[t] - (row[t] - first[t]) * BLOCK)
                    _unpack_block(blocks, words, row[t], first[t], filled[t], passages[t], frequencies[t])
                    unpacked[t] = row[t]
                    at[t] = 0
                i = at[t]
                while i < filled[t] and passages[t, i] < low:
                    i += 1
                while i < filled[t] and passages[t, i] < high:
                    passage = passages[t, i]
                    frequency = frequencies[t, i]
                    place = passage - low
                    if sums[place] == 0.0:
                        found[candidates] = place
                        candidates += 1
                    sums[place] += weights[t] * (frequency * (k1 + 1) / (frequency + norms[codes[passage]]))
                    held[t, place] = frequency
                    i += 1
                at[t] = i
                if i < filled[t]:
                    break
                row[t] += 1
        if candidates > 1 and needed < total - 1:
            if candidates > WINDOW // 32:
                candidates = 0
                for place in range(high - low):
                    if sums[place] != 0.0:
                        found[candidates] = place
                        candidates += 1
            else:
                found[:candidates].sort()
        for c in range(candidates):
            place = found[c]
            passage = low + place
            reached = sums[place] * SLACK
            t = needed
            while t > 0 and reached + below[t] >= threshold:
                t -= 1
                if bound[t] == 0.0:
                    continue
                while row[t] < end[t] and unpacked[t] != row[t] and blocks[row[t], 0] < passage:
                    row[t] += 1
                if row[t] < end[t] and unpacked[t] == row[t] and passages[t, filled[t] - 1] < passage:
                    row[t] += 1
                    while row[t] < end[t] and blocks[row[t], 0] < passage:
                        row[t] += 1
                if row[t] == end[t]:
                    continue
                if unpacked[t] != row[t]:
                    filled[t] = min(BLOCK, length[t] - (row[t] - first[t]) * BLOCK)
                    _unpack_block(blocks, words, row[t], first[t], filled[t], passages[t], frequencies[t])
                    unpacked[t] = row[t]
                    at[t] = 0
                i = at[t]
                while passages[t, i] < passage:
                    i += 1
                at[t] = i
                if passages[t, i] == passage:
                    frequency = frequencies[t, i]
                    reached += SLACK * weights[t] * (frequency * (k1 + 1) / (frequency + norms[codes[passage]]))
                    held[t, place] = frequency
            if t == 0 and reached >= threshold and (len(living) == 0 or living[passage]):
                # Added in the order of the question, as rank-bm25 does: the same bits.
                score = 0.0
                for q in asked:
                    frequency = np.int64(held[q, place])
                    if frequency:
                        score += idfs[q] * (frequency * (k1 + 1) / (frequency + norms[codes[passage]]))
                size = _offer(scores, best, size, score, numbers[passage])
                if size == k:
                    threshold = scores[0]
            sums[place] = 0.0
            for u in range(total):
                held[u, place] = 0
        low = high


Search = Callable[..., int]
_lock = threading.Lock()
_loaded: list[Search | None] = []


def load() -> Search | None:
    """The compiled kernel; None where numba is not installed.

    Compiled once in the life of an installation (about ten seconds, `make install` does it) and kept beside this
    file, or where numba keeps such things if that can't be written; from there it is loaded in under a second.
    """
    with _lock:
        if not _loaded:
            _loaded.append(_compile())
        return _loaded[0]


def _compile() -> Search | None:
    try:
        import numba
        from numba.core import types
        from numba.extending import register_jitable
    except ImportError:
        return None
    for function in (_unpack_block, _worse, _offer):
        register_jitable(function)

    def array(of: Any, dimensions: int = 1) -> Any:
        return types.Array(of, dimensions, "C", readonly=True)

    words, integers, floats = array(types.uint32), array(types.int64), array(types.float64)
    signature = types.int64(
        words, words, array(types.uint32, 2), words, array(types.uint8), integers, array(types.boolean),
        integers, integers, floats, floats, types.float64, types.float64,
        types.float64[::1], types.int64[::1], types.int64,
    )  # fmt: skip
    try:
        compiled: Search = numba.njit(signature, cache=True, nogil=True)(_search)
    except RuntimeError:  # nowhere to keep it
        compiled = numba.njit(signature, nogil=True)(_search)
    return compiled


if __name__ == "__main__":
    load()
