"""The weights of the evidence, in files that a person can read: one for the words alone, one beside each reader."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WORDS_ALONE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """`ranking` weighs the features of a sentence, `abstention` the signals of whether it answers; `thresholds` are
    the chances from which an answer is sure, possible, and worth showing as nearest."""

    ranking: Mapping[str, float]
    abstention: Mapping[str, float]
    thresholds: Mapping[str, float]


@cache
def read_weights(file: Path = WORDS_ALONE) -> Weights:
    """The weights in `file`, as `benchmarks.answers.train` writes them."""
    stored = json.loads(file.read_text(encoding="utf-8"))
    ranking, abstention, thresholds = (
        {name: float(weight) for name, weight in stored[part].items()}
        for part in ("ranking", "abstention", "thresholds")
    )
    return Weights(ranking, abstention, thresholds)
