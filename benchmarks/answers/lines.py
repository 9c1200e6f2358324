"""The lines that are fitted: words alone, words and reader, words, vectors and reader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.answers.asking import Asked
from benchmarks.answers.fitting import Case, Columns, fit_ranking
from retrieval.answering.features import FAMILIES, FEATURES
from retrieval.answering.ranking import Ranking, rank_by, vector
from retrieval.answering.rereading import LIKENESS, READING, place
from retrieval.answering.weights import Weights, read_weights

# Features that the sets can't teach, since they hold no captions and hardly a question mark: set by hand.
BY_HAND = {"caption": -1.0, "too_short": -1.0, "is_question": -1.0}
FILES = {"words": "weights.json", "reader": "weights.json", "reader and vectors": "weights-vectors.json"}
# What the words say together, as one column: with a reader their weights keep their proportions. To fit forty weights
# anew on the few hundred questions that are asked as people ask put .376 right sentences first, two weights .386.
WORDS = "words"


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of weights: the names of its columns, the families that they make, and the file that has the weights."""

    kind: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in their order."""
        if self.kind == "words":
            return tuple(FEATURES)
        return (WORDS, READING, LIKENESS)[: 3 if self.kind == "reader and vectors" else 2]

    @property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """What may be left out to see what it is worth."""
        return FAMILIES if self.kind == "words" else {name: (name,) for name in self.names}

    @property
    def file(self) -> str:
        """The file of its weights."""
        return FILES[self.kind]


def case(line: Line, asked: Asked, keep: Sequence[int] | None = None) -> Case:
    """What was read of a question (without a reader: all its candidates) as rows, with the columns that are kept."""
    columns, right = asked.ranking.columns, asked.right
    if line.kind != "words":
        rows = list(asked.numbers)
        likeness = np.zeros(len(rows)) if asked.ranking.likeness is None else asked.ranking.likeness[rows]
        words = columns[rows] @ vector(read_weights())
        columns = np.column_stack([words, list(asked.numbers.values()), likeness])[:, : len(line.names)]
        right = right[rows]
    chosen = columns if keep is None else columns[:, keep]
    return Case(asked.set, asked.group, asked.question.answerable, chosen, right)


def fit_line(line: Line, asked: Sequence[Asked]) -> Columns:
    """The weights of `line.names` that order these questions' candidates best."""
    useful = [one for one in asked if one.question.answerable and (one.numbers or line.kind == "words")]
    return fit_ranking([case(line, one) for one in useful])


def spelled_out(line: Line, weights: Columns) -> dict[str, float]:
    """The weights as they are stored: of each feature, and of what is evidence besides."""
    found = {name: float(weight) for name, weight in zip(line.names, weights, strict=True)}
    if line.kind == "words":
        return found | BY_HAND
    words = found.pop(WORDS)
    return {name: words * weight for name, weight in read_weights().ranking.items()} | found


def reordered(line: Line, asked: Asked, weights: Columns) -> Ranking:
    """The ranking as it is with these weights."""
    found = Weights(spelled_out(line, weights), {}, {})
    if line.kind == "words":
        return rank_by(asked.ranking.evidence, asked.ranking.columns, found)
    return place(asked.ranking, asked.numbers, found)
