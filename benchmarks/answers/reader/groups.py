"""What the reader is shown at once: a question with a right and wrong sentences, and texts whose vectors it keeps."""

import random
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.reader.asked import Asked, Candidate
from benchmarks.answers.reader.encoder import Batch, Embeddings, Floats, Shape, Text, pack
from benchmarks.answers.reader.mixture import Draw
from benchmarks.answers.reader.noise import as_typed
from benchmarks.answers.reader.pairs import Pairs

# Of pairs, and of texts alone (an eighth of the tokens); groups a batch, sentences a group.
PAIRS, ALONE = Shape(tokens=2560, texts=40, length=96), Shape(tokens=384, texts=20, length=64)
GROUPS, SENTENCES = 16, 4
# Wrong sentences where none is right.
WITHOUT = 2
# The first wrong ones by rank are drawn more often, and those of the right one's passage.
RANK_0, SAME_PASSAGE = 1.5, 1.5
NO_TITLE, NO_BEFORE, ANY_SENTENCE = 0.1, 0.1, 0.3
# How often a question, and a sentence, is also a text alone.
QUESTION_ALONE, SENTENCE_ALONE = 0.4, 0.25
# Texts alone that may wait for the next batch.
WAITING = 60


class Lesson(NamedTuple):
    """A batch of groups. members [GROUPS, SENTENCES] of each among the pairs, the right one first; there says which
    exist; has_right [GROUPS]; right [pairs]; alone are texts whose vectors are kept as e5 has them."""

    pairs: Batch
    alone: Batch
    members: NDArray[np.int32]
    there: Floats
    has_right: Floats
    right: Floats


class Group(NamedTuple):
    """Pairs of one question, the right one first where there is one, and texts alone."""

    pairs: list[Text]
    has_right: bool
    alone: list[Text]


class Teacher:
    """Makes lessons of the questions drawn; `anything` are sentences that small talk is set against."""

    def __init__(self, draw: Draw, pairs: Pairs, anything: list[Candidate], chance: random.Random) -> None:
        self._draw, self._pairs, self._anything, self._chance = draw, pairs, anything, chance

    def _chosen(self, asked: Asked) -> tuple[list[Candidate], bool]:
        right = [one for one in asked.candidates if one.right]
        wrong = [(rank, one) for rank, one in enumerate(asked.candidates) if not one.right and not one.unsure]
        near = {one.passage for one in right}
        weights = [(SAME_PASSAGE if one.passage in near else 1) / (RANK_0 + rank) for rank, one in wrong]
        chosen = self._without_repetition([one for _, one in wrong], weights, SENTENCES - 1 if right else WITHOUT)
        if "@" in asked.mixture and self._chance.random() < ANY_SENTENCE:
            chosen = [*chosen[:1], self._chance.choice(self._anything)]
        if not right:
            return chosen, False
        best = right[0] if self._chance.random() < 0.5 else self._chance.choice(right)
        return [best, *chosen], True

    def _without_repetition(self, items: list[Candidate], weights: list[float], most: int) -> list[Candidate]:
        """At most so many, by weight (Efraimidis and Spirakis 2006: the greatest of random ** (1 / weight))."""
        keys = [self._chance.random() ** (1 / weight) for weight in weights]
        order = sorted(range(len(items)), key=keys.__getitem__, reverse=True)
        return [items[place] for place in order[:most]]

    def group(self) -> Group:
        """The next question as somebody might type it, and what it is shown with."""
        chosen: list[Candidate] = []
        while not chosen:
            asked = self._draw.next()
            chosen, has_right = self._chosen(asked)
        question = as_typed(asked.text, self._chance)
        title, before = self._chance.random() > NO_TITLE, self._chance.random() > NO_BEFORE
        pairs = [self._pairs.pair(question, title * one.title, before * one.before, one.text) for one in chosen]
        texts = [f"query: {question}"] if self._chance.random() < QUESTION_ALONE else []
        texts += [passage(one) for one in chosen if self._chance.random() < SENTENCE_ALONE]
        return Group(pairs, has_right, [self._pairs.alone(text, ALONE.length) for text in texts])

    def lessons(self, embeddings: Embeddings) -> Iterator[tuple[Lesson, int]]:
        """Lessons without end, each as full as the shapes allow, with the number of its groups."""
        waiting: list[Text] = []
        group = self.group()
        while True:
            groups: list[Group] = []
            while len(groups) < GROUPS and _fits([*groups, group]):
                groups.append(group)
                waiting += group.alone
                group = self.group()
            alone: list[Text] = []
            self._chance.shuffle(waiting)
            while waiting and len(alone) < ALONE.texts and _tokens([*alone, waiting[-1]]) <= ALONE.tokens:
                alone.append(waiting.pop())
            waiting = waiting[-WAITING:]
            yield _lesson(groups, alone, embeddings), len(groups)


def passage(candidate: Candidate) -> str:
    """A sentence as e5 is given it: its article's title before it."""
    return f"passage: {candidate.title}: {candidate.text}" if candidate.title else f"passage: {candidate.text}"


def _tokens(texts: list[Text]) -> int:
    return sum(len(text.ids) for text in texts)


def _fits(groups: list[Group]) -> bool:
    pairs = [pair for group in groups for pair in group.pairs]
    return len(pairs) <= PAIRS.texts and _tokens(pairs) <= PAIRS.tokens


def _lesson(groups: list[Group], alone: list[Text], embeddings: Embeddings) -> Lesson:
    members, there = np.zeros((GROUPS, SENTENCES), np.int32), np.zeros((GROUPS, SENTENCES), np.float32)
    has_right, right = np.zeros(GROUPS, np.float32), np.zeros(PAIRS.texts, np.float32)
    begin = 0
    for row, group in enumerate(groups):
        size = len(group.pairs)
        members[row, :size], there[row, :size] = np.arange(begin, begin + size), 1
        has_right[row] = right[begin] = group.has_right
        begin += size
    pairs = [pair for group in groups for pair in group.pairs]
    return Lesson(pack(pairs, PAIRS, embeddings), pack(alone, ALONE, embeddings), members, there, has_right, right)
