"""A reader of few random weights, which the tests of the training share. Needs torch."""

import numpy as np

from benchmarks.answers.reader.encoder import WIDTH, Embeddings, Floats, Weights

PIECES, PLACES, INNER = 50, 32, 16


def small_reader(layers: int, seed: int = 0) -> Weights:
    """As wide as e5, with so many layers whose inner part is narrow; the same tables for every seed."""
    chance = np.random.default_rng(seed)

    def drawn(*shape: int) -> Floats:
        return (chance.normal(size=shape) * 0.05).astype(np.float32)

    def layer() -> dict[str, Floats]:
        shapes = {"w": (WIDTH, 3 * WIDTH), "b": (3 * WIDTH,), "aow": (WIDTH, WIDTH), "aob": (WIDTH,)}
        shapes |= {"alw": (WIDTH,), "alb": (WIDTH,), "fiw": (WIDTH, INNER), "fib": (INNER,), "fow": (INNER, WIDTH)}
        shapes |= {"fob": (WIDTH,), "olw": (WIDTH,), "olb": (WIDTH,)}
        return {name: drawn(*shape) + np.float32(name in {"alw", "olw"}) for name, shape in shapes.items()}

    table = np.random.default_rng(7).normal(size=(PIECES + PLACES, WIDTH)).astype(np.float32)
    ones, zeros = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    head = {
        "A": drawn(3 * WIDTH, WIDTH),
        "a": drawn(WIDTH),
        "u": 9 * drawn(WIDTH),
        "d": 99 * drawn(WIDTH),
        "b": drawn(1)[0],
    }
    embeddings = Embeddings(table[:PIECES], table[PIECES:], ones, zeros)
    return Weights(embeddings, tuple(layer() for _ in range(layers)), {k: np.asarray(v) for k, v in head.items()})
