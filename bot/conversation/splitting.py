"""The questions of a message, and what is said around them: "I read about the Eiffel Tower. How tall is it? Who built
it?" has two questions and a sentence that tells what they are about."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from bot.conversation.bare import only_points
from bot.conversation.phrasing import language_of, phrasing, split_words
from bot.conversation.smalltalk import small_talk
from bot.conversation.wordlists import folded
from retrieval.language import split_sentences

# Where a question ends: not in an address, where no space follows, and not where a quotation goes on.
END = regex.compile(r"(?<![?？؟!…])[!…]*+[?？؟][?？؟!…]*+(?:\s*+[»”\"’')\]]++)?(?=\s|$|\p{Lu})|[？]")
OPENING, CLOSING, STRAIGHT = "«“„", "»”", '"'
# The mark of an item in a list.
ITEM = regex.compile(r"^\s*+(?:\d{1,2}[.)]|[-–—•*])\s++")
STOPS = tuple('.!?？؟…:;»”"')
# A line without a question mark is a question if it begins as one and is no longer than this, in words.
LONGEST_LINE = 20


@dataclass(frozen=True, slots=True)
class Parts:
    """The questions in their order, none twice; the sentences around them that say something."""

    questions: tuple[str, ...]
    around: tuple[str, ...]


def parts_of(message: str) -> Parts:
    """What a message is made of. Without a question in it, all of it is one.

    >>> parts_of("I read about the Eiffel Tower. How tall is it? Who built it?")
    Parts(questions=('How tall is it?', 'Who built it?'), around=('I read about the Eiffel Tower.',))
    """
    questions: dict[tuple[str, ...], str] = {}
    around: list[str] = []
    for line in _lines(message):
        for text, ended in _pieces(line):
            *before, last = _sentences(text)
            asks = ended or _begins_as_one(last)
            around += before if asks else [*before, last]
            if asks and not small_talk(last) and not only_points(last):
                questions.setdefault(_key(last), last)
    said = tuple(one for one in around if not small_talk(one) and not only_points(one))
    if not questions:
        return Parts((message.strip(),), ())
    return Parts(tuple(questions.values()), said)


def asks(text: str) -> bool:
    """Whether a question mark ends something in a text."""
    return any(ended for line in _lines(text) for _, ended in _pieces(line))


def _lines(message: str) -> Iterator[str]:
    """The lines of a message, without the marks of lists. A line that only breaks off is joined to the next."""
    held = ""
    for raw in message.splitlines():
        line = ITEM.sub("", raw).strip()
        new = not line or line != raw.strip() or held.endswith(STOPS) or _begins_as_one(line)
        if new and held:
            yield held
            held = ""
        held = f"{held} {line}".strip()
    if held:
        yield held


def _pieces(line: str) -> Iterator[tuple[str, bool]]:
    """A line up to each question mark, and what is behind the last one; with whether a question mark ends it."""
    begin, end = 0, 0
    for found in END.finditer(line):
        end = found.end()
        if not _is_open(line[begin : found.start()]):
            yield line[begin:end].strip(), True
            begin = end
    if rest := line[begin:].strip():
        yield rest, end == len(line)


def _is_open(piece: str) -> bool:
    """Whether a quotation goes on at the end of a piece."""
    opening, closing = (OPENING, CLOSING) if "„" not in piece else ("«„", "»”“")  # where “ ends what „ began
    marks = [sum(map(piece.count, kind)) for kind in (opening, closing, STRAIGHT)]
    return marks[0] > marks[1] or marks[2] % 2 == 1


def _sentences(text: str) -> list[str]:
    found = split_sentences(text, language_of(text))
    return [text[sentence.start : sentence.end] for sentence in found] or [text]


def _begins_as_one(line: str) -> bool:
    """Whether a line without a question mark reads as a question: short, without a full stop, a question word first."""
    words = split_words(line[:300])
    if not words or len(words) > LONGEST_LINE or line.endswith(STOPS):
        return False
    return phrasing(language_of(line)).length_at("asker", words, 0) > 0


def _key(question: str) -> tuple[str, ...]:
    return folded(question) or (question,)
