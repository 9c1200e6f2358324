"""A message to be: pieces of text with their formatting, composed into what Telegram takes.

Formatting is entities counted in UTF-16 units, never markup, so that no text can break it.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from retrieval.errors import IbidError
from retrieval.types import Article

# Telegram's limit for the text of a message, in UTF-16 units.
MESSAGE = 4096
# And for its entities.
ENTITIES = 100
# And for what a button copies.
COPIED = 256
# Characters that turn the direction of the text after them: useless on one line, and able to disguise it.
TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
# What Telegram takes out of a text or makes a space of, without a word (measured with its own parser).
LINE_ENDS = re.compile("\r\n?|[\u2028\u2029]")
SPACED = re.compile("[\x00-\x09\x0b-\x1f]")
DROPPED = re.compile("[\u030a\u0333\u033f\u202a-\u202e]")
RING = "\u030a"
# How far back from a cut we look for the space between two words; no word of a language is longer.
WORD = 60


class Misquotation(IbidError):  # noqa: N818 — it reads better than MisquotationError
    """A quotation does not stand in its article as it would be shown. It is never sent."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Formatting of a stretch of a message: `offset` and `length` count UTF-16 units."""

    kind: str
    offset: int
    length: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message, which does one thing: `data` (at most 64 bytes) comes back when it is pressed, or
    `copy` (at most COPIED units) goes to the clipboard."""

    label: str
    data: str = ""
    copy: str = ""


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file to send: its name and what is in it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """One message, with the rows of its buttons. With a document, the text is its caption."""

    text: str
    entities: tuple[Entity, ...] = ()
    rows: Rows = ()
    document: Document | None = None

    @property
    def buttons(self) -> tuple[Button, ...]:
        """All buttons, row by row."""
        return tuple(button for row in self.rows for button in row)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a message with the kinds of its entities. A quotation names where in an article it stands."""

    text: str
    kinds: tuple[str, ...] = ()
    url: str | None = None
    quotation: tuple[Article, int, int] | None = None

    @classmethod
    def quoting(cls, article: Article, start: int, end: int, kinds: tuple[str, ...]) -> "Piece":
        return cls(article.text[start:end], kinds, quotation=(article, start, end))


def compose(pieces: Iterable[Piece], rows: Iterable[Iterable[Button]] = ()) -> Reply:
    """One message from its pieces; pieces side by side share an entity of the same kind.

    Raises:
        Misquotation: what would stand at a quotation's offsets is not what its article has there.
    """
    shown = [(piece, sendable(piece.text)) for piece in pieces]
    text = "".join(part for _, part in shown)
    units = text.encode("utf-16-le")
    entities: list[Entity] = []
    offset = 0
    for piece, part in shown:
        length = utf16(part)
        _check(piece, units[2 * offset : 2 * (offset + length)].decode("utf-16-le"))
        for kind in piece.kinds if length else ():
            _mark(entities, Entity(kind, offset, length, piece.url if kind == "text_link" else None))
        offset += length
    ordered = sorted(entities, key=lambda entity: (entity.offset, -entity.length))[:ENTITIES]
    return Reply(text, tuple(ordered), tuple(tuple(row) for row in rows))


def sendable(text: str) -> str:
    """`text` without what Telegram would take out or change by itself, which would move the entities behind it.

    A letter with a ring in two code points keeps it, in one. What is no Unicode text at all (half a surrogate pair,
    from a broken escape in a JSON file) is shown as U+FFFD.
    """
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if RING in text:
        text = unicodedata.normalize("NFC", text)
    return DROPPED.sub("", SPACED.sub(" ", LINE_ENDS.sub("\n", text)))


def utf16(text: str) -> int:
    """The length of `text` as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def room_after(text: str, limit: int) -> int:
    """How many characters from the start of `text` to show within `limit` UTF-16 units, ending with a word."""
    if utf16(text) <= limit:
        return len(text)
    count = _fitting(text, limit)
    for cut in range(count, max(count - WORD, 0), -1):
        if text[cut].isspace():
            count = cut
            break
    return len(text[:count].rstrip())


def room_before(text: str, limit: int) -> int:
    """How many characters from the end of `text` to show within `limit` UTF-16 units, beginning with a word."""
    return room_after(text[::-1], limit)


def inline(text: str, limit: int) -> str:
    """`text` on one line of at most `limit` characters, unable to turn or break the line that it is put in."""
    plain = " ".join("".join(c for c in sendable(text) if c not in TURNING).split())
    if len(plain) > limit:
        plain = plain[: room_after(plain, limit - 1)][: limit - 1].rstrip() + "…"
    turns = any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in plain)
    return f"{ISOLATE}{plain}{END_OF_ISOLATE}" if turns else plain


def _check(piece: Piece, shown: str) -> None:
    if piece.quotation is None:
        return
    article, start, end = piece.quotation
    within = 0 <= start <= end <= len(article.text)
    if not within or piece.text != article.text[start:end] or shown != sendable(piece.text):
        raise Misquotation(f"{article.id}: characters {start} to {end} are not what was to be quoted; nothing was sent")


def _mark(entities: list[Entity], new: Entity) -> None:
    for position, entity in enumerate(entities):
        if (entity.kind, entity.offset + entity.length, entity.url) == (new.kind, new.offset, new.url):
            entities[position] = replace(entity, length=entity.length + new.length)
            return
    entities.append(new)


def _fitting(text: str, limit: int) -> int:
    units = 0
    for count, character in enumerate(text):
        units += 2 if character > "\uffff" else 1
        if units > limit:
            return count
    return len(text)
