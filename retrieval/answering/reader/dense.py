"""Sentences that mean what was asked, in whatever words and language: by the reader's vectors, kept by library."""

import shutil
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.reader.reader import Reader
from retrieval.index import DIMENSIONS, MOST_VECTORS, SentenceVectors, Vector
from retrieval.library import Library
from retrieval.types import Passage

# Sentences of each language whose passages become candidates besides those that share words with the question.
NEAREST = 10
# How many of how many passages have their vectors.
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like a question the sentences of a library are: `passages` are the numbers of those with the likest ones."""

    asked: Vector
    passages: tuple[int, ...]
    usual: dict[str, float]
    vectors: SentenceVectors

    def column(self, numbers: Sequence[int], passages: Sequence[Passage]) -> NDArray[np.float64] | None:
        """The likeness of each sentence of `passages`, one after the other, less what is usual in its language for
        this question: 0 is no sign of anything, .1 is much.

        None where a passage has no vectors yet: beside those that have, it would seem to answer nothing.
        """
        known = self.vectors.of(list(dict.fromkeys(numbers)))
        parts = []
        for number, passage in zip(numbers, passages, strict=True):
            found = known.get(number)
            if found is None or len(found) != len(passage.sentences):
                return None
            like = found @ self.asked - self.usual.get(passage.article.lang, 0.0)
            parts.append(np.where(found.any(axis=1), like, 0.0))  # what could not be read has a vector of zeros
        return np.concatenate(parts)


class Dense:
    """The vectors of the sentences of `library`, made by `reader`, in a folder under `data`. Safe to use from several
    threads; one process at a time makes them."""

    def __init__(self, library: Library, reader: Reader, data: Path) -> None:
        self._library, self._reader = library, reader
        self._folder = data / f"vectors-{library.name}-{reader.digest}"
        self._vectors = SentenceVectors(self._folder)
        self._making = threading.Lock()

    @property
    def size(self) -> int:
        """How many sentences have vectors."""
        return len(self._vectors)

    def ask(self, question: str, span: tuple[int, int] | None = None) -> Likeness | None:
        """Of all passages, or of those with numbers in `span` (from, to exclusive); what is usual is that of all.

        None where there are no vectors, or the reader can't read the question's letters or makes no vectors."""
        self._vectors.refresh()
        asked = self._reader.vector(f"query: {question}") if len(self._vectors) else None
        if asked is None:
            return None
        passages, usual = self._vectors.nearest(asked, NEAREST, span)
        return Likeness(asked, tuple(passages), usual, self._vectors)

    def covers(self, stop: int) -> bool:
        """Whether the living passages numbered below `stop` have vectors, or get none any more."""
        self._vectors.refresh()
        missing = next(self._library.living([(self._vectors.last + 1, stop)]), None)
        return missing is None or len(self._vectors) + len(missing[1].sentences) > MOST_VECTORS

    def catch_up(self, tell: Tell | None = None, stop: threading.Event | None = None, most: int | None = None) -> int:
        """Makes the vectors that are missing, until `stop`, for passages with at most `most` sentences in all; returns
        how many sentences were read. Another thread or process that is making them is left to it."""
        if not self._making.acquire(blocking=False):
            return 0
        try:
            with self._vectors.alone() as alone:
                return self._make(tell, stop or threading.Event(), most) if alone else 0
        finally:
            self._making.release()

    def _make(self, tell: Tell | None, stop: threading.Event, most: int | None) -> int:
        self._discard_others()
        done, missing = 0, self._library.count_after(self._vectors.last)
        for count, (number, passage) in enumerate(self._library.living_after(self._vectors.last), 1):
            size = len(passage.sentences)
            over = most is not None and done + size > most
            if stop.is_set() or over or len(self._vectors) + done + size > MOST_VECTORS:
                break
            self._reader.give_way()
            made = [self._reader.vector(f"passage: {passage.article.title}: {text}") for text in _texts(passage)]
            unread = np.zeros(DIMENSIONS, dtype=np.float32)
            self._vectors.add(number, passage.article.lang, np.stack([unread if one is None else one for one in made]))
            done += size
            if tell:
                tell(count, missing)
        self._vectors.refresh()
        return done

    def _discard_others(self) -> None:
        """Vectors that another model made of this library are of no use any more."""
        for other in self._folder.parent.glob(f"vectors-{self._library.name}-*"):
            if other != self._folder:
                shutil.rmtree(other, ignore_errors=True)


def _texts(passage: Passage) -> list[str]:
    return [passage.article.text[sentence.start : sentence.end] for sentence in passage.sentences]
