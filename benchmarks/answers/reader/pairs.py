"""Token ids of a question with a sentence or several, and of a text alone, as the reader is given them."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from tokenizers import Tokenizer

# Tokens at most: of the question, the title, the sentence before (its end), the sentence, and of all together.
QUESTION, TITLE, BEFORE, SENTENCE, ALL = 28, 12, 26, 60, 96
# What stands before a window is shorter, and a window has as many tokens as its sentences need.
BEFORE_WINDOW = 24
BEGIN, PAD, END = 0, 1, 2
# Texts tokenised in one call.
AT_ONCE = 4000


class Text(NamedTuple):
    """Token ids, and where in them the question and each sentence stand (from, to). A pair has one sentence."""

    ids: list[int]
    question: tuple[int, int]
    sentences: list[tuple[int, int]]


class Pairs:
    """`<s> question </s></s> title, sentence before </s> sentence </s>`; what was tokenised is kept."""

    def __init__(self, tokenizer: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._known: dict[str, list[int]] = {}

    def learn(self, texts: Iterable[str]) -> None:
        """Tokenises many texts at once, which is faster than one by one."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for begin in range(0, len(new), AT_ONCE):
            part = new[begin : begin + AT_ONCE]
            found = self._tokenizer.encode_batch(part, add_special_tokens=False)
            self._known |= {text: tokens.ids for text, tokens in zip(part, found, strict=True)}

    def _ids(self, text: str) -> list[int]:
        if text in self._known:
            return self._known[text]
        return list(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def pair(self, question: str, title: str, before: str, sentence: str) -> Text:
        """Where room is scarce the sentence before gives way first, then the title."""
        asked, said = self._ids(question)[:QUESTION], self._ids(sentence)[:SENTENCE]
        room = ALL - 5 - len(asked) - len(said)
        named = self._ids(title)[: max(0, min(TITLE, room))] if title else []
        room -= len(named)
        context = self._ids(before)[-min(BEFORE, room) :] if before and room > 3 else []
        ids = [BEGIN, *asked, END, END, *named, *context, END, *said, END]
        start = len(asked) + len(named) + len(context) + 4
        return Text(ids, (1, 1 + len(asked)), [(start, start + len(said))])

    def window(self, question: str, title: str, before: str, sentences: Sequence[str]) -> Text:
        """`<s> question </s></s> title, what is before </s> sentence </s> sentence </s> …`."""
        asked = self._ids(question)[:QUESTION]
        ids = [BEGIN, *asked, END, END, *self._ids(title)[:TITLE], *self._ids(before)[-BEFORE_WINDOW:], END]
        places = []
        for sentence in sentences:
            said = self._ids(sentence)[:SENTENCE]
            places.append((len(ids), len(ids) + len(said)))
            ids += [*said, END]
        return Text(ids, (1, 1 + len(asked)), places)

    def alone(self, text: str, most: int = ALL) -> Text:
        """A text by itself, all of whose tokens make its vector; it begins with "query: " or "passage: "."""
        ids = [BEGIN, *self._ids(text)[: most - 2], END]
        return Text(ids, (0, len(ids)), [(0, len(ids))])
