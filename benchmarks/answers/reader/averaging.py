"""The mean of readers: of their weights, one by one (Wortsman et al. 2022, "Model soups").

Trainings that began from the same weights lie so near to one another that the mean of them is a reader, too, and a
better one than each of them.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from benchmarks.answers.reader.encoder import Encoder, Floats, Weights


def read_reader(path: Path, like: Weights) -> Weights:
    """The weights of a reader: a checkpoint (.pt), or the file that ships (.onnx). The tables, which are never trained,
    and the shapes are those of `like`.

    Raises ValueError where the file is neither."""
    if path.suffix == ".onnx":
        return _from_graph(path, like)
    if path.suffix != ".pt":
        raise ValueError(f"{path}: neither a checkpoint (.pt) nor a model (.onnx)")
    encoder = Encoder(like)
    encoder.put(torch.load(path, weights_only=True)["weights"])
    return encoder.weights()


def _from_graph(path: Path, like: Weights) -> Weights:
    stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(path).graph.initializer}
    layers = tuple({part: _value(stored, f"{part}{n}") for part in layer} for n, layer in enumerate(like.layers))
    head = {name: _value(stored, f"h{name}").reshape(value.shape) for name, value in like.head.items()}
    return Weights(like.embeddings, layers, head)


def _value(stored: Mapping[str, NDArray[np.generic]], name: str) -> Floats:
    """A constant of the graph: as it is, in float16, or in int8 with a scale for each column."""
    for whole in (name, f"{name}_16"):
        if whole in stored:
            return stored[whole].astype(np.float32)
    zero = stored[f"{name}_zero_point"].astype(np.float32)
    return (stored[f"{name}_quantized"].astype(np.float32) - zero) * stored[f"{name}_scale"].astype(np.float32)


def mean(readers: Sequence[Weights]) -> Weights:
    """Of all that is trained; the tables are those of the first."""
    layers = tuple(_mean(parts) for parts in zip(*(one.layers for one in readers), strict=True))
    return Weights(readers[0].embeddings, layers, _mean([one.head for one in readers]))


def _mean(parts: Sequence[Mapping[str, Floats]]) -> dict[str, Floats]:
    return {name: np.mean([part[name] for part in parts], axis=0, dtype=np.float32) for name in parts[0]}
