"""The articles of the sets, sentence by sentence, and which of them answer a question."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from benchmarks.answers.reader.asked import Asked, Candidate, TaughtSet, may_answer
from retrieval.language.segmentation import split_passages
from retrieval.types import Article, Sentence


class Text(NamedTuple):
    """An article and its sentences, with the start of the passage that each stands in."""

    article: Article
    sentences: tuple[Sentence, ...]
    passages: tuple[int, ...]

    def said(self, place: int) -> str:
        """The words of one sentence."""
        one = self.sentences[place]
        return self.article.text[one.start : one.end]

    def place(self, candidate: Candidate) -> int:
        """Where a candidate stands among the sentences.

        Raises LookupError where it does not: it was found when articles were split otherwise."""
        for place, start in enumerate(self.passages):
            if start == candidate.passage[1] and self.said(place) == candidate.text:
                return place
        raise LookupError(f"{self.article.id} has no sentence {candidate.text!r}; delete the candidates found before")


class Labels(NamedTuple):
    """Places of an article's sentences that answer, and of those that may, though nobody marked them."""

    right: frozenset[int]
    unsure: frozenset[int]


class Articles:
    """Those of each set, read when they are first needed."""

    def __init__(self, sets: Mapping[str, TaughtSet]) -> None:
        self._sets = sets
        self.text = cache(self._text)
        self._articles = cache(self._articles_of)
        self._questions = cache(self._questions_of)

    def _articles_of(self, name: str) -> dict[str, Article]:
        return {article.id: article for article in self._sets[name].read()}

    def _text(self, name: str, article: str) -> Text:
        """One article of a set, by its id there."""
        found = self._articles(name)[article]
        pairs = [(one, passage.start) for passage in split_passages(found) for one in passage.sentences]
        return Text(found, tuple(one for one, _ in pairs), tuple(start for _, start in pairs))

    def _questions_of(self, name: str) -> dict[str, dict[str, Any]]:
        return {str(row["id"]): row for row in self._sets[name].asked()}

    def labels(self, asked: Asked) -> Labels:
        """Of the sentences of a question's own article."""
        right, unsure = set(), set()
        if asked.answerable:
            text, row = self.text(asked.own, asked.article), self._questions(asked.own)[asked.id]
            for place, one in enumerate(text.sentences):
                if any(one.start <= start < one.end for start, _ in row["spans"]):
                    right.add(place)
                elif may_answer(row, one.start, one.end, text.said(place)):
                    unsure.add(place)
        return Labels(frozenset(right), frozenset(unsure))
