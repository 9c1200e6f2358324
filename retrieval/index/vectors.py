"""Sentences as vectors, in files beside the index: which mean nearly the same, in whatever words and language?

Two files grow together: `vectors.i8` has 384 signed bytes a sentence (a vector of length 1, times 127), `vectors.keys`
says of each which passage it is of, which sentence of it, and its language. What the longer one has too many, after a
process was killed, is cut off. Passages that were withdrawn since are left to the library, which no longer finds them.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
SCALE = 127.0
KEY = np.dtype([("passage", "<i8"), ("place", "<i2"), ("lang", "S8")])
# Rows that are multiplied at once: their floats stay in the processor's cache.
AT_ONCE = 4096
# More sentences than this take longer to look through (0.2 s) than their answers are worth; none are kept beyond.
MOST_VECTORS = 200_000

Vector = NDArray[np.float32]


class SentenceVectors:
    """The vectors that one model made of the sentences of one library, in `folder`. Safe to use from several threads.

    One process at a time adds; others see what it added when they next ask.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._means: dict[str, Vector] | None = None  # of each language, once they are wanted
        self._keys = np.zeros(0, dtype=KEY)
        self._rows: NDArray[np.int8] = np.zeros((0, DIMENSIONS), dtype=np.int8)
        self._read()

    def __len__(self) -> int:
        """The number of sentences."""
        return len(self._keys)

    @property
    def last(self) -> int:
        """The number of the last passage that is there whole; −1 before the first."""
        return int(self._keys["passage"][-1]) if len(self._keys) else -1

    def add(self, passage: int, lang: str, vectors: NDArray[np.float32]) -> None:
        """Adds the sentences of a passage, numbered above `last`, in their order; shape (sentences, DIMENSIONS)."""
        keys = np.zeros(len(vectors), dtype=KEY)
        keys["passage"], keys["place"], keys["lang"] = passage, np.arange(len(vectors)), lang.encode()
        with (self._folder / "vectors.i8").open("ab") as rows, (self._folder / "vectors.keys").open("ab") as names:
            rows.write(np.round(vectors * SCALE).astype(np.int8).tobytes())
            rows.flush()
            names.write(keys.tobytes())  # last: what has no key was not added

    def refresh(self) -> None:
        """Takes up what was added since, by this process or another."""
        with self._lock:
            if self._size() != len(self._keys):
                self._read()

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Whether nobody else adds while this lasts; what a killed process added only in part is cut off first. Where
        the system has no file locks, it is trust."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / "lock").open("a") as file:
            if alone := _locked(file):
                self._mend()
            yield alone

    def _mend(self) -> None:
        whole = self._size()
        for name, width in (("vectors.i8", DIMENSIONS), ("vectors.keys", KEY.itemsize)):
            file = self._folder / name
            if file.exists() and file.stat().st_size != whole * width:
                os.truncate(file, whole * width)
        self.refresh()

    def nearest(self, asked: Vector, k: int, span: tuple[int, int] | None = None) -> tuple[list[int], dict[str, float]]:
        """The passages of the `k` sentences of each language that are most like `asked`, likest first, and the mean
        likeness (−1 to 1) of all sentences of each language. With `span` only passages with such numbers (from, to
        exclusive) are found, and only they are looked at.

        By language, since sentences of the question's own are nearer to it than others, whatever they say.
        """
        with self._lock:
            keys, rows, means = self._keys, self._rows, self._means
            if span and means is None:
                means = self._means = _means(keys, rows)
        if span:
            begin, end = np.searchsorted(keys["passage"], span)
            keys, rows = keys[begin:end], rows[begin:end]
        likeness = _product(rows, asked)
        best: dict[int, float] = {}
        usual = {lang: float(mean @ asked) for lang, mean in means.items()} if span and means else {}
        for lang in np.unique(keys["lang"]):
            places = np.flatnonzero(keys["lang"] == lang)
            mean = usual.setdefault(lang.decode(), float(likeness[places].mean()))
            for place in places[np.argsort(-likeness[places], kind="stable")[:k]]:
                passage = int(keys["passage"][place])
                best[passage] = max(best.get(passage, -1.0), float(likeness[place]) - mean)
        return sorted(best, key=lambda passage: -best[passage]), usual

    def of(self, passages: Sequence[int]) -> dict[int, Vector]:
        """The vectors of the sentences of these passages, as far as they are there; shape (sentences, DIMENSIONS)."""
        with self._lock:
            keys, rows = self._keys, self._rows
        starts = np.searchsorted(keys["passage"], passages, side="left")
        ends = np.searchsorted(keys["passage"], passages, side="right")
        return {
            passage: rows[start:end].astype(np.float32) / SCALE
            for passage, start, end in zip(passages, starts, ends, strict=True)
            if end > start
        }

    def _size(self) -> int:
        """How many sentences both files have whole."""
        sizes = []
        for name, width in (("vectors.i8", DIMENSIONS), ("vectors.keys", KEY.itemsize)):
            file = self._folder / name
            sizes.append(file.stat().st_size // width if file.exists() else 0)
        return min(sizes)

    def _stored(self, size: int) -> "NDArray[np.void]":
        if not size:
            return np.zeros(0, dtype=KEY)
        return np.fromfile(self._folder / "vectors.keys", dtype=KEY, count=size)

    def _read(self) -> None:
        size = self._size()
        self._means = None
        self._keys = self._stored(size)
        if size:
            self._rows = np.memmap(self._folder / "vectors.i8", dtype=np.int8, mode="r", shape=(size, DIMENSIONS))
        else:
            self._rows = np.zeros((0, DIMENSIONS), dtype=np.int8)


def _locked(file: TextIO) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _means(keys: NDArray[np.void], rows: NDArray[np.int8]) -> dict[str, Vector]:
    """The mean vector of each language: its likeness to a question is the mean likeness of all of them."""
    sums = {lang: np.zeros(DIMENSIONS) for lang in np.unique(keys["lang"])}
    for start in range(0, len(rows), AT_ONCE):
        langs, some = keys["lang"][start : start + AT_ONCE], rows[start : start + AT_ONCE]
        for lang in np.unique(langs):
            sums[lang] += some[langs == lang].sum(axis=0, dtype=np.int64)
    return {
        lang.decode(): (total / np.count_nonzero(keys["lang"] == lang) / SCALE).astype(np.float32)
        for lang, total in sums.items()
    }


def _product(rows: NDArray[np.int8], asked: Vector) -> NDArray[np.float32]:
    """The dot product of each row with `asked`, a part of the rows at a time."""
    found = np.empty(len(rows), dtype=np.float32)
    for start in range(0, len(rows), AT_ONCE):
        found[start : start + AT_ONCE] = rows[start : start + AT_ONCE].astype(np.float32) @ asked
    return found / np.float32(SCALE)
