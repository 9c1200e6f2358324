"""The search kernel: the best passages of a segment without looking at all of them (MaxScore).

It is written in the part of Python that numba compiles, and is only run compiled: see
`retrieval.index.kernel.compiled`. The idea (Turtle & Flood 1995, section 5; per window of passages as in Ding & Suel
2011): as soon as k passages are known, the least of their scores is a threshold. Terms are sorted by the most that they
can add. Those at the low end that together stay below the threshold are not essential: a passage with no other term
can't be among the best. So only the lists of essential terms are walked; the others are looked up for what was found,
while it can still get there.
"""

import numpy as np
from numpy.typing import NDArray

from retrieval.index.kernel.cursors import (
    LENGTH,
    OFTEN,
    Codes,
    Floats,
    Integers,
    Singles,
    Words,
    bound_window,
    next_passage,
    open_lists,
)
from retrieval.index.kernel.heap import offer
from retrieval.index.kernel.windows import gather, join, sift, sort

# Passages looked at in one go: as many as are in about so many postings, between these limits. More are fewer steps,
# fewer have bounds that fit them better, and sums that stay in the processor's nearer caches.
POSTINGS = 3584
NARROW, WINDOW = 2560, 24576
# Up to so many passages of a window are looked up in the lists that are not essential; for more, these are walked too.
FEW = 48
# Sums are of 24 bits, and in another order than the scores: for each term they are taken this much higher.
SLACK = 2.0**-22
# The numbers that windows have, after which they begin anew.
SERIALS = np.uint64(1 << (32 - OFTEN))


def search(
    counts: Words, starts: Words, blocks: Words, words: Words,
    codes: Codes, numbers: Integers, living: NDArray[np.bool_], growth: float,
    norms: Floats, shares: Singles, k1: float,
    asked: Integers, idfs: Floats, scores: Floats, best: Integers, size: int, terms: Integers, rows: Integers,
    sums: Singles, held: Words, found: Words, cursors: Integers, unpacked: Words,
    added: Floats, weights: Floats, most: Floats, ceiling: Floats, below: Floats,
) -> int:  # fmt: skip
    """Offers the passages of a segment to the heap of `scores` and numbers (`best`); returns the heap's new size.

    `asked` are the numbers of the question's terms in their order, and `idfs` theirs. `living` may be empty: all live.
    `norms` is what is added to a frequency in the denominator, for each code of a length, and `shares` what follows
    from it (see `retrieval.windows`). An impact may exceed the peak of its block by the factor `growth`. What follows
    `size` is a Room, given again and again.
    """
    k, end = len(scores), len(codes)
    total = weigh(asked, idfs, terms, rows, added)
    open_lists(counts, starts, blocks, terms, total, cursors, unpacked, most)
    ceiling[0] = below[0] = 0.0
    for t in range(total):
        weights[t] = added[t] * (k1 + 1) * (1 + SLACK * (total + 1))
        most[t] = weights[t] * min(1.0, most[t] * growth)
        ceiling[t + 1] = ceiling[t] + most[t]
    threshold = scores[0] if size == k else -1.0
    postings = 0
    for t in range(total):
        postings += cursors[t, LENGTH]
    window = max(NARROW, min(WINDOW, POSTINGS * end // max(1, postings)))
    essential = 0
    low = 0
    while True:
        while essential < total and ceiling[essential + 1] < threshold:
            essential += 1
        low = next_passage(blocks, cursors, unpacked, essential, total, low, end)
        if low >= end:
            return size
        high = min(low + window, end)
        bound_window(blocks, cursors, unpacked, total, low, high, most, weights, growth, below)
        if below[total] < threshold:
            low = high
            continue
        needed = 0
        while below[needed + 1] < threshold:
            needed += 1
        serial = np.uint64(held[-1, 0]) + np.uint64(1)
        if serial == SERIALS:
            held[:] = 0
            serial = np.uint64(1)
        held[-1, 0] = serial
        many = 0
        for t in range(needed, total):
            many = gather(
                blocks, words, codes, cursors, unpacked, t, low, high, weights, shares, sums, held, serial,
                found, many, True,
            )  # fmt: skip
        for t in range(needed - 1, -1, -1):
            if below[t + 1] > below[t]:
                many = sift(found, many, sums, threshold - below[t + 1])
                if many > FEW:
                    gather(
                        blocks, words, codes, cursors, unpacked, t, low, high, weights, shares, sums, held,
                        serial, found, many, False,
                    )  # fmt: skip
                elif many:
                    sort(found, many)
                    join(
                        blocks, words, codes, cursors, unpacked, t, low, weights, shares, sums, held, serial,
                        found, many,
                    )  # fmt: skip
        for i in range(np.uint64(many)):
            place = np.uint64(found[i])
            reached = sums[place]
            sums[place] = 0.0
            passage = low + np.int64(found[i])
            if reached >= threshold and (len(living) == 0 or living[passage]):
                # Added in the order of the question, as rank-bm25 does: the same bits.
                score = 0.0
                for n in range(len(asked)):
                    marked = np.uint64(held[rows[n], place])
                    if marked >> np.uint64(OFTEN) == serial:
                        frequency = (marked & np.uint64((1 << OFTEN) - 1)) + np.uint64(1)
                        score += idfs[n] * (frequency * (k1 + 1) / (frequency + norms[codes[passage]]))
                size = offer(scores, best, size, score, numbers[passage])
                if size == k:
                    threshold = scores[0]
        low = high


def weigh(asked: Integers, idfs: Floats, terms: Integers, rows: Integers, added: Floats) -> int:
    """Finds the different `terms` and what each adds at most, the least first; returns how many there are.

    `rows[n]` becomes the place of `asked[n]` among them.
    """
    total = 0
    for n in range(len(asked)):
        t = 0
        while t < total and terms[t] != asked[n]:
            t += 1
        if t == total:
            terms[t], added[t] = asked[n], 0.0
            total += 1
        added[t] += idfs[n]
    for t in range(1, total):
        term, most, place = terms[t], added[t], t
        while place > 0 and added[place - 1] > most:
            terms[place], added[place] = terms[place - 1], added[place - 1]
            place -= 1
        terms[place], added[place] = term, most
    for n in range(len(asked)):
        t = 0
        while terms[t] != asked[n]:
            t += 1
        rows[n] = t
    return total
