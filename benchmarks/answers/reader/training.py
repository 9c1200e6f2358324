"""The reader's training: what is minimised, one step of it, and checkpoints to go on from."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import jax
import jax.numpy as jnp
import numpy as np
import optax

from benchmarks.answers.reader.encoder import Batch, Layer, pooled, run, score
from benchmarks.answers.reader.groups import Lesson
from benchmarks.answers.reader.weights import Weights

# Layers that stay as they are, beside the word table: 1.5 times as fast as training all, and no worse.
FROZEN = 6
# The layers before this one are the same in e5 and in the reader that training begins from.
SHARED = 4
# Adam (Kingma and Ba 2015) with a shorter memory of squares, as usual for few steps; gradients clipped at 1.
RATE, SQUARES, CLIP, DECAY, WARM_UP, LEAST = 1e-4, 0.98, 1.0, 0.01, 50, 0.02
# How much the vectors weigh: the mean distance 1 - cosine to e5's, in units of the two other losses.
VECTORS = 10.0
# The head starts from nothing and learns faster, its likeness in larger units still.
FASTER = {"A": 3.0, "a": 3.0, "u": 3.0, "d": 100.0, "b": 30.0}

Trained: TypeAlias = dict[str, Any]


class Losses(NamedTuple):
    """The right one among the others; each one right or not; how far the vectors are from e5's."""

    order: jax.Array
    each: jax.Array
    vectors: jax.Array


@dataclass(slots=True)
class State:
    """All that a training needs to go on as if it had not stopped. `spent` in seconds."""

    trained: Trained
    optimiser: Any
    steps: int = 0
    groups: int = 0
    spent: float = 0.0
    seen: dict[str, int] = field(default_factory=dict)
    chance: Any = None


def _likely(trained: Trained, frozen: Sequence[Layer], batch: Batch) -> jax.Array:
    x = jax.lax.stop_gradient(run(frozen, jnp.asarray(batch.embedded), batch))
    return score(trained["head"], run(trained["layers"], x, batch), batch)


def losses(trained: Trained, frozen: Sequence[Layer], e5: Sequence[Layer], lesson: Lesson) -> tuple[jax.Array, Losses]:
    """Their sum, `vectors` weighed, and each. `e5` are its layers from SHARED on."""
    chances = _likely(trained, frozen, lesson.pairs)
    grouped = jnp.where(lesson.there > 0, chances[lesson.members], -1e4)
    first = jax.nn.log_softmax(grouped, -1)[:, 0]
    order = -(first * lesson.has_right).sum() / jnp.maximum(lesson.has_right.sum(), 1)
    filled = jnp.asarray(lesson.pairs.filled)
    each = (optax.sigmoid_binary_cross_entropy(chances, lesson.right) * filled).sum() / filled.sum()
    alone = lesson.alone
    x = run(frozen[:SHARED], jnp.asarray(alone.embedded), alone)
    wanted = jax.lax.stop_gradient(pooled(run(e5, x, alone), alone)[2])
    x = jax.lax.stop_gradient(run(frozen[SHARED:], x, alone))
    distance = 1 - (pooled(run(trained["layers"], x, alone), alone)[2] * wanted).sum(-1)
    vectors = (distance * alone.filled).sum() / jnp.maximum(alone.filled.sum(), 1)
    return order + each + VECTORS * vectors, Losses(order, each, vectors)


class Training:
    """Steps from a state to the next."""

    def __init__(self, begin: Weights, e5: Weights) -> None:
        self._frozen = jax.tree.map(jnp.asarray, begin.layers[:FROZEN])
        self._e5 = jax.tree.map(jnp.asarray, e5.layers[SHARED:])
        self._begin = begin
        self._optimiser = optax.chain(optax.clip_by_global_norm(CLIP), optax.scale_by_adam(b2=SQUARES))
        self._step = jax.jit(self._stepped, donate_argnums=(0, 1))

    def start(self) -> State:
        """The state before the first step."""
        trained = jax.tree.map(jnp.asarray, {"layers": list(self._begin.layers[FROZEN:]), "head": self._begin.head})
        return State(trained, self._optimiser.init(trained))

    def _stepped(
        self, trained: Trained, optimiser: Any, frozen: list[Layer], e5: list[Layer], lesson: Lesson, rate: float
    ) -> tuple[Trained, Any, Losses]:
        (_, told), slope = jax.value_and_grad(losses, has_aux=True)(trained, frozen, e5, lesson)
        change, optimiser = self._optimiser.update(slope, optimiser, trained)
        faster = {"layers": jax.tree.map(lambda _: 1.0, trained["layers"]), "head": FASTER}

        def changed(value: jax.Array, by: jax.Array, factor: float) -> jax.Array:
            return value - rate * (factor * by + DECAY * value * (factor == 1.0))

        return jax.tree.map(changed, trained, change, faster), optimiser, told

    def step(self, state: State, lesson: Lesson, done: float) -> Losses:
        """One step, in place; `done` is the share of the training that is over: the rate falls to almost nothing."""
        rate = RATE * min(1, (state.steps + 1) / WARM_UP) * max(LEAST, 1 - done)
        state.trained, state.optimiser, told = self._step(
            state.trained, state.optimiser, self._frozen, self._e5, lesson, rate
        )
        state.steps += 1
        return Losses(*(jnp.asarray(loss).block_until_ready() for loss in told))

    def weights(self, state: State) -> Weights:
        """The reader as it is now."""
        trained = jax.tree.map(np.asarray, state.trained)
        layers = (*self._begin.layers[:FROZEN], *trained["layers"])
        return Weights(self._begin.embeddings, layers, trained["head"])


def save(state: State, path: Path) -> None:
    """Writes a checkpoint, whole or not at all."""
    partial = path.with_suffix(".partial")
    fields = {name: getattr(state, name) for name in State.__slots__}
    arrays = {name: jax.tree.map(np.asarray, fields[name]) for name in ("trained", "optimiser")}
    partial.write_bytes(pickle.dumps(fields | arrays))
    partial.replace(path)


def load(path: Path) -> State:
    """A checkpoint of this program's own making: only open what you wrote yourself."""
    return State(**pickle.loads(path.read_bytes()))  # noqa: S301  # the optimiser's state has no other form
