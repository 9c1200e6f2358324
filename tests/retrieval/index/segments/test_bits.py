"""Rows of numbers come out of their bits as they went in, and take as few as their cut allows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.segments.bits import PLACE, ROW, Cut, cut, read_rows, write_rows

rows_of_numbers = st.lists(
    st.lists(st.one_of(st.just(0), st.integers(0, 9), st.integers(0, 2**32 - 1)), min_size=1, max_size=ROW),
    min_size=1,
    max_size=6,
)


def cut_rows(lists: list[list[int]]) -> Cut:
    return cut(np.concatenate(lists).astype(np.int64), np.array([len(one) for one in lists]))


def test_a_row_cut_by_hand() -> None:
    """Of 0 0 5 0 1, one bit each and a patch of two bits cost 5 + 9; no bits cost 20, two 18, three 15."""
    how = cut_rows([[0, 0, 5, 0, 1]])
    assert (how.widths.tolist(), how.patches.tolist(), how.above.tolist()) == ([1], [1], [2])
    words = np.zeros(3, np.uint32)
    write_rows(words, np.array([0, 0, 5, 0, 1]), np.array([5]), how, np.array([0]), np.array([5]))
    assert words.tolist() == [0b10_0000010_10100, 0, 0]  # the patch: 5 >> 1 above place 2; the row, last number first


def test_equal_numbers_have_no_patches() -> None:
    """Where all are as wide, none is patched, and zeros take no room at all."""
    assert cut_rows([[7] * ROW, [0] * ROW]).patches.tolist() == [0, 0]
    assert cut_rows([[7] * ROW, [0] * ROW]).widths.tolist() == [3, 0]


@given(rows_of_numbers)
def test_rows_are_read_as_they_were_written(lists: list[list[int]]) -> None:
    """Any numbers of up to 32 bits, in rows of any length."""
    sizes = np.array([len(one) for one in lists])
    numbers = np.concatenate(lists).astype(np.int64)
    how = cut_rows(lists)
    bits, patch_bits = how.lengths(sizes)
    ends = np.cumsum(bits + patch_bits)
    at = ends - bits - patch_bits
    words = np.zeros(int(ends[-1]) // 32 + 3, np.uint32)
    write_rows(words, numbers, sizes, how, at, at + bits)
    assert read_rows(words, sizes, how, at, at + bits).tolist() == numbers.tolist()


@given(rows_of_numbers)
def test_no_other_width_is_cheaper(lists: list[list[int]]) -> None:
    """The cut of each row costs no more bits than the row at its widest number's width, without patches."""
    how = cut_rows(lists)
    bits, patch_bits = how.lengths(np.array([len(one) for one in lists]))
    for one, cost in zip(lists, (bits + patch_bits).tolist(), strict=True):
        widest = max(one).bit_length()
        costs = [
            len(one) * width + sum(number >> width > 0 for number in one) * (PLACE + widest - width)
            for width in range(max(0, widest - 25), widest + 1)
        ]
        assert cost == min(costs)
