"""A probability is measured by how often it is right."""

import pytest

from retrieval.evaluation.calibration import Bin, expected_calibration_error, reliability, risk_coverage


def test_ten_bins_hold_as_many_questions_each() -> None:
    """Twenty probabilities, two a bin, worked out on paper for the first and the last."""
    chances = [number / 32 for number in range(20)]
    bins = reliability(chances, [chance >= 0.5 for chance in chances])
    assert [b.size for b in bins] == [2] * 10
    assert bins[0] == Bin(2, 1 / 64, 0.0)
    assert bins[9] == Bin(2, 37 / 64, 1.0)


def test_equal_probabilities_share_a_bin_in_any_order() -> None:
    """The order of the questions changes nothing."""
    chances, right = [0.5, 0.5, 0.5, 0.5, 0.75], [True, False, False, False, True]
    assert reliability(chances, right) == (Bin(4, 0.5, 0.25), Bin(1, 0.75, 1.0))
    assert reliability(chances[::-1], right[::-1]) == reliability(chances, right)


def test_the_calibration_error_worked_out_by_hand() -> None:
    """Three at .5 of which one is right, one at .9 that is: (3 × 1/6 + 1 × .1) / 4."""
    assert expected_calibration_error([0.5, 0.5, 0.5, 0.9], [True, False, False, True]) == pytest.approx(0.15)


@pytest.mark.parametrize(("chance", "error"), [(1.0, 0.0), (0.0, 1.0), (0.7, 0.3)])
def test_the_calibration_error_of_a_single_right_answer(chance: float, error: float) -> None:
    """It is the distance from certainty."""
    assert expected_calibration_error([chance], [True]) == pytest.approx(error)


def test_nothing_asked_has_no_calibration_error() -> None:
    """No question, no figure and no point."""
    assert expected_calibration_error([], []) is None
    assert reliability([], []) == ()
    assert risk_coverage([], []) == ()


def test_risk_and_coverage_worked_out_by_hand() -> None:
    """Thresholds .9, .5 (two questions at once) and .1: no wrong one of two, one of four, two of five."""
    found = risk_coverage([0.1, 0.5, 0.9, 0.5, 0.9], [False, True, True, False, True])
    assert found == ((0.4, 0.0), (0.8, 0.25), (1.0, 0.4))
