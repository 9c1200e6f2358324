"""The body of multilingual-e5-small (a BERT of 12 layers, post-norm) in JAX, for batches of texts of unlike length.

The linear layers run over all tokens in one row, without padding; only attention lays the texts side by side.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
from numpy.typing import NDArray

WIDTH, HEADS, HEAD = 384, 12, 32
# Of e5's layer norms; e5-small-q4.bin says so.
EPSILON = 1e-12
# Added to what attention must not see.
UNSEEN = -1e4

Layer: TypeAlias = dict[str, jax.Array]
Floats: TypeAlias = NDArray[np.float32]


class Text(NamedTuple):
    """Token ids, and where in them the question and the sentence stand (from, to)."""

    ids: list[int]
    question: tuple[int, int]
    sentence: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a batch holds at most: tokens, texts, and tokens a text."""

    tokens: int
    texts: int
    length: int


class Batch(NamedTuple):
    """Texts as arrays of a fixed `Shape` (N tokens, P texts, L length), so that they are compiled once.

    embedded [N, WIDTH]; places [P, L] of each text's tokens among the N, back [N] of each token among P * L; mask
    [P, 1, 1, L] is added to the scores of attention; question and sentence [P, L] average over their tokens; filled
    [P] is 1 for a text and 0 for what fills up.
    """

    embedded: jax.Array | Floats
    places: jax.Array | NDArray[np.int32]
    back: jax.Array | NDArray[np.int32]
    mask: jax.Array | Floats
    question: jax.Array | Floats
    sentence: jax.Array | Floats
    filled: jax.Array | Floats


@dataclass(frozen=True, slots=True)
class Embeddings:
    """The word table [pieces, WIDTH], the places' [512, WIDTH], and the norm over their sum. They are not trained."""

    word: Floats
    place: Floats
    scale: Floats
    shift: Floats

    def of(self, ids: NDArray[np.int32], places: NDArray[np.int32]) -> Floats:
        """What the first layer is given."""
        summed = self.word[ids] + self.place[places]
        centred = summed - summed.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + EPSILON)
        return np.asarray(centred / spread * self.scale + self.shift, dtype=np.float32)


def pack(texts: Sequence[Text], shape: Shape, embeddings: Embeddings) -> Batch:
    """Lays texts in a batch. There must be room: see `Shape`."""
    tokens, most, length = shape.tokens, shape.texts, shape.length
    ids, at = np.ones(tokens, np.int32), np.zeros(tokens, np.int32)
    places, back = np.zeros((most, length), np.int32), np.zeros(tokens, np.int32)
    mask = np.full((most, 1, 1, length), UNSEEN, np.float32)
    question, sentence = np.zeros((2, most, length), np.float32)
    filled = np.zeros(most, np.float32)
    begin = 0
    for row, text in enumerate(texts):
        size = len(text.ids)
        end = begin + size
        ids[begin:end], at[begin:end] = text.ids, np.arange(size)
        places[row, :size], back[begin:end] = np.arange(begin, end), row * length + np.arange(size)
        mask[row, 0, 0, :size] = 0
        for part, (start, stop) in ((question, text.question), (sentence, text.sentence)):
            part[row, start:stop] = 1 / max(1, stop - start)
        filled[row] = 1
        begin = end
    return Batch(embeddings.of(ids, at), places, back, mask, question, sentence, filled)


def _norm(x: jax.Array, scale: jax.Array, shift: jax.Array) -> jax.Array:
    centred = x - x.mean(-1, keepdims=True)
    return centred * jax.lax.rsqrt((centred * centred).mean(-1, keepdims=True) + EPSILON) * scale + shift


def _layer(p: Layer, x: jax.Array, batch: Batch) -> jax.Array:
    texts, length = batch.places.shape
    rows = (x @ p["w"] + p["b"])[batch.places.reshape(-1)].reshape(texts, length, 3, HEADS, HEAD)
    query, key, value = (rows[:, :, part].transpose(0, 2, 1, 3) for part in range(3))
    weights = jax.nn.softmax(jnp.matmul(query * HEAD**-0.5, key.swapaxes(-1, -2)) + batch.mask, -1)
    seen = jnp.matmul(weights, value).transpose(0, 2, 1, 3).reshape(texts * length, WIDTH)[batch.back]
    y = _norm(seen @ p["aow"] + p["aob"] + x, p["alw"], p["alb"])
    inner = jax.nn.gelu(y @ p["fiw"] + p["fib"], approximate=False)
    return _norm(inner @ p["fow"] + p["fob"] + y, p["olw"], p["olb"])


def run(layers: Sequence[Layer], x: jax.Array, batch: Batch) -> jax.Array:
    """Tokens [N, WIDTH] after these layers."""
    for layer in layers:
        x = _layer(layer, x, batch)
    return x


def _unit(x: jax.Array) -> jax.Array:
    length: jax.Array = jnp.linalg.norm(x + 1e-9, axis=-1, keepdims=True)  # without the addition 0 has no slope
    return x / length


def pooled(x: jax.Array, batch: Batch) -> tuple[jax.Array, jax.Array, jax.Array]:
    """Of each text the first token, and the mean of the question's and of the sentence's tokens at length 1."""
    rows = x[batch.places.reshape(-1)].reshape((*batch.places.shape, WIDTH))
    question = _unit(jnp.einsum("plh,pl->ph", rows, batch.question))
    return rows[:, 0], question, _unit(jnp.einsum("plh,pl->ph", rows, batch.sentence))


def score(head: dict[str, jax.Array], x: jax.Array, batch: Batch) -> jax.Array:
    """How likely each text's sentence answers its question, in log-odds [P]: a small tanh layer, and a weighted
    likeness of question and sentence that begins as e5's own."""
    first, question, sentence = pooled(x, batch)
    hidden = jnp.tanh(jnp.concatenate([first, question * 8, sentence * 8], -1) @ head["A"] + head["a"])
    return hidden @ head["u"] + (question * sentence) @ head["d"] + head["b"]
