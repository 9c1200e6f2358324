"""The scores of all passages of an index, as rank-bm25 works them out; what small libraries are asked by."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments import Ints, Scoring, Segment, State, unpack

# The lists of a library of up to so many terms (with repetitions) are unpacked once, which takes 50 ms and 8 MB at
# most: otherwise unpacking takes two thirds of the time of each question.
UNPACKED = 1_000_000

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lists:
    """The posting lists of a segment, unpacked: that of term `n` is from `starts[n]` to before `starts[n + 1]`."""

    starts: Ints
    passages: Counts
    frequencies: Counts


_unpacked: WeakKeyDictionary[Segment, Lists] = WeakKeyDictionary()


def all_scores(state: State, asked: Sequence[str], scoring: Scoring) -> tuple[Ints, Floats]:
    """(numbers, scores) of all living passages; a term that is asked twice counts twice. Raises BrokenSnapshot."""
    terms = [state.term(text) for text in asked]
    numbers, scores = [np.empty(0, np.int64)], [np.empty(0)]
    for place, part in enumerate(state.parts):
        part.segment.check_passages("numbers", "codes")
        held = [(term.numbers[place], term.idf) for term in terms if term.numbers[place] >= 0]
        of_all = np.zeros(len(part.segment.numbers))
        if held:
            _add(of_all, part.segment, held, scoring, kept=state.terms <= UNPACKED)
        numbers.append(part.numbers())
        scores.append(of_all if part.living is None else of_all[part.living])
    return np.concatenate(numbers), np.concatenate(scores)


def _add(scores: Floats, segment: Segment, terms: Sequence[tuple[int, float]], scoring: Scoring, *, kept: bool) -> None:
    """Adds what `terms`, (number, idf), give to each passage."""
    wanted = np.array([number for number, _ in terms])
    if kept:
        lists = _lists(segment)
        spans = list(zip(lists.starts[wanted].tolist(), lists.starts[wanted + 1].tolist(), strict=True))
        passages = np.concatenate([lists.passages[begin:end] for begin, end in spans], dtype=np.int64)
        frequencies = np.concatenate([lists.frequencies[begin:end] for begin, end in spans], dtype=np.float64)
        counts = [end - begin for begin, end in spans]
    else:
        sizes, passages, often = unpack(segment.postings, wanted)
        frequencies = often.astype(np.float64)
        counts = sizes.tolist()
    # Grouped as in rank_bm25, so that the rounding is the same.
    gains = frequencies * (scoring.k1 + 1) / (frequencies + scoring.norms()[segment.codes[passages]])
    begin = 0
    for (_, idf), count in zip(terms, counts, strict=True):
        scores[passages[begin : begin + count]] += idf * gains[begin : begin + count]
        begin += count


def _lists(segment: Segment) -> Lists:
    lists = _unpacked.get(segment)
    if lists is None:
        segment.check_all()
        counts, passages, frequencies = unpack(segment.postings, np.arange(len(segment.vocabulary)))
        starts = np.concatenate(([0], np.cumsum(counts)))
        lists = _unpacked[segment] = Lists(starts, passages.astype(np.int32), frequencies.astype(np.int32))
    return lists


def first(numbers: Ints, scores: Floats, k: int) -> list[tuple[int, float]]:
    """The best `k` with a score above 0, best first, ties by number."""
    matching = np.flatnonzero(scores > 0)
    if len(matching) > k:
        threshold = np.partition(scores[matching], len(matching) - k)[len(matching) - k]
        matching = matching[scores[matching] >= threshold]
    order = matching[np.lexsort((numbers[matching], -scores[matching]))][:k]
    return list(zip(numbers[order].tolist(), scores[order].tolist(), strict=True))
