"""Passages → segments: their terms are counted, sorted and packed."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from retrieval.index.segments.lengths import length_codes
from retrieval.index.segments.occurrences import Occurrences
from retrieval.index.segments.postings import Postings, join, pack
from retrieval.index.segments.segments import Scoring, Segment
from retrieval.index.segments.vocabulary import hashes, make_vocabulary

# Terms (with repetitions) of which one segment is made at most. So many take two gigabytes of the disk until they are
# packed; their different terms, which memory holds, some hundred megabytes.
RUN = 1 << 28


def make_segments(
    passages: Iterable[tuple[int, Sequence[str]]], k1: float, b: float, folder: Path | None
) -> Iterator[Segment]:
    """Segments of the passages (number, terms), of about RUN terms each.

    What is too much for memory waits in `folder`; without one, where the system keeps its temporary files.
    """
    remaining = iter(passages)
    while segment := _next_segment(remaining, k1, b, folder):
        yield segment


def _next_segment(
    passages: Iterator[tuple[int, Sequence[str]]], k1: float, b: float, folder: Path | None
) -> Segment | None:
    """The segment of the next passages; None where there are none."""
    numbers = array("q")
    with closing(Occurrences(folder)) as occurrences:
        for number, terms in passages:
            numbers.append(number)
            occurrences.add(terms)
            if occurrences.total >= RUN:
                break
        return _segment(numbers, occurrences, k1, b) if numbers else None


def _segment(numbers: "array[int]", occurrences: Occurrences, k1: float, b: float) -> Segment:
    lengths = np.asarray(occurrences.lengths, np.int64)
    codes = length_codes(lengths)
    scoring = Scoring(k1, b, float(lengths.mean()))
    shares = scoring.shares(codes)
    postings = join([pack(*lists, shares) for lists in occurrences.lists()])
    terms = [term.encode("utf-8", "surrogatepass") for term in occurrences.terms()]
    order = np.argsort(hashes(terms), kind="stable")
    return Segment(
        numbers=np.asarray(numbers, np.int64),
        lengths=lengths.astype(np.uint32),
        codes=codes,
        vocabulary=make_vocabulary([terms[n] for n in order]),
        # The lists themselves can lie in any order.
        postings=Postings(postings.counts[order], postings.starts[order], postings.blocks, postings.words),
        scoring=scoring,
    )
