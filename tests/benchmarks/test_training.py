"""The weights are fitted by the formulas that their docstrings name."""

import numpy as np
import pytest

from benchmarks.answers.fitting import Case, at, fit_abstention, fit_ranking, folds
from retrieval.answering.abstention import confidence, signals
from retrieval.answering.answering import search
from retrieval.answering.reader.reader import SHIPPED
from retrieval.answering.weights import read_weights
from tests.common.stories import library


def cases(seed: int, number: int = 200) -> list[Case]:
    """Questions with six candidates, the right one being chosen by 2·first − 1·second plus Gumbel noise."""
    chance = np.random.default_rng(seed)
    made = []
    for question in range(number):
        columns = chance.normal(size=(6, 2))
        utility = columns @ [2.0, -1.0] + chance.gumbel(size=6)
        made.append(Case("set", f"article {question % 20}", True, columns, utility == utility.max()))
    return made


def test_the_ranking_finds_the_weights_that_made_the_choices() -> None:
    """On choices made by a conditional logit, its weights come back."""
    assert fit_ranking(cases(0, 3000)) == pytest.approx([2.0, -1.0], abs=0.2)


def test_what_was_learned_is_better_than_what_was_not() -> None:
    """Held-out questions are ranked better than by chance, and more is found among three than first."""
    weights = fit_ranking(cases(1))
    assert 1 / 6 < at(cases(2), weights, 1) < at(cases(2), weights, 3) <= 1


def test_abstention_learns_what_tells_right_sentences_apart() -> None:
    """The weight of a telling signal is positive, that of noise near 0, and sets of unlike size count alike."""
    chance = np.random.default_rng(0)
    right = chance.random(800) < 0.5
    columns = np.column_stack((np.ones(800), right + chance.normal(size=800), chance.normal(size=800)))
    sets = np.array(["small"] * 100 + ["large"] * 700)
    _, telling, noise = fit_abstention(columns, right, sets, ("one", "reading", "mass"))
    assert telling > 0.5
    assert abs(noise) < 0.3
    # What can but speak against an answer is not learned to speak for it.
    _, missing, _ = fit_abstention(columns, right, sets, ("one", "names_missing", "mass"))
    assert missing == 0


def test_no_article_is_in_two_folds() -> None:
    """What is measured was never fitted."""
    groups = [f"article {number % 7}" for number in range(50)]
    fold = folds(groups, 3)
    assert all(len({fold[i] for i, name in enumerate(groups) if name == group}) == 1 for group in groups)
    assert set(fold) == {0, 1, 2}


def test_every_signal_has_a_weight_and_every_weight_a_signal() -> None:
    """The file and the code speak of the same things; the bands are in order. Nothing is nearest by the words alone."""
    _, ranking = search("Combien mesure le viaduc de Kerlan ?", *library())
    assert ranking is not None
    weights = read_weights()
    assert set(signals(ranking)) == set(weights.abstention)
    nearest, possible, sure = (weights.thresholds[band] for band in ("nearest", "possible", "sure"))
    assert 0 < nearest <= possible <= sure < 1
    assert [confidence(chance, weights) for chance in (0.0, nearest, 1.0)] == ["none", "possible", "sure"]
    read = read_weights(SHIPPED / "weights-vectors.json")
    nearest, possible, sure = (read.thresholds[band] for band in ("nearest", "possible", "sure"))
    bands = [confidence(chance, read) for chance in (0.0, nearest, possible, sure)]
    assert bands == ["none", "nearest", "possible", "sure"]
