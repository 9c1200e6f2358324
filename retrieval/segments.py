"""Segments: parts of the index that never change. A merge makes one of several."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.lengths import LENGTHS, length_codes
from retrieval.postings import Ints, Postings, join, pack, unpack
from retrieval.snapshot import Proof, map_file, write_file
from retrieval.vocabulary import Vocabulary, hashes, make_vocabulary

# Terms (with repetitions) of which one segment is made at a time; bounds the memory of building.
RUN = 8_000_000
# Postings that a merge holds at a time.
CHUNK = 4_000_000


@dataclass(frozen=True, slots=True)
class Scoring:
    """What an impact depends on besides the posting: rank-bm25's parameters and the mean length of a passage."""

    k1: float
    b: float
    average: float

    def norms(self) -> NDArray[np.float64]:
        """What rank-bm25 adds to the frequency in the denominator, for each code of a length."""
        # Grouped as in rank_bm25, so that the rounding is the same.
        return np.asarray(self.k1 * (1 - self.b + self.b * LENGTHS / (self.average or 1.0)), np.float64)

    def impacts(self, frequencies: Ints, codes: NDArray[np.uint8]) -> NDArray[np.float64]:
        """What each posting adds to a score for an idf of 1."""
        return np.asarray(frequencies * (self.k1 + 1) / (frequencies + self.norms()[codes]), np.float64)


@dataclass(frozen=True, slots=True)
class Segment:
    """Passages and the postings of their terms, in which passages count from 0.

    `numbers` are the library's numbers of the passages; `lengths` their exact lengths in terms and `codes` the
    rounded ones; `scoring` is that under which the peaks of the blocks were computed.
    """

    numbers: Ints
    lengths: NDArray[np.uint32]
    codes: NDArray[np.uint8]
    vocabulary: Vocabulary
    postings: Postings
    scoring: Scoring
    proof: Proof | None = None

    def check(self, terms: Sequence[int]) -> None:
        """Checks what a question for `terms` reads of a mapped file. Raises BrokenSnapshot."""
        if self.proof is None:
            return
        for section in ("numbers", "codes"):
            self.proof.check(section)
        for term in terms:
            first, rows = self.postings.rows(term)
            self.proof.check("blocks", first * 12, (first + rows + 1) * 12)
            begin, end = self.postings.words_of(first, rows)
            self.proof.check("words", begin * 4, (end + 2) * 4)

    def check_all(self) -> None:
        """Checks all of a mapped file. Raises BrokenSnapshot."""
        if self.proof is not None:
            for section in self.proof.sections:
                self.proof.check(section)

    def save(self, path: Path) -> None:
        """Writes the segment into a file."""
        arrays = {
            "numbers": self.numbers,
            "lengths": self.lengths,
            "codes": self.codes,
            **{name: getattr(self.vocabulary, name) for name in Vocabulary.__slots__},
            **{name: getattr(self.postings, name) for name in Postings.__slots__},
        }
        write_file(path, arrays, {name: getattr(self.scoring, name) for name in Scoring.__slots__})


def open_segment(path: Path) -> Segment:
    """Maps the segment in a file. Raises BrokenSnapshot."""
    arrays, facts, proof = map_file(path)
    for section in (*Vocabulary.__slots__, "counts", "starts"):
        proof.check(section)
    return Segment(
        numbers=arrays["numbers"],
        lengths=arrays["lengths"],
        codes=arrays["codes"],
        vocabulary=Vocabulary(*(arrays[name] for name in Vocabulary.__slots__)),
        postings=Postings(*(arrays[name] for name in Postings.__slots__)),
        scoring=Scoring(**facts),
        proof=proof,
    )


def make_segments(passages: Iterable[tuple[int, Sequence[str]]], k1: float, b: float) -> Iterator[Segment]:
    """Segments of the passages (number, terms), each of about RUN terms; the terms of no more are held in memory."""
    numbers, lengths, occurrences = array("q"), array("q"), array("i")
    ids: defaultdict[str, int] = defaultdict()
    ids.default_factory = ids.__len__  # a term that is new gets the next number
    for number, terms in passages:
        numbers.append(number)
        lengths.append(len(terms))
        occurrences.extend(map(ids.__getitem__, terms))
        if len(occurrences) >= RUN:
            yield _make_segment(numbers, lengths, occurrences, list(ids), k1, b)
            numbers, lengths, occurrences = array("q"), array("q"), array("i")
            ids.clear()
    if numbers:
        yield _make_segment(numbers, lengths, occurrences, list(ids), k1, b)


def _make_segment(
    numbers: "array[int]", lengths: "array[int]", occurrences: "array[int]", terms: list[str], k1: float, b: float
) -> Segment:
    encoded = [term.encode("utf-8", "surrogatepass") for term in terms]
    order = np.argsort(hashes(encoded), kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    sizes = np.asarray(lengths, np.int64)
    # One number for a term in a passage: sorting it sorts by term, then by passage.
    pairs = rank[np.asarray(occurrences, np.int32)] << 32 | np.repeat(np.arange(len(sizes)), sizes)
    pairs.sort()
    heads = np.flatnonzero(np.diff(pairs, prepend=-1))
    frequencies = np.diff(heads, append=len(pairs))
    passages = pairs[heads] & 0xFFFFFFFF
    counts = np.bincount(pairs[heads] >> 32, minlength=len(terms))
    codes = length_codes(sizes)
    scoring = Scoring(k1, b, float(sizes.mean()))
    impacts = scoring.impacts(frequencies, codes[passages]) / (k1 + 1)
    return Segment(
        numbers=np.asarray(numbers, np.int64),
        lengths=sizes.astype(np.uint32),
        codes=codes,
        vocabulary=make_vocabulary([encoded[n] for n in order]),
        postings=pack(counts, passages, frequencies, impacts),
        scoring=scoring,
    )


def merge(parts: Sequence[tuple[Segment, NDArray[np.bool_] | None]], scoring: Scoring) -> Segment:
    """One segment of the living passages of `parts`: (segment, which of its passages live; None: all)."""
    kept = [np.ones(len(s.numbers), np.bool_) if living is None else living for s, living in parts]
    begins = np.cumsum([0, *(int(living.sum()) for living in kept)])
    places = [np.cumsum(living) - 1 + begin for living, begin in zip(kept, begins, strict=False)]
    codes = np.concatenate([s.codes[living] for (s, _), living in zip(parts, kept, strict=True)])
    ids: defaultdict[bytes, int] = defaultdict()
    ids.default_factory = ids.__len__
    ids_of = [np.fromiter(map(ids.__getitem__, s.vocabulary), np.int64, len(s.vocabulary)) for s, _ in parts]
    terms = list(ids)
    order = np.argsort(hashes(terms), kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    sources = []
    total = np.zeros(len(terms), np.int64)
    for (segment, _), old_ids in zip(parts, ids_of, strict=True):
        ranks = rank[old_ids]
        by_rank = np.argsort(ranks)
        sources.append((by_rank, ranks[by_rank]))
        marked = segment.postings.counts.astype(np.int64)
        total[ranks] += np.where(marked >= 1 << 31, 1, marked)
    packed: list[Postings] = []
    counts_of: list[Ints] = []
    ends = np.cumsum(total)
    begin = 0
    while begin < len(terms):
        limit = (ends[begin - 1] if begin else 0) + CHUNK
        end = max(begin + 1, int(np.searchsorted(ends, limit, side="right")))
        pieces = []
        for (segment, _), living, place, (by_rank, ranks) in zip(parts, kept, places, sources, strict=True):
            low, high = np.searchsorted(ranks, (begin, end))
            counts, passages, frequencies = unpack(segment.postings, by_rank[low:high])
            owners = np.repeat(ranks[low:high] - begin, counts)
            alive = living[passages]
            pieces.append((owners[alive], place[passages[alive]], frequencies[alive]))
        owners, passages, frequencies = (np.concatenate(columns) for columns in zip(*pieces, strict=True))
        by_term = np.argsort(owners, kind="stable")
        owners, passages, frequencies = owners[by_term], passages[by_term], frequencies[by_term]
        counts = np.bincount(owners, minlength=end - begin)
        counts_of.append(counts)
        impacts = scoring.impacts(frequencies, codes[passages]) / (scoring.k1 + 1)
        packed.append(pack(counts[counts > 0], passages, frequencies, impacts))
        begin = end
    present = np.concatenate(counts_of) > 0 if counts_of else np.zeros(0, np.bool_)
    return Segment(
        numbers=np.concatenate([s.numbers[living] for (s, _), living in zip(parts, kept, strict=True)]),
        lengths=np.concatenate([s.lengths[living] for (s, _), living in zip(parts, kept, strict=True)]),
        codes=codes,
        vocabulary=make_vocabulary([terms[n] for n in order[present]]),
        postings=join(packed),
        scoring=scoring,
    )
