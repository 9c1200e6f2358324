"""Whether the best sentence is an answer at all: a probability, from evidence that the score alone does not give."""

import math

import numpy as np

from retrieval.evidence import Evidence
from retrieval.features import FEATURES
from retrieval.ranking import Ranking, weights_of
from retrieval.types import Confidence


def signals(ranking: Ranking) -> dict[str, float]:
    """What speaks for and against the best sentence of `ranking` being an answer, each 0 to 1.

    A raw BM25 score hardly tells answerable questions from others: these are shares of what the question asks.
    """
    e, row = ranking.evidence, ranking.sentences[0].row
    found = np.maximum(e.in_passage[row], e.in_title[row])
    column = dict(zip(FEATURES, ranking.columns[row].tolist(), strict=True))
    return {
        "one": 1.0,
        "covered": float(e.share(e.matched)[row]),
        "found": float(found @ e.weights),
        "unseen": _share(e, [word.unseen for word in e.question.words]),
        "names_missing": _missing(e, [word.is_name for word in e.question.words], found),
        "numbers_missing": _missing(e, [word.is_number for word in e.question.words], found),
        "pairs": column["word_pairs"],
        "fits": float(any(value > 0 for name, value in column.items() if name.endswith("_fits"))),
        "asks": float(e.question.kind not in {"", "thing", "yes-no"}),
        "margin": _margin(ranking),
    }


def _share(e: Evidence, chosen: list[bool]) -> float:
    return float(e.weights @ np.array(chosen, dtype=float)) if chosen else 0.0


def _missing(e: Evidence, chosen: list[bool], found: np.ndarray) -> float:
    """The share of the idf mass in chosen words that the passage and the title do not hold."""
    return float((e.weights * np.array(chosen, dtype=float)) @ (1 - found)) if chosen else 0.0


def _margin(ranking: Ranking) -> float:
    """How far the best sentence is ahead of the best of another passage, 0 to 1."""
    best = ranking.sentences[0]
    for other in ranking.sentences[1:]:
        if other.citation.passage is not best.citation.passage:
            return 1 - math.exp(-max(0.0, best.score - other.score))
    return 1.0


def probability(ranking: Ranking) -> float:
    """The probability, 0 to 1, that the best sentence of `ranking` answers."""
    weights = weights_of("abstention")
    total = sum(weights[name] * value for name, value in signals(ranking).items())
    return 1 / (1 + math.exp(-total))


def confidence(chance: float) -> Confidence:
    """The band in which a probability lies."""
    thresholds = weights_of("thresholds")
    if chance >= thresholds["sure"]:
        return "sure"
    return "possible" if chance >= thresholds["possible"] else "none"
