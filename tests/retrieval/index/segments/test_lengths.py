"""Lengths are rounded as Lucene rounds them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.segments.lengths import LENGTHS, length_codes


def rounded(length: int) -> int:
    return int(LENGTHS[length_codes(np.array([length]))[0]])


def test_lengths_up_to_forty_are_exact() -> None:
    """A short passage has its own length."""
    assert [rounded(length) for length in range(41)] == list(range(41))


@pytest.mark.parametrize(
    ("length", "kept"), [(41, 40), (42, 42), (55, 54), (56, 56), (60, 60), (75, 72), (100, 96), (1000, 984)]
)
def test_longer_ones_are_rounded_down_to_lucenes_steps(length: int, kept: int) -> None:
    """The steps are those that Lucene's explanations of a score print as the length of a field."""
    assert rounded(length) == kept


def test_the_last_codes_are_lucenes() -> None:
    """Code 255 stands for 2,013,265,944, as in SmallFloat.byte4ToInt."""
    assert LENGTHS[255] == 2_013_265_944


@given(st.integers(0, 2_000_000_000))
def test_rounding_loses_less_than_an_eighth(length: int) -> None:
    """Never above the length, and below it by less than an eighth of it."""
    assert length - length / 8 <= rounded(length) <= length
