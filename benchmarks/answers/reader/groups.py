"""What the reader is shown at once: questions with a right and wrong sentences, and the same as texts alone.

What is shown of them are pairs, or (`windows.py`) windows.
"""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from benchmarks.answers.reader.asked import Asked, Candidate
from benchmarks.answers.reader.mixture import Draw
from benchmarks.answers.reader.noise import as_typed
from benchmarks.answers.reader.pairs import Pairs, Text

# Tokens of the pairs of one step; pairs a question, and those of wrong sentences where none is right.
TOKENS, PAIRS, WITHOUT = 5120, 4, 3
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
RIGHT, WRONG, UNSURE = 1, 0, -1


class Shown(NamedTuple):
    """Texts beside one question, and of each sentence in them whether it is RIGHT, WRONG or UNSURE."""

    texts: list[Text]
    marks: list[int]


class Group(NamedTuple):
    """What is shown of one question, with its marks; and as texts alone the question, a right sentence and a wrong one,
    or nothing."""

    texts: list[Text]
    marks: list[int]
    alone: list[Text]


class Chosen(NamedTuple):
    """A question, what of its candidates is shown, and whether with their title and with what stands before them."""

    asked: Asked
    right: Candidate | None
    wrong: list[Candidate]
    titled: bool = True
    led: bool = True


class Teacher(ABC):
    """Makes groups of the questions drawn, with so many tokens a step."""

    tokens = TOKENS

    def __init__(self, draw: Draw, pairs: Pairs, chance: random.Random) -> None:
        self._draw, self._pairs, self._chance = draw, pairs, chance

    def lessons(self) -> Iterator[list[Group]]:
        """Groups for a step, without end."""
        while True:
            groups: list[Group] = []
            while sum(len(text.ids) for group in groups for text in group.texts) < self.tokens:
                groups.append(self.group())
            yield groups

    def group(self) -> Group:
        """The next question as somebody might type it, and what it is shown with."""
        chosen = self._chosen(self._draw.next())
        while not chosen.right and not chosen.wrong:
            chosen = self._chosen(self._draw.next())
        question = as_typed(chosen.asked.text, self._chance)
        titled, led = self._chance.random() > NO_TITLE, self._chance.random() > NO_BEFORE
        chosen = chosen._replace(titled=titled, led=led)
        shown = self._shown(question, chosen)
        texts: list[str] = []
        if chosen.right and self._chance.random() < ALONE:
            said = [passage(one, titled) for one in (chosen.right, *chosen.wrong[:1])]
            texts = [f"query: {question}", *said]
        return Group(*shown, [self._pairs.alone(text, LENGTH) for text in texts])

    @abstractmethod
    def _shown(self, question: str, chosen: Chosen) -> Shown:
        """The texts that the question, as it was typed, is shown in."""

    def _chosen(self, asked: Asked) -> Chosen:
        """What is shown of a question: nothing where it is passed over."""
        best = self._best([one for one in asked.candidates if one.right])
        if best and best.lead and asked.mixture.startswith(LEAD_ANSWERS) and self._chance.random() < PASSED_OVER:
            return Chosen(asked, None, [])
        if best and self._chance.random() < TAKEN_AWAY:
            best = None
        return Chosen(asked, best, self._wrong(asked, best is not None))

    def _best(self, right: Sequence[Candidate]) -> Candidate | None:
        """The first of the right ones, or any of them."""
        if not right:
            return None
        return right[0] if self._chance.random() < 0.5 else self._chance.choice(right)

    def _wrong(self, asked: Asked, beside_right: bool) -> list[Candidate]:
        """All of them, drawn by weight (Efraimidis and Spirakis 2006: by random ** (1 / weight), greatest first)."""
        near = {one.passage for one in asked.candidates if one.right}
        keys: list[tuple[float, Candidate]] = []
        for rank, one in enumerate(asked.candidates):
            if not one.right and not one.unsure:
                weight = (SAME_PASSAGE if one.passage in near else 1) * (LEAD if one.lead else 1) / (RANK_0 + rank)
                keys.append((self._chance.random() ** (1 / weight), one))
        return [one for _, one in sorted(keys, key=lambda pair: -pair[0])]


class PairTeacher(Teacher):
    """Shows pairs, the right one first where there is one; `anything` are sentences that small talk is set against."""

    def __init__(self, draw: Draw, pairs: Pairs, chance: random.Random, anything: list[Candidate]) -> None:
        super().__init__(draw, pairs, chance)
        self._anything = anything

    def _wrong(self, asked: Asked, beside_right: bool) -> list[Candidate]:
        wrong = super()._wrong(asked, beside_right)[: PAIRS - 1 if beside_right else WITHOUT]
        if "@" in asked.mixture and self._chance.random() < ANY_SENTENCE:
            wrong[-1:] = [self._chance.choice(self._anything)]
        return wrong

    def _shown(self, question: str, chosen: Chosen) -> Shown:
        shown = [*([chosen.right] if chosen.right else []), *chosen.wrong]
        texts = [
            self._pairs.pair(question, chosen.titled * one.title, chosen.led * one.before, one.text) for one in shown
        ]
        return Shown(texts, [RIGHT] * (len(shown) - len(chosen.wrong)) + [WRONG] * len(chosen.wrong))


def passage(candidate: Candidate, titled: bool = True) -> str:
    """A sentence as e5 is given it: its article's title before it."""
    if titled and candidate.title:
        return f"passage: {candidate.title}: {candidate.text}"
    return f"passage: {candidate.text}"
