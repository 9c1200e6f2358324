"""The weights of readers read back from their files, and the mean of them."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("onnx")

from benchmarks.answers.reader.averaging import mean, read_reader
from benchmarks.answers.reader.graph import write_int8
from benchmarks.answers.reader.training import Training
from tests.benchmarks.small_reader import small_reader

# One that is stored in float16 is in the fifth layer.
LAYERS = 5
IN_INT8 = {"w", "aow", "fiw", "fow"}


def test_the_file_that_ships_gives_its_weights_back(tmp_path: Path) -> None:
    """Matrices as near as seven bits allow, half a step of each column's 63; all the rest as it was."""
    made, path = small_reader(LAYERS), tmp_path / "model.onnx"
    write_int8(made, path)
    found = read_reader(path, small_reader(LAYERS, seed=1))
    for number, (layer, read) in enumerate(zip(made.layers, found.layers, strict=True)):
        for name, value in layer.items():
            off = np.abs(read[name] - value)
            if (name, number) == ("fow", 4):
                assert np.allclose(read[name], value, rtol=2**-11, atol=1e-6)
            elif name in IN_INT8:
                assert (off <= np.abs(value).max(0) / 63 / 2 * 1.01).all()
                assert off.max() > 0
            else:
                assert np.array_equal(read[name], value)
    assert all(np.array_equal(found.head[name], value) for name, value in made.head.items())


def test_the_mean_of_checkpoints_is_that_of_each_weight(tmp_path: Path) -> None:
    readers = [small_reader(2, seed) for seed in (1, 2, 3)]
    for number, one in enumerate(readers):
        Training(one).save(tmp_path / f"{number}.pt")
    like = small_reader(2)
    found = mean([read_reader(tmp_path / f"{number}.pt", like) for number in range(3)])
    first, second, third = (one.layers[1]["fiw"] for one in readers)
    assert np.allclose(found.layers[1]["fiw"], (first + second + third) / 3, atol=1e-7)
    assert float(found.head["b"]) == pytest.approx(sum(float(one.head["b"]) for one in readers) / 3)
    assert found.embeddings is like.embeddings


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"neither a checkpoint \(.pt\) nor a model \(.onnx\)"):
        read_reader(tmp_path / "model.bin", small_reader(1))
