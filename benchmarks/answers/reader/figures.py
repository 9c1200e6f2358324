"""How often the reader puts the right sentence first, on the articles that it was not taught."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.answers.reader.asked import Asked
from benchmarks.answers.reader.encoder import Floats
from benchmarks.answers.reader.pairs import Pairs, Text
from retrieval.evaluation.evaluation import auroc

# Questions of a line that are asked, and candidates of each that are read.
QUESTIONS, CANDIDATES = 40, 8
# What one unit of the words' score (log-odds of the ranking) weighs beside the reader's.
WORDS = 0.4

Read = Callable[[Sequence[Text]], Floats]


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of a line's answerable questions with the right sentence first: by the words, by the reader, by both;
    and the reader's highest score of each question, with an answer and without."""

    asked: int
    words: float | None
    reader: float | None
    both: float | None
    with_answer: tuple[float, ...]
    without: tuple[float, ...]


def measure(
    read: Read, pairs: Pairs, held_out: Mapping[str, Sequence[Asked]], most: int = QUESTIONS
) -> dict[str, Figures]:
    """The figures of each line of the mixture, of at most so many questions; `read` gives the scores of pairs."""
    return {name: _measured(read, pairs, questions, most) for name, questions in held_out.items() if questions}


def _measured(read: Read, pairs: Pairs, questions: Sequence[Asked], most: int) -> Figures:
    chosen = random.Random(3).sample(questions, min(most, len(questions)))
    texts = [
        pairs.pair(asked.text, one.title, one.before, one.text)
        for asked in chosen
        for one in asked.candidates[:CANDIDATES]
    ]
    scores = read(texts)
    ends = np.cumsum([len(asked.candidates[:CANDIDATES]) for asked in chosen])
    parts = dict(zip(chosen, np.split(scores, ends[:-1]), strict=True))
    answerable = [asked for asked in chosen if asked.answerable]
    return Figures(
        len(chosen),
        _first([_right(asked, -np.arange(len(parts[asked]))) for asked in answerable]),
        _first([_right(asked, parts[asked]) for asked in answerable]),
        _first([_right(asked, parts[asked] + WORDS * _words(asked)) for asked in answerable]),
        tuple(float(parts[asked].max()) for asked in answerable),
        tuple(float(parts[asked].max()) for asked in chosen if not asked.answerable),
    )


def _words(asked: Asked) -> Floats:
    return np.array([one.score for one in asked.candidates[:CANDIDATES]], np.float32)


def _right(asked: Asked, order: NDArray[Any]) -> bool:
    return asked.candidates[int(np.argmax(order))].right


def _first(right: Sequence[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def silence(figures: Mapping[str, Figures]) -> dict[str, float | None]:
    """AUROC of the reader's highest score: questions with an answer against near misses of the same sets, and
    against questions off the topic."""
    near = [one for name, one in figures.items() if "@" not in name and one.without]
    near_sets = {name.removesuffix("_unanswerable") for name, one in figures.items() if one.without}
    beside = [score for name, one in figures.items() if name in near_sets for score in one.with_answer]
    answerable = [score for one in figures.values() for score in one.with_answer]
    off = [score for name, one in figures.items() if "@" in name for score in one.without]
    return {
        "near misses": auroc(beside, [score for one in near for score in one.without]),
        "off the topic": auroc(answerable, off),
    }


def in_short(figures: Mapping[str, Figures]) -> str:
    """One line: the mean share of right first sentences of all lines, by the words and by the reader, and `silence`."""
    told = [(one.words, one.reader) for one in figures.values() if one.words is not None and one.reader is not None]
    words, reader = (float(np.mean(column)) for column in zip(*told, strict=True))
    areas = [f"AUROC {name} {area:.3f}" for name, area in silence(figures).items() if area is not None]
    return ", ".join([f"first: words {words:.3f}, reader {reader:.3f}", *areas])
