"""A question beside the sentences that might answer it: which of its words each sentence, and what surrounds it, holds.

All candidates are looked at together, in matrices of shape (sentences, words of the question).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.holdings import Holdings, holdings
from retrieval.question import Question
from retrieval.types import Citation, Hit

Column = NDArray[np.float64]

# How much a form of a word proves: its surface, its stem, its first letters.
FORMS = (1.0, 0.95, 0.6)


@dataclass(frozen=True)
class Evidence:
    """A question and its candidate sentences. Sentences of one passage stand together, in their order."""

    question: Question
    hits: Sequence[Hit]
    candidates: tuple[Citation, ...]
    rows: tuple[Holdings, ...]
    titles: tuple[Holdings, ...]
    first_of_passage: NDArray[np.intp]
    passage_of: NDArray[np.intp]

    @cached_property
    def weights(self) -> Column:
        """The share of each word in the question's idf mass, shape (words,); sums to 1."""
        weights = np.array([word.weight for word in self.question.words])
        return weights / weights.sum() if len(weights) else weights

    def _frequencies(self, rows: Sequence[Holdings]) -> NDArray[np.float64]:
        """Shape (rows, words, 3): how often each form of each word occurs."""
        forms = [(word.terms + ("",) * 2)[:3] for word in self.question.words]
        flat = [term for word in forms for term in word]
        counts = [[row.counts.get(term, 0) for term in flat] for row in rows]
        return np.array(counts, dtype=float).reshape(len(rows), len(forms), 3)

    @cached_property
    def frequencies(self) -> NDArray[np.float64]:
        return self._frequencies(self.rows)

    @cached_property
    def matched(self) -> Column:
        """How far each word is in each sentence, 0 to 1 (see FORMS)."""
        matched: Column = (np.minimum(self.frequencies, 1) * FORMS).max(axis=2)
        return matched

    @cached_property
    def in_passage(self) -> Column:
        """The same for the passage of each sentence."""
        best = np.maximum.reduceat(self.matched, self.first_of_passage, axis=0)
        return np.asarray(best[self.passage_of])

    @cached_property
    def in_title(self) -> Column:
        """The same for the title of the article and the heading above."""
        matched: Column = (np.minimum(self._frequencies(self.titles), 1) * FORMS).max(axis=2)
        return matched

    @cached_property
    def beside(self) -> Column:
        """The same for the sentences before and after."""
        before = np.vstack((np.zeros((1, self.matched.shape[1])), self.matched[:-1]))
        after = np.vstack((self.matched[1:], np.zeros((1, self.matched.shape[1]))))
        before[self.first_of_passage] = 0
        after[np.append(self.first_of_passage[1:], len(self.rows)) - 1] = 0
        return np.maximum(before, after)

    @cached_property
    def before(self) -> Column:
        """The same for the sentence before."""
        before = np.vstack((np.zeros((1, self.matched.shape[1])), self.matched[:-1]))
        before[self.first_of_passage] = 0
        return before

    @cached_property
    def lengths(self) -> Column:
        return np.array([row.length for row in self.rows], dtype=float)

    def share(self, matrix: Column) -> Column:
        """The share of the question's idf mass that a matrix of matches covers, for each sentence."""
        return np.asarray(matrix @ self.weights)

    def new(self, kind: str) -> Column:
        """1 where a sentence holds a `kind` of thing (numbers, dates, names, places) that the question does not."""
        asked = {term[2:] for word in self.question.words for term in word.terms[:1]}
        return np.array([float(bool(getattr(row, kind) - asked)) for row in self.rows])

    def cue(self, group: str) -> Column:
        return np.array([float(group in row.cues) for row in self.rows])

    def asks(self, *kinds: str) -> float:
        return float(self.question.kind in kinds)


def gather(question: Question, hits: Sequence[Hit]) -> Evidence:
    """Makes candidates of all sentences of `hits` (at least one)."""
    candidates: list[Citation] = []
    rows: list[Holdings] = []
    titles: list[Holdings] = []
    passage_of: list[int] = []
    for number, hit in enumerate(hits):
        article = hit.passage.article
        title = holdings(f"{article.title}\n{hit.passage.heading}", article.lang)
        for sentence in hit.passage.sentences:
            candidates.append(Citation(hit.passage, sentence))
            rows.append(holdings(article.text[sentence.start : sentence.end], article.lang))
            titles.append(title)
            passage_of.append(number)
    owners = np.array(passage_of, dtype=np.intp)
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    return Evidence(question, hits, tuple(candidates), tuple(rows), tuple(titles), firsts, owners)
