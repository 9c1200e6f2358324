"""A question put to the kernel: the best passages of an index without looking at all of them."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.index.kernel.compiled import Room, Search, make_room
from retrieval.index.kernel.cursors import CODES, MOST, OFTEN, Floats, Singles
from retrieval.index.segments import LENGTHS, Living, Scoring, State, Term

# Passages of so many terms could hold a word more often than the kernel can count.
ENDLESS = 1 << (OFTEN - 1)
# Room for questions of so many terms is kept.
USUAL = 32

ALL_LIVE: Living = np.zeros(0, np.bool_)
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the kernel is given of a state with every question: for each part, the first arguments of its search."""

    state: State
    arguments: tuple[tuple[object, ...], ...]
    fit: bool


def prepare(state: State, scoring: Scoring) -> Prepared:
    """Done once for a state; it is `fit` unless a passage is too long for the kernel. Raises BrokenSnapshot."""
    norms = scoring.norms()
    table, arguments, longest = shares(norms), [], 0
    for part in state.parts:
        segment, postings = part.segment, part.segment.postings
        segment.check_passages("numbers", "codes")
        longest = max(longest, int(LENGTHS[segment.codes.max()]))
        arguments.append((
            postings.counts, postings.starts, postings.blocks, postings.words, segment.codes, segment.numbers,
            ALL_LIVE if part.living is None else part.living, segment.scoring.growth(scoring),
            norms, table, scoring.k1,
        ))  # fmt: skip
    return Prepared(state, tuple(arguments), longest < ENDLESS)


def shares(norms: Floats) -> Singles:
    """What postings count of the most that any could, by frequency and code of a length, as the kernel reads it."""
    frequencies = np.arange(1.0, int(MOST) + 2)[:, np.newaxis]
    table = frequencies / (frequencies + norms)
    table[-1] = 1.0  # of this frequency or more
    return table.astype(np.float32).reshape(len(frequencies) * int(CODES))


def best(search: Search, prepared: Prepared, asked: Sequence[Term], k: int) -> list[tuple[int, float]]:
    """The at most `k` passages with the highest scores above 0, best first, ties by passage number."""
    room = _room(len(asked))
    scores, numbers, size = np.empty(k), np.empty(k, np.int64), 0
    for at, arguments in enumerate(prepared.arguments):
        held = [term for term in asked if term.numbers[at] >= 0]
        if held:
            given = np.array([term.numbers[at] for term in held]), np.array([term.idf for term in held])
            size = search(*arguments, *given, scores, numbers, size, *room)
    ordered = sorted(zip((-scores[:size]).tolist(), numbers[:size].tolist(), strict=True))
    return [(number, -score) for score, number in ordered]


def _room(terms: int) -> Room:
    """This thread's room for the kernel; for an unusual question, one of its own."""
    if terms > USUAL:
        return make_room(terms)
    room: Room | None = getattr(_local, "room", None)
    if room is None:
        room = _local.room = make_room(USUAL)
    return room
