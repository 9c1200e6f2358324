"""The order of the sentences: a weighted sum of the evidence, with the weights in a file of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.evidence import Evidence, gather
from retrieval.answering.features import FEATURES, features
from retrieval.answering.question import Question
from retrieval.answering.weights import Weights, read_weights
from retrieval.types import Citation, Hit


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate and the sum of what speaks for it (any real number, comparable within a question).

    `row` is its place in the evidence.
    """

    citation: Citation
    score: float
    row: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """All candidates, best first, and the evidence that put them there, shape (candidates, len(FEATURES)).

    `likeness` is how like the question each is (see `dense`), None without vectors; `numbers` are the reader's, by row,
    of those candidates that it read; `weights` are those that were used.
    """

    sentences: tuple[Ranked, ...]
    evidence: Evidence
    columns: NDArray[np.float64]
    weights: Weights
    likeness: NDArray[np.float64] | None = None
    numbers: Mapping[int, float] = field(default_factory=dict)


def rank(question: Question, hits: Sequence[Hit]) -> Ranking:
    """Orders the sentences of `hits` (at least one). Ties go to the better passage, then to the earlier sentence."""
    evidence = gather(question, hits)
    return rank_by(evidence, features(evidence), read_weights())


def rank_by(evidence: Evidence, columns: NDArray[np.float64], weights: Weights) -> Ranking:
    """Orders the candidates of `evidence` by the sum of their `columns`, shape (candidates, features)."""
    scores = columns @ vector(weights)
    order = np.argsort(-scores, kind="stable")
    ranked = tuple(Ranked(evidence.candidates[i], float(scores[i]), int(i)) for i in order)
    return Ranking(ranked, evidence, columns, weights)


def vector(weights: Weights) -> NDArray[np.float64]:
    """The weights of FEATURES in their order; 0 where one has none."""
    return np.array([weights.ranking.get(name, 0.0) for name in FEATURES])
