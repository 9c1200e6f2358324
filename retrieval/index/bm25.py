"""The embedded index: rank-bm25's class, parameters and scores over segments of postings."""

import secrets
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.index.kernel import Prepared, best, installed, loaded, prepare
from retrieval.index.scoring import Floats, all_scores, first
from retrieval.index.segments import (
    SUFFIX,
    Idf,
    Ints,
    Part,
    Segment,
    State,
    alike,
    check_ahead,
    make_segments,
    merge,
    open_segment,
    part_of,
    read_manifest,
    state_of,
    withdrawn_since,
    write_manifest,
)
from retrieval.index.wordlists import WordLists
from retrieval.language import Counted

# Scoring all of so many passages and postings of the terms asked for takes half a millisecond: from there on the kernel
# is worth its memory (128 MB) and is loaded. Once it is there, it is asked whatever the size.
WORTH_PRUNING = 50_000
# Segments of so many passages are written to disk when they are made, so that memory is bounded.
LARGE = 10_000


class BM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) over passages, each a list of terms under a number.

    Three things differ from `rank_bm25.BM25Okapi`. The idf is Lucene's, `ln(1 + (N − n + 0.5)/(n + 0.5))`, which is
    never negative, so that a corpus of one passage works. The lengths of passages are rounded as Lucene rounds them
    (`retrieval.index.segments.lengths`); their mean is exact. And the term frequencies lie in an inverted index to
    which passages can be added, and from which they can be withdrawn. With the same idf and the same lengths,
    `get_scores` is equal to rank-bm25's to the last bit.

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
        self._prepared: Prepared | None = None
        self._superseded: list[str] = []  # files that no list will name any more
        self._words = WordLists()
        self.apply(0, enumerate(corpus), ())

    @property
    def change(self) -> int:
        """The number of the library's last change that the index reflects."""
        return self._state.change

    @property
    def unfinished(self) -> bool:
        """Never: a snapshot is what was saved, whole."""
        return False

    @property
    def corpus_size(self) -> int:
        """How many passages live."""
        return self._state.passages

    @property
    def segments(self) -> int:
        """Of how many segments the index is made."""
        return len(self._state.parts)

    @property
    def avgdl(self) -> float:
        """The mean length of the living passages, in terms."""
        return self._state.scoring(self.k1, self.b).average

    @property
    def idf(self) -> Idf:
        """The idf of each term that living passages hold."""
        return Idf(self._state)

    def counted(self, terms: Iterable[str]) -> Counted:
        """How rare these terms are."""
        state = self._state
        found = {text: state.term(text) for text in terms}
        return Counted(state.passages, {text: term.idf for text, term in found.items() if term.frequency}, state.idf(0))

    def nearest(self, word: str) -> str | None:
        """The word that `word`, which is in no passage, was surely meant for."""
        return self._words.nearest(word, self.corpus_size, self.idf)

    def ending_in(self, stem: str) -> tuple[str, ...]:
        """The stems of the compounds that `stem` ends."""
        return self._words.ending_in(stem, self.corpus_size, self.idf)

    def apply(self, change: int, added: Iterable[tuple[int, Sequence[str]]], removed: Iterable[int]) -> None:
        """Withdraws the passages `removed`, then adds those in `added`: (number, terms). On return both are in force.

        `change` is the number of the library's last change that this includes. A passage that is added takes the
        place of a living one with its number.
        """
        with self._changing:
            gone = np.fromiter(removed, np.int64)
            new = [self._part(segment) for segment in make_segments(added, self.k1, self.b, self.folder)]
            if len(new) > 1:
                self._superseded += [part.file for part in new if part.file]
                new = [self._merged(new, state_of(new, change))]
            gone = np.concatenate([gone, *(part.segment.numbers for part in new)])
            kept = [part.without(gone) for part in self._state.parts]
            self._state = state_of([*kept, *new], change)
        if alike(self._state):
            threading.Thread(target=self.merge, name="index merge", daemon=True).start()

    def _part(self, segment: Segment, *, keep: bool = False) -> Part:
        """A new segment as a part; a large one is written to disk at once, so that memory is bounded."""
        if self.folder is None or not (keep or len(segment.numbers) >= LARGE):
            return part_of(segment)
        file = secrets.token_hex(8) + SUFFIX
        segment.save(self.folder / file)
        return part_of(open_segment(self.folder / file, own=True), file=file)

    def merge(self) -> None:
        """Makes one segment of any FANOUT or more that are of like size, until there are none."""
        with self._merging:
            while chosen := alike(self._state):
                self._merge(chosen)

    def compact(self) -> None:
        """Makes one segment of all, without those withdrawn: questions are quickest then."""
        with self._merging:
            if len(self._state.parts) > 1:
                self._merge(self._state.parts)

    def _merge(self, chosen: Sequence[Part]) -> None:
        merged = self._merged(chosen, self._state)
        with self._changing:
            now = {id(part.segment): part for part in self._state.parts}
            withdrawn = [withdrawn_since(part, now.pop(id(part.segment), None)) for part in chosen]
            self._state = state_of([merged.without(np.concatenate(withdrawn)), *now.values()], self._state.change)
            self._superseded += [part.file for part in chosen if part.file]

    def _merged(self, chosen: Sequence[Part], state: State) -> Part:
        return self._part(merge([(p.segment, p.living) for p in chosen], state.scoring(self.k1, self.b)))

    def save(self) -> None:
        """Writes what is not on disk yet, then the list of the segments: what `open_index` opens."""
        if self.folder is None:
            raise ValueError("an index that was not opened in a folder can't be saved")
        with self._changing:
            state = self._state
            parts = [part if part.file else self._saved(part) for part in state.parts]
            self._state = state_of(parts, state.change)
            write_manifest(self.folder, state.change, self.k1, self.b, parts)
            for file in self._superseded:
                (self.folder / file).unlink(missing_ok=True)
            self._superseded.clear()

    def _saved(self, part: Part) -> Part:
        written = self._part(part.segment, keep=True)
        return Part(written.segment, part.living, part.passages, part.terms, written.file)

    def get_scores(self, query: Iterable[str]) -> Floats:
        """The scores of all living passages by ascending number; a term that is asked twice counts twice."""
        numbers, scores = self._all_scores(list(query))
        by_number: Floats = scores[np.argsort(numbers)]
        return by_number

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of the living passages `doc_ids`, in their order."""
        numbers, scores = self._all_scores(list(query))
        score_of = dict(zip(numbers.tolist(), scores.tolist(), strict=True))
        return [score_of[number] for number in doc_ids]

    def _all_scores(self, asked: Sequence[str]) -> tuple[Ints, Floats]:
        state = self._state
        return all_scores(state, asked, state.scoring(self.k1, self.b))

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` passages with the highest scores above 0, best first, ties by passage number."""
        state, asked = self._state, list(query)
        terms = [state.term(text) for text in asked]
        postings = sum([term.frequency for term in terms])
        if k <= 0 or not postings:
            return []
        search = loaded(begin=postings + state.passages >= WORTH_PRUNING)
        if search is not None and (prepared := self._prepare(state)).fit:
            return best(search, prepared, terms, min(k, state.passages))
        return first(*all_scores(state, asked, state.scoring(self.k1, self.b)), k)

    def _prepare(self, state: State) -> Prepared:
        """What the kernel needs of the state, made once for each."""
        prepared = self._prepared
        if prepared is None or prepared.state is not state:
            prepared = self._prepared = prepare(state, state.scoring(self.k1, self.b))
        return prepared


def could_be_faster(passages: int) -> bool:
    """Whether a library of so many passages is worth the compiled search, which is not installed."""
    return passages >= WORTH_PRUNING and not installed()


def open_index(folder: Path, k1: float, b: float) -> BM25:
    """The index that was saved in `folder`; one without passages, at change 0, where there is none.

    Raises BrokenSnapshot if its files can't be trusted, as any later call may: large ones are checked by a thread, and
    where a question reads what that has not come to. `discard(folder)` then lets one begin anew.
    """
    folder.mkdir(parents=True, exist_ok=True)
    change, parts = read_manifest(folder, k1, b)
    index = BM25(k1=k1, b=b)
    index.folder, index._state = folder, state_of(parts, change)
    threading.Thread(target=check_ahead, args=(parts,), name="index check", daemon=True).start()
    return index
