"""The embedded index: rank-bm25's class, parameters and scores over postings in numpy arrays."""

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi


class BM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """Okapi BM25 (Robertson & Zaragoza 2009, eq. 3.15) over `corpus`, a sequence of lists of terms.

    Two things differ from `rank_bm25.BM25Okapi`. The idf is Lucene's, `ln(1 + (N − n + 0.5)/(n + 0.5))`, which is
    never negative, so that a corpus of one passage works. And the term frequencies lie in an inverted index: a
    question walks the postings of its own terms, not every passage. With the same idf, `get_scores` is equal to
    rank-bm25's to the last bit.
    """

    def __init__(self, corpus: Iterable[Sequence[str]], k1: float = 1.5, b: float = 0.75) -> None:
        super().__init__(corpus, k1=k1, b=b)

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        """Called by rank-bm25's constructor: makes the postings, returns the document frequency of each term."""
        term_of: dict[str, int] = {}
        term_column, passage_column, frequency_column = array("i"), array("i"), array("i")
        lengths = array("i")
        for number, passage in enumerate(corpus):
            lengths.append(len(passage))
            for term, frequency in Counter(passage).items():
                term_column.append(term_of.setdefault(term, len(term_of)))
                passage_column.append(number)
                frequency_column.append(frequency)
        self.corpus_size = len(lengths)
        self.doc_len = np.asarray(lengths, dtype=np.int64)
        self.avgdl = int(self.doc_len.sum()) / self.corpus_size if self.corpus_size else 0.0
        owners = np.asarray(term_column, dtype=np.int32)
        by_term = np.argsort(owners, kind="stable")  # within a term the passages stay in ascending order
        self._term_of = term_of
        self._passages = np.asarray(passage_column, dtype=np.int32)[by_term]
        self._frequencies = np.asarray(frequency_column, dtype=np.int32)[by_term]
        counts = np.bincount(owners, minlength=len(term_of))
        self._starts = np.concatenate(([0], np.cumsum(counts)))
        return dict(zip(term_of, counts.tolist(), strict=True))

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, n in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))

    @property
    def unseen_idf(self) -> float:
        """The idf of a term that no passage holds: the formula at n = 0."""
        return math.log(1 + (self.corpus_size + 0.5) / 0.5)

    def get_scores(self, query: Iterable[str]) -> NDArray[np.float64]:
        """The score of every passage, shape `(corpus_size,)`; a term asked twice counts twice."""
        scores = np.zeros(self.corpus_size)
        for term in query:
            number = self._term_of.get(term)
            if number is None:
                continue
            postings = slice(self._starts[number], self._starts[number + 1])
            passages, frequencies = self._passages[postings], self._frequencies[postings]
            # Grouped as in rank_bm25, so that the rounding is the same.
            scores[passages] += self.idf[term] * (
                frequencies
                * (self.k1 + 1)
                / (frequencies + self.k1 * (1 - self.b + self.b * self.doc_len[passages] / self.avgdl))
            )
        return scores

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        """The scores of the passages `doc_ids`, in their order."""
        scores: list[float] = self.get_scores(query)[np.asarray(doc_ids, dtype=np.intp)].tolist()
        return scores

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` passages with the highest scores above 0, best first, ties by passage number."""
        scores = self.get_scores(query)
        matching = np.flatnonzero(scores > 0)
        if len(matching) > k > 0:
            threshold = np.partition(scores[matching], len(matching) - k)[len(matching) - k]
            matching = matching[scores[matching] >= threshold]
        best = matching[np.argsort(-scores[matching], kind="stable")][:k]
        return [(int(number), float(scores[number])) for number in best]
