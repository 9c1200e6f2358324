"""A library's sentences by their meaning, as the bot finds them, but with vectors made in batches by e5."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.answers.reader.encoder import Encoder
from benchmarks.answers.reader.pairs import Pairs
from retrieval.answering import Dense, Reader
from retrieval.library import Library

# Tokens of a text at most: as many as the reader itself takes.
LENGTH = 96
# Larger libraries are searched by the words alone: their vectors would take longer than all the rest.
MOST_SENTENCES = 17_000


class Vectors(Reader):
    """The vectors of an encoder, with the face of a reader. What it has learnt it knows at once."""

    def __init__(self, encoder: Encoder, pairs: Pairs) -> None:
        super().__init__()
        self._encoder, self._pairs = encoder, pairs
        self._learnt: dict[str, NDArray[np.float32]] = {}

    @property
    def digest(self) -> str:
        """It has no file, and its vectors are not kept."""
        return "training"

    def learn(self, texts: Iterable[str]) -> None:
        """Makes the vectors of these texts together; those learnt before are forgotten."""
        new = list(dict.fromkeys(texts))
        self._learnt = dict(zip(new, self._made(new), strict=True))

    def vector(self, text: str) -> NDArray[np.float32]:
        """Of one text; those that were not learnt are made now."""
        found = self._learnt.get(text)
        return self._made([text])[0] if found is None else found

    def _made(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self._pairs.learn(texts)
        with torch.inference_mode():
            read = self._encoder.read([self._pairs.alone(text, LENGTH) for text in texts])
        return np.asarray(read.vectors)

    def of(self, library: Library, questions: Iterable[str]) -> Dense | None:
        """What finds sentences of `library` by what they mean; `questions` are those that will be asked. None where
        there are too many sentences."""
        assert library.folder is not None
        dense = Dense(library, self, Path(library.folder))
        asked = [f"query: {question}" for question in questions]
        passages = [] if dense.size else list(_passages(library))
        if len(passages) > MOST_SENTENCES:
            return None
        self.learn([*asked, *passages])
        dense.catch_up()
        return dense


def _passages(library: Library) -> Iterator[str]:
    for _, passage in library.living_after(-1):
        for one in passage.sentences:
            yield f"passage: {passage.article.title}: {passage.article.text[one.start : one.end]}"
