"""A Kindle's "My Clippings.txt" as articles: one a book, a paragraph a highlight, with its page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import Metadata, make_article

BETWEEN = re.compile(r"^={10}\s*$", re.M)
BAR = re.compile(rb"^={10}\r?$", re.M)
LINE_ABOUT = re.compile(rb"^- [^\n|]{5,200}\|[^\n]{5,200}$", re.M)
LOOKED_AT = 20_000
# "- Your Highlight on page 12 | location 170-172 | Added on Tuesday, 5 March 2024 10:12:33", in any language.
ABOUT = re.compile(r"[-–] .*\|.*\d", re.S)
# What the reader of the book wrote, or only marked, is no text of the book.
OWN = re.compile(r"\b(?:note|notiz|nota|notitie|bookmark|signet|lesezeichen|marcador|segnalibro|bladwijzer)\b", re.I)
PAGE = re.compile(r"(?:page|seite|página|pagina) (\d{1,5})", re.I)
AUTHOR = re.compile(r"(.*\S)\s*\(([^()]+)\)\s*")


@dataclass(slots=True)
class _Highlight:
    text: str
    page: int | None


def is_clippings(data: bytes) -> bool:
    """Whether a .txt file is a Kindle's: its entries stand between lines of ten equals signs."""
    return bool(BAR.search(data, 0, LOOKED_AT) and LINE_ABOUT.search(data, 0, LOOKED_AT))


def read_clippings(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The books that were highlighted. Raises ReadError where nothing was."""
    books: dict[str, list[_Highlight]] = {}
    for entry in BETWEEN.split(decode(data, id).replace("\r\n", "\n")):
        lines = entry.strip().lstrip("\ufeff").split("\n", 2)
        if len(lines) == 3 and ABOUT.match(lines[1]) and not OWN.search(lines[1].split("|")[0]):
            page = PAGE.search(lines[1])
            _add(books.setdefault(lines[0].strip(), []), _Highlight(lines[2].strip(), int(page[1]) if page else None))
    if not books:
        raise ReadError(id, "holds no highlights; highlight something, or remove it")
    for name, highlights in books.items():
        text, blocks = compose((highlight.text, "body") for highlight in highlights)
        pages = [highlight.page for highlight in highlights if highlight.text]
        paged = tuple(replace(block, page=page) for block, page in zip(blocks, pages, strict=True))
        named = AUTHOR.fullmatch(name)
        known = Metadata(title=named[1] if named else name, author=named[2] if named else None)
        yield make_article(f"{id}#{name}", text, paged, known)
    yield Remark(id, f"holds the highlights of {len(books)} {'book' if len(books) == 1 else 'books'}")


def _add(highlights: list[_Highlight], new: _Highlight) -> None:
    """A highlight that was made longer or shorter stands in the file twice: the longer one is kept."""
    if not new.text or any(new.text in old.text for old in highlights):
        return
    highlights[:] = [old for old in highlights if old.text not in new.text]
    highlights.append(new)
