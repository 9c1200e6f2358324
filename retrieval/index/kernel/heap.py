"""The best passages so far as a heap whose root is the worst of them; ties go to the lower number."""

import numpy as np
from numpy.typing import NDArray


def worse(score: float, number: int, other_score: float, other_number: int) -> bool:
    return score < other_score or (score == other_score and number > other_number)


def offer(scores: NDArray[np.float64], numbers: NDArray[np.int64], size: int, score: float, number: int) -> int:
    """Puts a passage into the heap of the best,; returns the heap's new size."""
    if size < len(scores):
        at = size
        size += 1
        while at > 0:
            parent = (at - 1) >> 1
            if not worse(score, number, scores[parent], numbers[parent]):
                break
            scores[at], numbers[at] = scores[parent], numbers[parent]
            at = parent
    else:
        if not worse(scores[0], numbers[0], score, number):
            return size
        at = 0
        while True:
            child = 2 * at + 1
            if child >= size:
                break
            if child + 1 < size and worse(scores[child + 1], numbers[child + 1], scores[child], numbers[child]):
                child += 1
            if not worse(scores[child], numbers[child], score, number):
                break
            scores[at], numbers[at] = scores[child], numbers[child]
            at = child
    scores[at], numbers[at] = score, number
    return size
