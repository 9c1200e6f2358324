"""The body of multilingual-e5-small (a BERT of 12 layers, post-norm) and the reader's head, in PyTorch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from benchmarks.answers.reader.pairs import Text

WIDTH, HEADS, HEAD = 384, 12, 32
# Of e5's layer norms; e5-small-q4.bin says so.
EPSILON = 1e-12
# Added to what attention must not see.
UNSEEN = -1e4
# Tokens, with what fills up, that are read at once: their numbers stay in the processor's cache.
AT_ONCE = 4096

Floats: TypeAlias = NDArray[np.float32]


class Batch(NamedTuple):
    """P texts of at most L tokens with S sentences together: ids [P, L], mask [P, 1, 1, L] added to the scores of
    attention, question [P, L] and sentences [S, L], which average over their tokens, and the text of each sentence
    [S]."""

    ids: Tensor
    mask: Tensor
    question: Tensor
    sentences: Tensor
    text_of: Tensor


class Read(NamedTuple):
    """Of S sentences of texts: log-odds that each answers [S], and the mean of its tokens at length 1 [S, 384].

    In a text alone the sentence is all of it."""

    scores: Tensor
    vectors: Tensor


@dataclass(frozen=True, slots=True)
class Embeddings:
    """The word table [pieces, WIDTH], the places' [512, WIDTH], and the norm over their sum. They are not trained."""

    word: Floats
    place: Floats
    scale: Floats
    shift: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """Word table and places, twelve layers, and the head (see `weights.py`). float32 throughout."""

    embeddings: Embeddings
    layers: tuple[dict[str, Floats], ...]
    head: dict[str, Floats]


def pack(texts: Sequence[Text]) -> Batch:
    """Lays texts side by side, the shorter ones filled up."""
    shape = len(texts), max(len(text.ids) for text in texts)
    ids = np.ones(shape, np.int64)
    mask = np.full((shape[0], 1, 1, shape[1]), UNSEEN, np.float32)
    text_of = np.repeat(np.arange(len(texts)), [len(text.sentences) for text in texts])
    question, sentences = np.zeros(shape, np.float32), np.zeros((len(text_of), shape[1]), np.float32)
    for row, text in enumerate(texts):
        ids[row, : len(text.ids)] = text.ids
        mask[row, 0, 0, : len(text.ids)] = 0
        _average(question[row], text.question)
    for number, place in enumerate(place for text in texts for place in text.sentences):
        _average(sentences[number], place)
    return Batch(*(torch.from_numpy(part) for part in (ids, mask, question, sentences, text_of)))


def _average(row: Floats, place: tuple[int, int]) -> None:
    start, stop = place
    row[start:stop] = 1 / max(1, stop - start)


def by_length(texts: Sequence[Text], at_once: int = AT_ONCE) -> list[list[int]]:
    """Places of the texts in parts of like length, so that little is filled up; longest first."""
    order = sorted(range(len(texts)), key=lambda place: -len(texts[place].ids))
    starts = [0]
    for count, _ in enumerate(order):
        if (count + 1 - starts[-1]) * len(texts[order[starts[-1]]].ids) > at_once and count > starts[-1]:
            starts.append(count)
    return [order[start:end] for start, end in pairwise([*starts, len(order)])]


class Encoder:
    """Reads texts; its layers and head are trained, its tables are not.

    Where the processor multiplies bfloat16 by itself (AMX), the products are made in it, ten times as fast as in
    float32; norms, softmax, head and the weights themselves are float32 everywhere.
    """

    def __init__(self, weights: Weights) -> None:
        self._embeddings = table = weights.embeddings
        self._tables = [torch.from_numpy(part) for part in (table.word, table.place, table.scale, table.shift)]
        self.layers = [_parameters(layer) for layer in weights.layers]
        self.head = _parameters(weights.head)

    def parameters(self) -> Iterator[Tensor]:
        """All that is trained, always in the same order."""
        for part in (*self.layers, self.head):
            yield from part.values()

    def put(self, values: Iterable[Tensor]) -> None:
        """Takes these for its parameters, in their order."""
        with torch.no_grad():
            for mine, value in zip(self.parameters(), values, strict=True):
                mine.copy_(value)

    def read(self, texts: Sequence[Text]) -> Read:
        """In parts of like length; what comes of their sentences in the order given."""
        parts = by_length(texts)
        with torch.autocast("cpu", torch.bfloat16, enabled=has_bfloat16()):
            found = [self._part(pack([texts[place] for place in part])) for part in parts]
        came = [(place, number) for part in parts for place in part for number, _ in enumerate(texts[place].sentences)]
        back = torch.tensor(sorted(range(len(came)), key=came.__getitem__))
        return Read(*(torch.cat(values)[back] for values in zip(*found, strict=True)))

    def _part(self, batch: Batch) -> Read:
        word, place, scale, shift = self._tables
        x = functional.embedding(batch.ids, word) + place[: batch.ids.shape[1]]
        x = functional.layer_norm(x, (WIDTH,), scale, shift, EPSILON)
        for layer in self.layers:
            x = _layer(layer, x, batch.mask)
        with torch.autocast("cpu", enabled=False):
            return _head(self.head, x.float(), batch)

    def weights(self) -> Weights:
        """What it is now."""
        return Weights(self._embeddings, tuple(_values(layer) for layer in self.layers), _values(self.head))


def has_bfloat16() -> bool:
    """Whether the processor multiplies matrices of bfloat16 faster than those of float32."""
    return bool(torch.cpu._is_amx_tile_supported())


def _parameters(values: Mapping[str, Floats]) -> dict[str, Tensor]:
    return {name: torch.tensor(value, requires_grad=True) for name, value in values.items()}


def _values(parameters: Mapping[str, Tensor]) -> dict[str, Floats]:
    return {name: value.detach().numpy().copy() for name, value in parameters.items()}


def _layer(p: Mapping[str, Tensor], x: Tensor, mask: Tensor) -> Tensor:
    texts, length, _ = x.shape
    rows = _linear(x, p["w"], p["b"]).view(texts, length, 3, HEADS, HEAD)
    query, key, value = rows.permute(2, 0, 3, 1, 4)
    weights = torch.softmax((query * HEAD**-0.5) @ key.transpose(-1, -2) + mask, -1)
    seen = (weights @ value).transpose(1, 2).reshape(texts, length, WIDTH)
    y = functional.layer_norm(_linear(seen, p["aow"], p["aob"]) + x, (WIDTH,), p["alw"], p["alb"], EPSILON)
    inner = functional.gelu(_linear(y, p["fiw"], p["fib"]))
    return functional.layer_norm(_linear(inner, p["fow"], p["fob"]) + y, (WIDTH,), p["olw"], p["olb"], EPSILON)


def _linear(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """x @ weight + bias as one product, whose outcome is bfloat16 where there is such."""
    return torch.addmm(bias, x.flatten(0, 1), weight).view(*x.shape[:2], -1)


def _head(p: Mapping[str, Tensor], x: Tensor, batch: Batch) -> Read:
    """A small tanh layer over the first token and both means, and a weighted likeness of question and sentence that
    begins as e5's own."""
    question = functional.normalize(torch.einsum("plh,pl->ph", x, batch.question), dim=-1)[batch.text_of]
    sentence = functional.normalize(torch.einsum("slh,sl->sh", x[batch.text_of], batch.sentences), dim=-1)
    hidden = torch.tanh(torch.cat([x[batch.text_of, 0], question * 8, sentence * 8], -1) @ p["A"] + p["a"])
    return Read(hidden @ p["u"] + (question * sentence) @ p["d"] + p["b"], sentence)
