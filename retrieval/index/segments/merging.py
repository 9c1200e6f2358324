"""Several segments → one, without the passages that have been withdrawn."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments.bits import Ints
from retrieval.index.segments.postings import SINGLE, Postings, join, pack, unpack
from retrieval.index.segments.segments import Scoring, Segment
from retrieval.index.segments.vocabulary import hashes, make_vocabulary

# Postings that are merged at a time; they stay in the processor's caches.
CHUNK = 250_000


@dataclass(frozen=True, slots=True)
class Source:
    """A segment that goes into a merge: which of its passages live, and what all of them are in the new one.

    `terms` are its terms in the order of the new segment, in which they have the numbers `ranks`.
    """

    segment: Segment
    living: NDArray[np.bool_]
    places: Ints
    terms: Ints
    ranks: Ints


def merge(parts: Sequence[tuple[Segment, NDArray[np.bool_] | None]], scoring: Scoring) -> Segment:
    """One segment of the living passages of `parts`: (segment, which of its passages live; None: all).

    Raises BrokenSnapshot where a mapped file is damaged.
    """
    terms, sources = _sources(parts)
    codes = np.concatenate([source.segment.codes[source.living] for source in sources])
    shares = scoring.shares(codes)
    packed: list[Postings] = []
    present: list[NDArray[np.bool_]] = []
    for begin, end in _chunks(sources, len(terms)):
        counts, passages, frequencies = _postings(sources, begin, end)
        packed.append(pack(counts[counts > 0], passages, frequencies, shares))
        present.append(counts > 0)
    kept = np.flatnonzero(np.concatenate([np.zeros(0, np.bool_), *present]))
    return Segment(
        numbers=np.concatenate([source.segment.numbers[source.living] for source in sources]),
        lengths=np.concatenate([source.segment.lengths[source.living] for source in sources]),
        codes=codes,
        vocabulary=make_vocabulary([terms[n] for n in kept]),
        postings=join(packed),
        scoring=scoring,
    )


def _sources(parts: Sequence[tuple[Segment, NDArray[np.bool_] | None]]) -> tuple[list[bytes], list[Source]]:
    """All terms in the order of their hashes, and the parts."""
    ids: defaultdict[bytes, int] = defaultdict()
    ids.default_factory = ids.__len__  # a term that is new gets the next number
    ids_of: list[Ints] = []
    for segment, _ in parts:
        segment.check_all()
        ids_of.append(np.fromiter(map(ids.__getitem__, segment.vocabulary), np.int64, len(segment.vocabulary)))
    terms = list(ids)
    order = np.argsort(hashes(terms), kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    sources: list[Source] = []
    begin = 0
    for (segment, alive), numbers in zip(parts, ids_of, strict=True):
        living = np.ones(len(segment.numbers), np.bool_) if alive is None else alive
        by_rank = np.argsort(rank[numbers])
        sources.append(Source(segment, living, begin + np.cumsum(living) - 1, by_rank, rank[numbers][by_rank]))
        begin += int(living.sum())
    return [terms[n] for n in order], sources


def _chunks(sources: Sequence[Source], terms: int) -> Iterator[tuple[int, int]]:
    """The terms in stretches, from … to before …, that have about CHUNK postings each."""
    postings = np.zeros(terms, np.int64)
    for source in sources:
        marked = source.segment.postings.counts[source.terms].astype(np.int64)
        postings[source.ranks] += np.where(marked >= SINGLE, 1, marked)
    ends = np.cumsum(postings)
    begin = 0
    while begin < terms:
        before = int(ends[begin - 1]) if begin else 0
        end = max(begin + 1, int(np.searchsorted(ends, before + CHUNK, side="right")))
        yield begin, end
        begin = end


def _postings(sources: Sequence[Source], begin: int, end: int) -> tuple[Ints, Ints, Ints]:
    """The postings of the terms from `begin` to before `end`: how many each has, passages, frequencies."""
    pieces = []
    for source in sources:
        low, high = np.searchsorted(source.ranks, (begin, end))
        counts, passages, frequencies = unpack(source.segment.postings, source.terms[low:high])
        owners = np.repeat(source.ranks[low:high] - begin, counts)
        alive = source.living[passages]
        pieces.append((owners[alive], source.places[passages[alive]], frequencies[alive]))
    owners, passages, frequencies = (np.concatenate(columns) for columns in zip(*pieces, strict=True))
    by_term = np.argsort(owners, kind="stable")
    return np.bincount(owners, minlength=end - begin), passages[by_term], frequencies[by_term]
