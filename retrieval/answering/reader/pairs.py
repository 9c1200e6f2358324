"""What the reader is given: a question and a sentence with its surroundings, as numbers of word pieces."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

# How many pieces of each part are read, and of all together with the five marks between them. The first training
# used these; a question and a sentence are seldom longer.
QUESTION, TITLE, BEFORE, SENTENCE, ALL = 28, 12, 26, 60, 96
BEGIN, END = 0, 2
# A sentence before of which so few pieces would be left says nothing.
LEAST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A question beside a sentence; `title` is its article's, `before` the sentence before it in its paragraph."""

    question: str
    title: str
    before: str
    sentence: str


class Tokenizer(Protocol):
    """What is needed of `tokenizers.Tokenizer`."""

    def encode(self, sequence: str, pair: str | None = None, *, add_special_tokens: bool = True) -> "Encoding": ...


class Encoding(Protocol):
    """What is needed of `tokenizers.Encoding`."""

    @property
    def ids(self) -> list[int]: ...
    @property
    def type_ids(self) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Pieces:
    """`<s> question </s></s> title, sentence before </s> sentence </s>`, and where question and sentence stand in it
    (from, to)."""

    ids: list[int]
    question: tuple[int, int]
    sentence: tuple[int, int]

    def inputs(self) -> dict[str, NDArray[np.generic]]:
        """The inputs of the bundled model for this one pair: numbers and places of the pieces, what is attended to,
        and the weights that average the question and the sentence (see the reader's card)."""
        length = len(self.ids)
        return {
            "ids": np.array([self.ids], dtype=np.int64),
            "posids": np.arange(length, dtype=np.int64)[None],
            "mask": np.zeros((1, 1, 1, length), dtype=np.float32),
            "qm": _mean(self.question, length),
            "sm": _mean(self.sentence, length),
        }


def cut(pair: Pair, tokenizer: Tokenizer) -> Pieces:
    """The pieces of a pair; the sentence before and the title yield where there is no room."""
    question = _pieces(tokenizer, pair.question)[:QUESTION]
    sentence = _pieces(tokenizer, pair.sentence)[:SENTENCE]
    room = ALL - 5 - len(question) - len(sentence)
    title = _pieces(tokenizer, pair.title)[: max(0, min(TITLE, room))]
    room -= len(title)
    before = _pieces(tokenizer, pair.before)[-min(BEFORE, room) :] if room > LEAST else []
    ids = [BEGIN, *question, END, END, *title, *before, END, *sentence, END]
    start = len(ids) - 1 - len(sentence)
    return Pieces(ids, (1, 1 + len(question)), (start, start + len(sentence)))


def alone(text: str, tokenizer: Tokenizer) -> Pieces:
    """The pieces of a text by itself, all of which its vector is the mean of: `<s> text </s>`."""
    ids = [BEGIN, *_pieces(tokenizer, text)[: ALL - 2], END]
    return Pieces(ids, (0, len(ids)), (0, len(ids)))


def _pieces(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids if text else []


def _mean(part: tuple[int, int], length: int) -> NDArray[np.float32]:
    """Weights, shape (1, length), that average the pieces of `part`."""
    weights = np.zeros((1, length), dtype=np.float32)
    weights[0, part[0] : part[1]] = 1 / max(1, part[1] - part[0])
    return weights
