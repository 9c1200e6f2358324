"""Fits what `weights.json` holds: the order of the sentences, and when to keep quiet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Columns = NDArray[np.float64]

# Keeps the weights of features that seldom differ small.
RIDGE = 1e-3
# The inverse strength of the ridge on the abstention's standardised signals.
CAUTION = 0.3
# The signals that can only speak for an answer, and those that can only speak against it.
COVERED = ("found", "found_around", "pairs", "letters", "score", "ahead")
FOR = frozenset((*COVERED, "likeness", "reading", "reading_chance", "reading_ahead"))
AGAINST = frozenset(("words_missing", "names_missing", "numbers_missing", "kind_missing"))


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a library: the features of its candidates and which of them are right.

    `columns` has shape (candidates, features), `right` (candidates,); `group` is the article asked about.
    """

    set: str
    group: str
    answerable: bool
    columns: Columns
    right: NDArray[np.bool_]


def fit_ranking(cases: Sequence[Case]) -> NDArray[np.float64]:
    """The weights, shape (features,), that make the right sentences most likely (conditional logit, McFadden 1974).

    Minimises the mean of −ln(softmax mass of the right candidates) with a small ridge, over the questions that have a
    right candidate at all.
    """
    useful = [case for case in cases if case.right.any()]
    columns = np.concatenate([case.columns for case in useful])
    right = np.concatenate([case.right for case in useful]).astype(float)
    sizes = [len(case.columns) for case in useful]
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(useful)), sizes)
    scale = columns.std(axis=0) + 1e-9
    scaled = columns / scale

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = scaled @ weights
        lifted = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        total = np.add.reduceat(lifted, starts)
        mass = np.add.reduceat(lifted * right, starts) + 1e-12
        gradient = scaled.T @ (lifted / total[owner] - lifted * right / mass[owner]) / len(useful)
        value = -np.log(mass / total).mean() + RIDGE * weights @ weights
        return float(value), gradient + 2 * RIDGE * weights

    found = minimize(loss, np.zeros(columns.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return np.asarray(found.x / scale)


def fit_abstention(
    signals: Columns, right: NDArray[np.bool_], sets: NDArray[np.str_], names: Sequence[str]
) -> NDArray[np.float64]:
    """Logistic weights, shape (signals,), of whether the first sentence is right; the first signal is the constant 1.

    Every set counts alike, however many questions it has: what all kinds of article have in common is learned. What
    can but speak for an answer never speaks against it, whatever some hundred questions say, and the other way round.
    """
    scale = np.concatenate(([1.0], signals[:, 1:].std(axis=0) + 1e-9))
    columns, signs = signals / scale, np.where(right, 1.0, -1.0)
    found, place, sizes = np.unique(sets, return_inverse=True, return_counts=True)
    share = len(sets) / len(found) / sizes[place]
    keep = np.array([0.0] + [1.0 / CAUTION] * (len(names) - 1))

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = signs * (columns @ weights)
        total = float(share @ np.logaddexp(0, -margin) + keep @ weights**2 / 2)
        return total, keep * weights - columns.T @ (share * signs / (1 + np.exp(margin)))

    bounds = [(0, None) if name in FOR else (None, 0) if name in AGAINST else (None, None) for name in names]
    fitted = minimize(loss, np.zeros(len(names)), jac=True, bounds=bounds, method="L-BFGS-B")
    return np.asarray(fitted.x / scale)


def folds(groups: Sequence[str], number: int, seed: int = 0) -> NDArray[np.intp]:
    """The fold of each question, 0 to `number` − 1, so that no article is in two."""
    names = sorted(set(groups))
    np.random.default_rng(seed).shuffle(names)
    fold_of = {name: place % number for place, name in enumerate(names)}
    return np.array([fold_of[group] for group in groups], dtype=np.intp)


def at(cases: Sequence[Case], weights: NDArray[np.float64], k: int) -> float:
    """The share of the answerable questions with a right sentence among the first `k`."""
    asked = [case for case in cases if case.answerable]
    hits = [case.right[np.argsort(-(case.columns @ weights), kind="stable")[:k]].any() for case in asked]
    return float(np.mean(hits)) if hits else float("nan")
