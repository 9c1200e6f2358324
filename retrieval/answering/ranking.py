"""The order of the sentences: a weighted sum of the evidence, with the weights in a file of their own."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.evidence import Evidence, gather
from retrieval.answering.features import FEATURES, features
from retrieval.answering.question import Question
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
    """All candidates, best first, and the evidence that put them there, shape (candidates, len(FEATURES))."""

    sentences: tuple[Ranked, ...]
    evidence: Evidence
    columns: NDArray[np.float64]


@cache
def weights_of(part: str) -> dict[str, float]:
    """The weights of a part of `weights.json`: ranking, abstention or thresholds."""
    stored = json.loads(files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    return {name: float(weight) for name, weight in stored[part].items()}


def rank(question: Question, hits: Sequence[Hit]) -> Ranking:
    """Orders the sentences of `hits` (at least one). Ties go to the better passage, then to the earlier sentence."""
    evidence = gather(question, hits)
    weights = weights_of("ranking")
    return rank_by(evidence, features(evidence), np.array([weights.get(name, 0.0) for name in FEATURES]))


def rank_by(evidence: Evidence, columns: NDArray[np.float64], weights: NDArray[np.float64]) -> Ranking:
    """Orders the candidates of `evidence` by the sum of their `columns` under `weights`, shape (features,)."""
    scores = columns @ weights
    order = np.argsort(-scores, kind="stable")
    ranked = tuple(Ranked(evidence.candidates[i], float(scores[i]), int(i)) for i in order)
    return Ranking(ranked, evidence, columns)
