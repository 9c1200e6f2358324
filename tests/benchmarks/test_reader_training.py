"""What the reader's training minimises, redone by hand."""

import math

import pytest

torch = pytest.importorskip("torch")

from benchmarks.answers.reader.encoder import by_length  # noqa: E402 — needs torch, too
from benchmarks.answers.reader.pairs import Text  # noqa: E402 — needs torch, too
from benchmarks.answers.reader.training import read_losses  # noqa: E402 — needs torch, too


def test_the_losses_of_one_group_with_an_answer_and_one_without() -> None:
    """Softmax over the first group alone; each of the five pairs by itself."""
    order, each = read_losses(torch.tensor([2.0, 1.0, 0.0, -1.0, 3.0]), [3, 2], [True, False])
    assert float(order) == pytest.approx(math.log(math.exp(2) + math.exp(1) + 1) - 2)
    wrong = sum(math.log1p(math.exp(score)) for score in (1, 0, -1, 3))
    assert float(each) == pytest.approx((math.log1p(math.exp(-2)) + wrong) / 5)


def test_where_nothing_answers_there_is_no_order_to_learn() -> None:
    order, _ = read_losses(torch.tensor([1.0, 2.0]), [2], [False])
    assert float(order) == 0


def test_texts_are_read_in_parts_of_like_length_each_once() -> None:
    texts = [Text([0] * size, (0, 1), (0, 1)) for size in (5, 90, 40, 6, 88, 41)]
    parts = by_length(texts, at_once=180)
    assert parts == [[1, 4], [5, 2, 3, 0]]
    assert [len(part) for part in by_length(texts, at_once=1)] == [1] * 6
