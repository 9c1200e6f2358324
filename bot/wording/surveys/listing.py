"""Many sentences in an order, a few in a message, with buttons for the next ones and for all of them as a file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.locales import Lang, say
from bot.wording.messages import MESSAGE, Button, Piece, Reply, compose, sendable, utf16
from bot.wording.naming import attribution, label
from bot.wording.proof import SOURCE, deep_link, quotation
from bot.wording.searching import at_fault, describe_filter
from retrieval.answering import silence
from retrieval.types import Citation, Fault, Filter

# Sentences in a message at most, and room for what stands around them.
LISTED, FRAME = 6, 300
# Bytes that the data of a button has.
DATA = 64
# The kinds of files as commands name them, and what is on their buttons.
FILES = {"markdown": "button.as_markdown", "csv": "button.as_csv"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A sentence of a list: what stands above it (a date, a speaker), a note to that, what is in bold in it (offsets of
    its article), and what a table has of it besides."""

    head: str
    note: str
    citation: Citation
    marked: tuple[int, int] | None = None
    row: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """`kind` begins the data of its buttons, `asked` is what was typed behind the command, `opening` and `title` say
    what it is."""

    kind: str
    asked: str
    title: str
    opening: str
    entries: tuple[Entry, ...]


class Asked(Protocol):
    """What was found for what was typed behind a command, whose operators say of which articles."""

    @property
    def asked(self) -> str: ...
    @property
    def filter(self) -> Filter: ...
    @property
    def faults(self) -> tuple[Fault, ...]: ...


def said_of_faults(found: Asked, lang: Lang) -> str:
    """What is wrong with the operators; empty where nothing is."""
    return at_fault(replace(silence(found.asked), filter=found.filter, faults=found.faults), lang)


def with_filter(opening: str, found: Asked, lang: Lang) -> str:
    """What stands above a list, after which articles it is from, if not from all."""
    said = describe_filter(found.filter, lang)
    return f"{say(lang, 'search.understood', filter=said)}\n{opening}" if said else opening


def render_listing(listing: Listing, page: int, lang: Lang, bot_name: str = "") -> Reply:
    """A page, from 1; the last where there are fewer."""
    pages = _pages(listing, lang, bot_name) or [[]]
    at = max(0, min(page, len(pages)) - 1)
    first = sum(len(one) for one in pages[:at])
    head = [listing.opening]
    if len(pages) > 1:
        head.append(say(lang, "survey.page", page=at + 1, pages=len(pages)))
    pieces = [Piece("\n".join(head))]
    rows = []
    for number, entry in enumerate(pages[at], 1):
        pieces += _told(number, entry, lang, bot_name)
        where = label(entry.citation, lang)
        rows.append([Button(say(lang, "button.source", number=number, where=where), f"{SOURCE}{entry.citation.id}")])
    turning = []
    if at > 0:
        turning.append(Button(say(lang, "button.previous"), _data(listing, str(at))))
    if first + len(pages[at]) < len(listing.entries):
        turning.append(Button(say(lang, "button.next"), _data(listing, str(at + 2))))
    filed = [Button(say(lang, FILES[name]), _data(listing, name)) for name in FILES if listing.entries]
    return compose(pieces, [*rows, *(row for row in (turning, filed) if row)])


def render_all(listing: Listing, lang: Lang) -> Reply:
    """All of it at once, however long."""
    told = (piece for number, entry in enumerate(listing.entries, 1) for piece in _told(number, entry, lang, ""))
    return compose([Piece(listing.opening), *told])


def shown_on(listing: Listing, page: int, lang: Lang, bot_name: str = "") -> tuple[Citation, ...]:
    """The citations of a page, by the numbers that they have there."""
    pages = _pages(listing, lang, bot_name)
    return tuple(entry.citation for entry in pages[max(0, min(page, len(pages)) - 1)]) if pages else ()


def unpacked(data: str) -> tuple[str, str]:
    """The page or file that a button asks for, and what was typed behind the command, if that found room."""
    wanted, _, asked = data.partition(":")
    return wanted, asked


def _data(listing: Listing, wanted: str) -> str:
    """What was typed goes along where it finds room; else it is read from the message that the list replies to."""
    data = f"{listing.kind}{wanted}:{listing.asked}"
    return data if len(data.encode("utf-8", "surrogatepass")) <= DATA else f"{listing.kind}{wanted}:"


def _pages(listing: Listing, lang: Lang, bot_name: str) -> list[list[Entry]]:
    pages: list[list[Entry]] = []
    room = 0
    for entry in listing.entries:
        size = sum(utf16(sendable(piece.text)) for piece in _told(LISTED, entry, lang, bot_name))
        if not pages or len(pages[-1]) == LISTED or room < size:
            pages.append([])
            room = MESSAGE - FRAME
        pages[-1].append(entry)
        room -= size
    return pages


def _told(number: int, entry: Entry, lang: Lang, bot_name: str) -> list[Piece]:
    """What stands above the sentence, the sentence, and where it is from."""
    citation = entry.citation
    link = deep_link(citation, bot_name) if bot_name else None
    mark = Piece(f"[{number}]", ("bold", "text_link") if link else ("bold",), link)
    head = [Piece("\n\n"), Piece(entry.head, ("bold",))]
    head += [Piece(f" ({entry.note})")] if entry.note else []
    quoted = _marking(quotation(citation), entry.marked) if entry.marked else quotation(citation)
    return [*head, Piece("\n"), *quoted, Piece("\n"), mark, Piece(f" {attribution(citation, lang)}")]


def _marking(pieces: Sequence[Piece], marked: tuple[int, int]) -> list[Piece]:
    """The pieces of a quotation with a stretch of its article in bold."""
    shown: list[Piece] = []
    for piece in pieces:
        if piece.quotation is None:
            shown.append(piece)
            continue
        article, start, end = piece.quotation
        begin, stop = max(start, marked[0]), min(end, marked[1])
        cuts = (
            ((start, begin, False), (begin, stop, True), (stop, end, False)) if begin < stop else ((start, end, False),)
        )
        for here, there, bold in cuts:
            if here < there:
                shown.append(Piece.quoting(article, here, there, (*piece.kinds, "bold") if bold else piece.kinds))
    return shown
