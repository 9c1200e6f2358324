"""What the reader is shown at once: questions with a right and wrong sentences, and the same as texts alone."""

import random
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.answers.reader.asked import Asked, Candidate
from benchmarks.answers.reader.mixture import Draw
from benchmarks.answers.reader.noise import as_typed
from benchmarks.answers.reader.pairs import Pairs, Text

# Tokens of the pairs of one step; sentences a question, and wrong ones where none is right.
TOKENS, SENTENCES, WITHOUT = 5120, 4, 3
# The first wrong ones by rank are drawn more often, those of the right one's passage too, and leads, which repeat the
# words of every question on their subject.
RANK_0, SAME_PASSAGE, LEAD = 1.5, 1.5, 2.0
# Answers of these mostly stand in the lead, which has taught an earlier reader to like leads: so often
# such a question is passed over.
LEAD_ANSWERS, PASSED_OVER = ("en_nq_lim", "tydi_", "fr_service_public"), 0.4
# How often a question's right sentences are taken away, so that what remains is on the subject and does not answer.
TAKEN_AWAY = 0.1
NO_TITLE, NO_BEFORE, ANY_SENTENCE = 0.12, 0.12, 0.3
# How often a question and its sentences are texts alone, too; tokens of those at most.
ALONE, LENGTH = 0.5, 64


class Group(NamedTuple):
    """Pairs of one question, the right one first where there is one; and as texts alone, the question, the right
    sentence and a wrong one, or nothing."""

    pairs: list[Text]
    has_right: bool
    alone: list[Text]


class Teacher:
    """Makes groups of the questions drawn; `anything` are sentences that small talk is set against."""

    def __init__(self, draw: Draw, pairs: Pairs, anything: list[Candidate], chance: random.Random) -> None:
        self._draw, self._pairs, self._anything, self._chance = draw, pairs, anything, chance

    def lessons(self) -> Iterator[list[Group]]:
        """Groups for a step, without end."""
        while True:
            groups: list[Group] = []
            while sum(len(pair.ids) for group in groups for pair in group.pairs) < TOKENS:
                groups.append(self.group())
            yield groups

    def group(self) -> Group:
        """The next question as somebody might type it, and what it is shown with."""
        chosen: list[Candidate] = []
        while not chosen:
            asked = self._draw.next()
            chosen, has_right = self._chosen(asked)
        question = as_typed(asked.text, self._chance)
        title, before = self._chance.random() > NO_TITLE, self._chance.random() > NO_BEFORE
        pairs = [self._pairs.pair(question, title * one.title, before * one.before, one.text) for one in chosen]
        texts: list[str] = []
        if has_right and self._chance.random() < ALONE:
            texts = [f"query: {question}", *(passage(one, title) for one in chosen[:2])]
        return Group(pairs, has_right, [self._pairs.alone(text, LENGTH) for text in texts])

    def _chosen(self, asked: Asked) -> tuple[list[Candidate], bool]:
        """Sentences, and whether the first one is right; none where the question is passed over."""
        best = self._best([one for one in asked.candidates if one.right])
        if best and best.lead and asked.mixture.startswith(LEAD_ANSWERS) and self._chance.random() < PASSED_OVER:
            return [], False
        if best and self._chance.random() < TAKEN_AWAY:
            best = None
        wrong = self._wrong(asked, SENTENCES - 1 if best else WITHOUT)
        if "@" in asked.mixture and self._chance.random() < ANY_SENTENCE:
            wrong[-1:] = [self._chance.choice(self._anything)]
        return ([best, *wrong], True) if best else (wrong, False)

    def _best(self, right: Sequence[Candidate]) -> Candidate | None:
        """The first of the right ones, or any of them."""
        if not right:
            return None
        return right[0] if self._chance.random() < 0.5 else self._chance.choice(right)

    def _wrong(self, asked: Asked, most: int) -> list[Candidate]:
        """At most so many, by weight (Efraimidis and Spirakis 2006: the greatest of random ** (1 / weight))."""
        near = {one.passage for one in asked.candidates if one.right}
        keys: list[tuple[float, Candidate]] = []
        for rank, one in enumerate(asked.candidates):
            if not one.right and not one.unsure:
                weight = (SAME_PASSAGE if one.passage in near else 1) * (LEAD if one.lead else 1) / (RANK_0 + rank)
                keys.append((self._chance.random() ** (1 / weight), one))
        return [one for _, one in sorted(keys, key=lambda pair: -pair[0])[:most]]


def passage(candidate: Candidate, titled: bool = True) -> str:
    """A sentence as e5 is given it: its article's title before it."""
    if titled and candidate.title:
        return f"passage: {candidate.title}: {candidate.text}"
    return f"passage: {candidate.text}"
