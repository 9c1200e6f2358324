"""A question beside the sentences that might answer it: which of its words each sentence, and what surrounds it, holds.

All candidates are looked at together, in matrices of shape (sentences, words of the question).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.holdings import Holdings, holdings, spaced
from retrieval.answering.matching import (
    STEM,
    Column,
    columns,
    found_in,
    frequencies,
    matched,
    stem_of,
    stems_of,
    with_names,
)
from retrieval.answering.question import Question
from retrieval.language import Alias, aliases_of, is_stop_word, shared, tokens, without_small_words
from retrieval.types import Citation, Hit

# What a word proves that stands in the question before a sentence, as in "How long is it? Forty minutes."
ASKED = 0.9
# A title of so many content words names a subject; a longer one is a headline, whose every word is no subject.
SUBJECT = 4


@dataclass(frozen=True)
class Evidence:
    """A question and its candidate sentences. Sentences of one passage stand together, in their order.

    `rows` are what the candidates hold; `titles` and `headings` are those of the passages, one a hit.
    """

    question: Question
    hits: Sequence[Hit]
    candidates: tuple[Citation, ...]
    rows: tuple[Holdings, ...]
    titles: tuple[Holdings, ...]
    headings: tuple[Holdings, ...]
    first_of_passage: NDArray[np.intp]
    passage_of: NDArray[np.intp]

    @cached_property
    def weights(self) -> Column:
        """The share of each word in what the question says (see `rarity.weight`), shape (words,); sums to 1."""
        weights = np.array([word.weight for word in self.question.words])
        return weights / weights.sum() if len(weights) else weights

    @cached_property
    def frequencies(self) -> NDArray[np.float64]:
        """How often the surface, the stem and the first letters of each word occur, shape (sentences, words, 3)."""
        return frequencies(self.question.words, self.rows)

    @cached_property
    def positions(self) -> NDArray[np.int32]:
        """Where each word first stands in each sentence, in words from 0; −1 where it doesn't (surface or stem)."""
        stems = [stems_of(word) for word in self.question.words]
        return found_in(stems, [row.positions for row in self.rows], absent=-1).astype(np.int32)

    @cached_property
    def same(self) -> Column:
        """1 where a sentence holds the word itself or an inflected form of it."""
        return np.asarray(np.minimum(self.frequencies[:, :, :2], 1).max(axis=2))

    @cached_property
    def matched(self) -> Column:
        """How far each word is in each sentence, 0 to 1: itself, its stem, or a word that begins like it.

        A sentence right behind one that asks holds the words of that.
        """
        return np.asarray(np.maximum(self._held, ASKED * self.asked_before))

    @cached_property
    def _held(self) -> Column:
        return np.maximum(matched(self.question.words, self.rows, self.frequencies), self.aliased)

    @cached_property
    def asked_before(self) -> Column:
        """`matched`, for the question right before a sentence, in its passage or in the one before; 0 without one."""
        opening = np.zeros(len(self.rows))
        opening[self.first_of_passage] = [float(bool(hit.asked)) for hit in self.hits]
        opening *= 1 - self.asking
        inside = self.answers[:, None] * self._of_before(self._held)
        return np.asarray(np.maximum(inside, opening[:, None] * self._of_headings))

    @cached_property
    def asking(self) -> Column:
        """1 where a sentence is a question."""
        return np.array([float(row.is_question) for row in self.rows])

    @cached_property
    def answers(self) -> Column:
        """1 where a sentence stands right behind one that asks and does not ask itself."""
        return np.asarray(self._of_before(self.asking[:, None])[:, 0] * (1 - self.asking))

    @cached_property
    def leaning(self) -> Column:
        """1 where a sentence speaks of what the one before named, or answers it."""
        return np.maximum(self.answers, [float(row.leans) for row in self.rows])

    @cached_property
    def aliased(self) -> Column:
        """STEM where a sentence holds an abbreviation of words of the question, or what one of them is short for.

        So where it holds the abbreviation of another language, if that is no small word of its own.
        """
        matrix = np.zeros((len(self.rows), len(self.question.words)))
        stems = columns([stem_of(word)] for word in self.question.words)
        surfaces = columns([word.terms[0]] for word in self.question.words)
        abroad = columns(word.acronyms for word in self.question.words)
        spoken_of: dict[str, list[Alias]] = {}
        for number, (candidate, row) in enumerate(zip(self.candidates, self.rows, strict=True)):
            article = candidate.article
            if article.id not in spoken_of:
                known = aliases_of(article.text, article.lang)
                spoken_of[article.id] = [a for a in known if a.short in surfaces or a.long <= stems.keys()]
            for alias in spoken_of[article.id]:
                if alias.short in row.counts and alias.long <= stems.keys():
                    matrix[number, [column for stem in alias.long for column in stems[stem]]] = STEM
                if alias.short in surfaces and alias.long <= row.counts.keys():
                    matrix[number, surfaces[alias.short]] = STEM
            for term in abroad.keys() & row.counts.keys():
                if not is_stop_word(term[2:], article.lang):
                    matrix[number, abroad[term]] = STEM
        return matrix

    @cached_property
    def related(self) -> Column:
        """1 where a sentence holds, instead of the word, one that may stand for it."""
        matrix = found_in([word.related for word in self.question.words], [row.counts for row in self.rows])
        return np.where(self.same > 0, 0.0, np.minimum(matrix, 1.0))

    @cached_property
    def in_passage(self) -> Column:
        """`matched`, for the passage of each sentence."""
        return self.of_passage(self.matched)

    @cached_property
    def in_title(self) -> Column:
        """`matched`, for the title of the article or the heading above; a long title proves less."""
        short = np.array([min(1.0, SUBJECT / max(1, len(title.content))) for title in self.titles])
        return np.asarray(np.maximum(self._of_titles * short[self.passage_of, None], self._of_headings))

    @cached_property
    def above(self) -> Column:
        """`matched`, for the title or the heading, however long it is."""
        return np.maximum(self._of_titles, self._of_headings)

    @cached_property
    def _of_titles(self) -> Column:
        held = matched(self.question.words, self.titles, frequencies(self.question.words, self.titles))
        return np.asarray(held[self.passage_of])

    @cached_property
    def _of_headings(self) -> Column:
        held = matched(self.question.words, self.headings, frequencies(self.question.words, self.headings))
        return np.asarray(held[self.passage_of])

    @cached_property
    def before(self) -> Column:
        """`matched`, for the sentence before in the passage."""
        return self._of_before(self.matched)

    def _of_before(self, matrix: Column) -> Column:
        """The row of the sentence before in the passage, 0 where there is none."""
        before = np.vstack((np.zeros((1, matrix.shape[1])), matrix[:-1]))
        before[self.first_of_passage] = 0
        return before

    @cached_property
    def beside(self) -> Column:
        """`matched`, for the sentences before and after."""
        after = np.vstack((self.matched[1:], np.zeros((1, self.matched.shape[1]))))
        after[np.append(self.first_of_passage[1:], len(self.rows)) - 1] = 0
        return np.maximum(self.before, after)

    @cached_property
    def lengths(self) -> Column:
        return np.array([row.length for row in self.rows], dtype=float)

    @cached_property
    def article_of(self) -> NDArray[np.intp]:
        """The number of each sentence's article, from 0."""
        _, numbers = np.unique([hit.passage.article.id for hit in self.hits], return_inverse=True)
        return np.asarray(numbers[self.passage_of])

    @cached_property
    def stretches(self) -> tuple[Column, Column]:
        """1 where a sentence holds a stretch of the question's letters, short or long, shape (sentences, stretches)."""
        asked = without_small_words(self.question.text, self.question.lang)
        return shared(spaced(tokens(asked)), [row.folded for row in self.rows])

    def of_passage(self, matrix: Column) -> Column:
        """The greatest value in the passage of each sentence, of a matrix or a column."""
        return np.asarray(np.maximum.reduceat(matrix, self.first_of_passage, axis=0)[self.passage_of])

    def share(self, matrix: Column) -> Column:
        """The share of the question's weight that a matrix of matches covers, for each sentence."""
        return np.asarray(matrix @ self.weights)

    def new(self, kind: str) -> Column:
        """1 where a sentence holds a `kind` of thing (quantities, dates, names, places) that the question does not."""
        asked = self.question.surfaces
        return np.array([float(not getattr(row, kind) <= asked) for row in self.rows])

    def cue(self, group: str) -> Column:
        """1 where a sentence holds a phrase of a group of `words/cues`."""
        return np.array([float(group in row.cues) for row in self.rows])

    def asks(self, *kinds: str) -> float:
        """1 where the question is of one of `kinds`."""
        return float(self.question.kind in kinds)


def gather(question: Question, hits: Sequence[Hit]) -> Evidence:
    """Makes candidates of all sentences of `hits` (at least one)."""
    candidates: list[Citation] = []
    rows: list[Holdings] = []
    passage_of: list[int] = []
    for number, hit in enumerate(hits):
        article = hit.passage.article
        for sentence in hit.passage.sentences:
            candidates.append(Citation(hit.passage, sentence))
            rows.append(holdings(article.text[sentence.start : sentence.end], article.lang))
            passage_of.append(number)
    owners = np.array(passage_of, dtype=np.intp)
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    titles = tuple(holdings(hit.passage.article.title, hit.passage.article.lang) for hit in hits)
    headings = tuple(holdings(hit.asked or hit.passage.heading, hit.passage.article.lang) for hit in hits)
    question = replace(question, words=with_names(question.words, [c.article.lang for c in candidates], rows))
    return Evidence(question, hits, tuple(candidates), tuple(rows), titles, headings, firsts, owners)
