"""Vectors of sentences: what was added is found, also by another process, and what was added in part is not there."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from retrieval.index.vectors import DIMENSIONS, SentenceVectors


def towards(*axes: int) -> NDArray[np.float32]:
    """Vectors of length 1, one along each axis."""
    made = np.zeros((len(axes), DIMENSIONS), dtype=np.float32)
    made[np.arange(len(axes)), axes] = 1
    return made


def filled(folder: Path) -> SentenceVectors:
    vectors = SentenceVectors(folder)
    with vectors.alone() as alone:
        assert alone
        vectors.add(3, "fr", towards(0, 1))
        vectors.add(7, "fr", towards(2))
        vectors.add(9, "en", towards(1, 3))
    vectors.refresh()
    return vectors


def test_the_likest_passages_of_each_language_are_found(tmp_path: Path) -> None:
    """Best first by how much liker they are than is usual in their language, which is told too."""
    passages, usual = filled(tmp_path).nearest(towards(1)[0], 1)
    assert sorted(passages) == [3, 9]
    assert usual == {"fr": pytest.approx(1 / 3), "en": pytest.approx(1 / 2)}
    assert passages[0] == 3


def test_what_was_added_is_there_again_and_for_others(tmp_path: Path) -> None:
    """The files are all that there is: a second one of the same folder has the same."""
    first = filled(tmp_path)
    second = SentenceVectors(tmp_path)
    assert (len(second), second.last) == (5, 9)
    assert second.of([3])[3].tolist() == towards(0, 1).tolist()
    assert 8 not in second.of([8])
    with first.alone():
        first.add(12, "fr", towards(5))
    second.refresh()
    assert second.last == 12


@pytest.mark.parametrize(("rows", "keys"), [(100, 0), (DIMENSIONS, 0), (0, 7)])
def test_what_a_killed_process_added_in_part_is_cut_off(tmp_path: Path, rows: int, keys: int) -> None:
    """Half a row, a row without its key, half a key: none of it is seen, and the next one stands where it belongs."""
    filled(tmp_path)
    for name, size in (("vectors.i8", rows), ("vectors.keys", keys)):
        with (tmp_path / name).open("ab") as file:
            file.write(b"\1" * size)
    vectors = SentenceVectors(tmp_path)
    assert (len(vectors), vectors.last) == (5, 9)
    with vectors.alone():
        vectors.add(11, "en", towards(8))
    vectors.refresh()
    assert vectors.of([11])[11].tolist() == towards(8).tolist()


def test_one_alone_adds(tmp_path: Path) -> None:
    """Whoever comes second is told, and leaves it to the first."""
    pytest.importorskip("fcntl")
    first, second = SentenceVectors(tmp_path), SentenceVectors(tmp_path)
    with first.alone() as one, second.alone() as other:
        assert (one, other) == (True, False)


def test_some_numbers_alone_can_be_looked_at_and_what_is_usual_is_still_that_of_all(tmp_path: Path) -> None:
    vectors = filled(tmp_path)
    _, usual = vectors.nearest(towards(1)[0], 1)
    passages, still = vectors.nearest(towards(1)[0], 5, (4, 9))
    assert passages == [7]
    assert still == pytest.approx(usual, abs=1e-6)
    assert vectors.nearest(towards(1)[0], 5, (10, 20))[0] == []
