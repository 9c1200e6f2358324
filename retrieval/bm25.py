"""The embedded index: rank-bm25's class, parameters and scores over segments of postings."""

import math
import secrets
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

from retrieval.kernel import Search, load
from retrieval.manifest import SUFFIX, read_manifest, write_manifest
from retrieval.parts import Idf, Living, Part, State, encode, part_of, state_of
from retrieval.postings import unpack
from retrieval.segments import Scoring, Segment, make_segments, merge, open_segment

# Below so many postings in the lists of a question, looking at all of them is as quick as the kernel.
WORTH_PRUNING = 100_000
# So many segments of like size are merged into one; those of fewer than SMALL passages are all alike.
FANOUT = 8
SMALL = 1000

ALL_LIVE: Living = np.zeros(0, np.bool_)


class BM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) over passages, each a list of terms under a number.

    Three things differ from `rank_bm25.BM25Okapi`. The idf is Lucene's, `ln(1 + (N − n + 0.5)/(n + 0.5))`, which is
    never negative, so that a corpus of one passage works. The lengths of passages are rounded as Lucene rounds them
    (`retrieval.lengths`); their mean is exact. And the term frequencies lie in an inverted index to which passages
    can be added, and from which they can be withdrawn. With the same idf and the same lengths, `get_scores` is equal
    to rank-bm25's to the last bit.

    `corpus` gives the first passages, numbered from 0. Many threads may ask; changes wait for each other.
    """

    def __init__(self, corpus: Iterable[Sequence[str]] = (), k1: float = 1.5, b: float = 0.75) -> None:
        # rank-bm25's own constructor would count the terms into lists of dictionaries.
        self.k1 = k1
        self.b = b
        self.folder: Path | None = None
        self._state = state_of((), 0)
        self._changing = threading.Lock()
        self._merging = threading.Lock()
        self.apply(0, enumerate(corpus), ())

    @property
    def change(self) -> int:
        """The number of the library's last change that the index reflects."""
        return self._state.change

    @property
    def corpus_size(self) -> int:
        """How many passages live."""
        return self._state.passages

    @property
    def segments(self) -> int:
        """Of how many segments the index is made at the moment."""
        return len(self._state.parts)

    @property
    def avgdl(self) -> float:
        """The mean length of the living passages, in terms."""
        return self._state.scoring(self.k1, self.b).average

    @property
    def idf(self) -> Idf:
        """The idf of each term that living passages hold."""
        return Idf(self._state)

    @property
    def unseen_idf(self) -> float:
        """The idf of a term that no passage holds: the formula at n = 0."""
        return self._state.idf(0)

    def apply(self, change: int, added: Iterable[tuple[int, Sequence[str]]], removed: Iterable[int]) -> None:
        """Withdraws the passages `removed`, then adds those in `added`: (number, terms). On return both are in force.

        `change` is the number of the library's last change that this includes. A passage that is added takes the
        place of a living one with its number.
        """
        with self._changing:
            gone = np.fromiter(removed, np.int64)
            new = [self._part(segment) for segment in make_segments(added, self.k1, self.b)]
            gone = np.concatenate([gone, *(part.segment.numbers for part in new)])
            kept = [part.without(gone) for part in self._state.parts]
            self._state = state_of([*kept, *new], change)
            alike = self._alike(self._state)
        if alike:
            threading.Thread(target=self.merge, name="index merge", daemon=True).start()

    def _part(self, segment: Segment, *, keep: bool = False) -> Part:
        """A new segment as a part of the index: a large one is written to disk at once, so that memory is bounded."""
        if self.folder is None or not (keep or len(segment.numbers) >= SMALL * FANOUT):
            return part_of(segment)
        file = secrets.token_hex(8) + SUFFIX
        segment.save(self.folder / file)
        return part_of(open_segment(self.folder / file), file=file)

    def merge(self) -> None:
        """Makes one segment of any FANOUT or more that are of like size, until there are none."""
        with self._merging:
            while chosen := self._alike(self._state):
                scoring = self._state.scoring(self.k1, self.b)
                merged = self._part(merge([(part.segment, part.living) for part in chosen], scoring))
                with self._changing:
                    now = {id(part.segment): part for part in self._state.parts}
                    withdrawn = [_withdrawn_since(part, now.get(id(part.segment))) for part in chosen]
                    for part in chosen:
                        now.pop(id(part.segment), None)
                    parts = [merged.without(np.concatenate(withdrawn)), *now.values()]
                    self._state = state_of(parts, self._state.change)

    def _alike(self, state: State) -> list[Part]:
        tiers: dict[int, list[Part]] = {}
        for part in state.parts:
            tiers.setdefault(max(0, int(math.log(part.passages / SMALL, FANOUT))), []).append(part)
        return next((parts for _, parts in sorted(tiers.items()) if len(parts) >= FANOUT), [])

    def save(self) -> None:
        """Writes what is not on disk yet, then the list of the segments: what `open_index` opens."""
        if self.folder is None:
            raise ValueError("an index that was not opened in a folder can't be saved")
        with self._changing:
            state = self._state
            parts = [part if part.file else self._saved(part) for part in state.parts]
            self._state = state_of(parts, state.change)
            write_manifest(self.folder, state.change, self.k1, self.b, parts)

    def _saved(self, part: Part) -> Part:
        written = self._part(part.segment, keep=True)
        return Part(written.segment, part.living, part.passages, part.terms, written.file)

    def get_scores(self, query: Iterable[str]) -> NDArray[np.float64]:
        """The scores of all living passages by ascending number; a term that is asked twice counts twice."""
        numbers, scores = self._all_scores(self._state, list(query))
        by_number: NDArray[np.float64] = scores[np.argsort(numbers)]
        return by_number

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of the living passages `doc_ids`, in their order."""
        numbers, scores = self._all_scores(self._state, list(query))
        score_of = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
        return [score_of[number] for number in doc_ids]

    def _all_scores(self, state: State, asked: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """(numbers, scores) of all living passages."""
        numbers = [np.empty(0, np.int64), *(part.numbers() for part in state.parts)]
        scores = [np.empty(0), *(self._scores(state, part, asked) for part in state.parts)]
        return np.concatenate(numbers), np.concatenate(scores)

    def _scores(self, state: State, part: Part, asked: Sequence[str]) -> NDArray[np.float64]:
        segment, norms = part.segment, state.scoring(self.k1, self.b).norms()
        scores = np.zeros(len(segment.numbers))
        for term in asked:
            number, frequency = segment.vocabulary.number(encode(term)), state.frequency(term)
            if number < 0 or not frequency:
                continue
            segment.check([number])
            _, passages, frequencies = unpack(segment.postings, np.array([number]))
            # Grouped as in rank_bm25, so that the rounding is the same.
            scores[passages] += state.idf(frequency) * (
                frequencies * (self.k1 + 1) / (frequencies + norms[segment.codes[passages]])
            )
        return scores if part.living is None else scores[part.living]

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` passages with the highest scores above 0, best first, ties by passage number."""
        state, asked = self._state, list(query)
        frequencies = {term: n for term in asked if (n := state.frequency(term))}
        if k <= 0 or not frequencies:
            return []
        search = load() if sum(frequencies.values()) >= WORTH_PRUNING else None
        if search is None:
            numbers, scores = self._all_scores(state, asked)
        else:
            numbers, scores = self._best(search, state, asked, frequencies, k)
        return _first(numbers, scores, k)

    def _best(
        self, search: Search, state: State, asked: Sequence[str], frequencies: Mapping[str, int], k: int
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """(numbers, scores) of the best `k`, in no order."""
        scoring = state.scoring(self.k1, self.b)
        norms = scoring.norms()
        idfs = {term: state.idf(frequency) for term, frequency in frequencies.items()}
        # Sorted by what they can add, the least first.
        terms = sorted(idfs, key=lambda term: idfs[term] * asked.count(term))
        scores, best, size = np.empty(min(k, state.passages)), np.empty(min(k, state.passages), np.int64), 0
        for part in sorted(state.parts, key=lambda part: -part.passages):
            segment, postings = part.segment, part.segment.postings
            numbers = {term: n for term in terms if (n := segment.vocabulary.number(encode(term))) >= 0}
            if not numbers:
                continue
            segment.check(list(numbers.values()))
            place = {term: at for at, term in enumerate(numbers)}
            size = search(
                postings.counts, postings.starts, postings.blocks, postings.words,
                segment.codes, segment.numbers, ALL_LIVE if part.living is None else part.living,
                np.array(list(numbers.values())), np.array([place[term] for term in asked if term in place]),
                np.array([idfs[term] for term in numbers]), norms, self.k1,
                _growth(segment.scoring, scoring), scores, best, size,
            )  # fmt: skip
        return best[:size], scores[:size]


def open_index(folder: Path, k1: float, b: float) -> BM25:
    """The index that was saved in `folder`; one without passages, at change 0, where there is none.

    Raises BrokenSnapshot if its files can't be trusted. Large ones are checked where a question first reads them, so
    that any later call may raise it too. After `discard(folder)` the index is made anew from nothing.
    """
    folder.mkdir(parents=True, exist_ok=True)
    change, parts = read_manifest(folder, k1, b)
    index = BM25(k1=k1, b=b)
    index.folder = folder
    index._state = state_of(parts, change)
    return index


def _first(numbers: NDArray[np.int64], scores: NDArray[np.float64], k: int) -> list[tuple[int, float]]:
    """The best `k` with a score above 0, best first, ties by number."""
    matching = np.flatnonzero(scores > 0)
    if len(matching) > k:
        threshold = np.partition(scores[matching], len(matching) - k)[len(matching) - k]
        matching = matching[scores[matching] >= threshold]
    order = matching[np.lexsort((numbers[matching], -scores[matching]))][:k]
    return list(zip(numbers[order].tolist(), scores[order].tolist(), strict=True))


def _growth(then: Scoring, now: Scoring) -> float:
    """By how much an impact may have grown since a segment's peaks were computed, as the mean length changed."""
    return max(1.0, now.average / then.average) if then.average else 1.0


def _withdrawn_since(part: Part, now: Part | None) -> NDArray[np.int64]:
    return part.numbers() if now is None else part.segment.numbers[part.alive() & ~now.alive()]
