"""Whether a probability keeps its word: of the answers given at .7, seven in ten should be right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of similar probability: how many, their mean probability, and the share whose answer was right."""

    size: int
    probability: float
    right: float


def reliability(chances: Sequence[float], right: Sequence[bool]) -> tuple[Bin, ...]:
    """The questions in ten bins of equal mass, from the lowest probability up.

    Equal probabilities are never parted, so that the order of the questions does not matter; where many are equal,
    bins differ in size, and there are fewer.

    >>> reliability([0.2, 0.8], [False, True])
    (Bin(size=1, probability=0.2, right=0.0), Bin(size=1, probability=0.8, right=1.0))
    """
    values, hits = np.asarray(chances, dtype=float), np.asarray(right, dtype=float)
    lower = np.searchsorted(np.sort(values), values, side="left")
    bin_of = lower * BINS // max(1, len(values))
    chosen = [bin_of == number for number in np.unique(bin_of)]
    return tuple(Bin(int(c.sum()), float(values[c].mean()), float(hits[c].mean())) for c in chosen)


def expected_calibration_error(chances: Sequence[float], right: Sequence[bool]) -> float | None:
    """The mean distance between a bin's probability and its share of right answers, 0 (best) to 1; None for nothing.

    Guo et al. 2017, "On Calibration of Modern Neural Networks", equation 3: bins count by their size. They are of
    equal mass instead of equal width, as in Nixon et al. 2019, "Measuring Calibration in Deep Learning", so that no
    bin rests on a handful of questions.
    """
    if not chances:
        return None
    return sum(b.size * abs(b.probability - b.right) for b in reliability(chances, right)) / len(chances)


def risk_coverage(chances: Sequence[float], right: Sequence[bool]) -> tuple[tuple[float, float], ...]:
    """(coverage, risk) for each threshold, from the highest: the share of all questions whose probability reaches it,
    and the share of wrong answers among those (El-Yaniv and Wiener 2010, definition 4). Equal probabilities are one
    threshold.

    >>> risk_coverage([0.9, 0.5, 0.5, 0.1], [True, True, False, False])
    ((0.25, 0.0), (0.75, 0.3333333333333333), (1.0, 0.5))
    """
    points: dict[float, tuple[float, float]] = {}
    wrong = 0
    for answered, (chance, hit) in enumerate(sorted(zip(chances, right, strict=True), reverse=True), 1):
        wrong += not hit
        points[chance] = (answered / len(chances), wrong / answered)
    return tuple(points.values())
