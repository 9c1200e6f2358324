"""When to keep quiet: where the bands of the chance begin, and what comes of them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from benchmarks.answers.asking import Asked, console
from retrieval.evaluation.calibration import expected_calibration_error
from retrieval.evaluation.evaluation import auroc

# A chance is one of the first sentence being right, so a band is a promise: from "sure" on, that share of the answers
# and more are right. "possible" is where a third of the near misses (the articles tell of the subject, not of what is
# asked) and one in thirteen of the questions off their subject get past; below "nearest" a sentence only distracts.
BANDS = {"sure": 0.6, "possible": 0.4, "nearest": 0.22}

Chances = NDArray[np.float64]


def print_silence(kind: str, chances: Chances, right: Chances, judged: Sequence[Asked]) -> None:
    """For each set and for all: what is answered, how much of it is right, what is answered though it has no answer."""
    columns = ("AUROC", "answered and right", "of all answers right", "answered falsely", "calibration error")
    table = Table(f"silence: {kind}", "first right", *columns)
    names = np.array([one.set for one in judged])
    answerable = np.array([one.question.answerable for one in judged])
    for name in (*dict.fromkeys(names.tolist()), "all"):
        part = (names == name) | (name == "all")
        table.add_row(name, *_figures(chances[part], right[part], answerable[part], BANDS["possible"]))
    console.print(table, str(BANDS))


def _figures(chances: Chances, right: Chances, answerable: NDArray[np.bool_], least: float) -> list[str]:
    answered = chances >= least
    area = auroc(chances[answerable].tolist(), chances[~answerable].tolist())
    return [
        f"{right[answerable].mean():.3f}",
        "–" if area is None else f"{area:.3f}",
        f"{(answered & (right > 0))[answerable].mean():.3f}",
        f"{right[answered].mean():.3f}" if answered.any() else "–",
        f"{answered[~answerable].mean():.3f}" if (~answerable).any() else "–",
        f"{expected_calibration_error(chances.tolist(), (right > 0).tolist()):.3f}",
    ]
