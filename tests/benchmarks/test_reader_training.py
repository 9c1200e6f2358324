"""What the reader's training minimises, redone by hand."""

import math
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from benchmarks.answers.reader.encoder import Encoder, by_length  # noqa: E402 — needs torch, too
from benchmarks.answers.reader.pairs import Text  # noqa: E402 — needs torch, too
from benchmarks.answers.reader.training import SENTENCES, Training, read_losses  # noqa: E402 — needs torch, too
from tests.benchmarks.small_reader import small_reader  # noqa: E402 — needs torch, too


def test_the_losses_of_one_group_with_an_answer_and_one_without() -> None:
    """Softmax over the first group alone; each of the five pairs by itself."""
    order, each = read_losses(torch.tensor([2.0, 1.0, 0.0, -1.0, 3.0]), [[1, 0, 0], [0, 0]])
    assert float(order) == pytest.approx(math.log(math.exp(2) + math.exp(1) + 1) - 2)
    wrong = sum(math.log1p(math.exp(score)) for score in (1, 0, -1, 3))
    assert float(each) == pytest.approx((math.log1p(math.exp(-2)) + wrong) / 5)


def test_the_losses_of_windows_with_several_right_sentences_and_one_that_is_unsure() -> None:
    """What is unsure counts in neither; a group's sentences weigh together as four do."""
    scores = torch.tensor([2.0, 1.0, 0.5, 0.0, -2.0, 7.0, -1.0])
    order, each = read_losses(scores, [[1, 0, 1, 0, 0, -1], [0]])
    right, wrong = math.exp(2) + math.exp(0.5), math.exp(1) + 1 + math.exp(-2)
    assert float(order) == pytest.approx(math.log(right + wrong) - math.log(right))
    lost = sum(math.log1p(math.exp(-score)) for score in (2, 0.5))
    lost += sum(math.log1p(math.exp(score)) for score in (1, 0, -2, -1))
    assert float(each) == pytest.approx(lost / (SENTENCES + 1))


def test_where_nothing_answers_there_is_no_order_to_learn() -> None:
    order, _ = read_losses(torch.tensor([1.0, 2.0]), [[0, 0]])
    assert float(order) == 0


def test_texts_are_read_in_parts_of_like_length_each_once() -> None:
    texts = [Text([0] * size, (0, 1), [(0, 1)]) for size in (5, 90, 40, 6, 88, 41)]
    parts = by_length(texts, at_once=180)
    assert parts == [[1, 4], [5, 2, 3, 0]]
    assert [len(part) for part in by_length(texts, at_once=1)] == [1] * 6


def test_the_sentences_of_a_text_are_read_as_if_each_stood_alone_in_it() -> None:
    """Whatever else is read with them; their numbers come in the order of the texts, whose lengths differ."""
    encoder = Encoder(small_reader(2))
    texts = [
        Text([0, 5, 2, 2, 7, 8, 2], (1, 2), [(4, 6)]),
        Text([0, 5, 9, 2, 2, 7, 8, 2, 11, 2, 12, 13, 14, 2], (1, 3), [(5, 7), (8, 9), (10, 13)]),
        Text([0, 6, 2, 2, 30, 2, 31, 2], (1, 2), [(4, 5), (6, 7)]),
    ]
    alone = [text._replace(sentences=[place]) for text in texts for place in text.sentences]
    with torch.inference_mode():
        scores, vectors = encoder.read(texts)
        each = [encoder.read([text]) for text in alone]
    assert scores.tolist() == pytest.approx([float(one.scores) for one in each], abs=0.02)
    assert len(set(scores.tolist())) == len(alone)
    assert torch.allclose(vectors, torch.cat([one.vectors for one in each]), atol=0.02)


def test_a_training_begins_from_the_weights_of_another_and_counts_from_nothing(tmp_path: Path) -> None:
    before, begun = Training(small_reader(1, seed=1)), Training(small_reader(1))
    before.progress.groups = 60
    before.save(tmp_path / "third.pt")
    begun.begin(tmp_path / "third.pt")
    pairs = zip(before.encoder.parameters(), begun.encoder.parameters(), strict=True)
    assert all(torch.equal(one, other) for one, other in pairs)
    assert (begun.progress.groups, begun.progress.begun) == (0, "third.pt")
