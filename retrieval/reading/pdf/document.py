"""A PDF as an article: its letters made lines and paragraphs again, each sentence with its page.

What pages repeat around their text is left out (furniture.py), headings are told by how they are set (headings.py), and
hyphens at the end of lines go only where they were put by the typesetter (hyphens.py).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from retrieval.errors import ReadError, Remark
from retrieval.language import detect_language
from retrieval.reading.blocks import compose
from retrieval.reading.metadata import make_article, read_metadata
from retrieval.reading.naming import author_of
from retrieval.reading.pdf.furniture import without_furniture
from retrieval.reading.pdf.glyphs import LOST, Glyph, glyphs_of
from retrieval.reading.pdf.headings import body_style, title_of, with_headings
from retrieval.reading.pdf.hyphens import Words
from retrieval.reading.pdf.lines import Line, lines_of
from retrieval.reading.pdf.paragraphs import Paragraph, paragraphs_of
from retrieval.reading.pdf.recognition import INSTALL, has_picture, is_installed, recognise_page
from retrieval.types import Article, Block

# More pages than any article or report has; so many take a minute or two.
MOST_PAGES = 5000
# Characters of text: as many as a text file may have.
MOST_TEXT = 50_000_000
NO_TEXT = re.compile("[\\0-\x08\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# A line of which more than this share of the signs are no letters that anybody knows is left out, and a page of which
# that leaves less than half.
MOST_LOST, LEAST_LEFT = 0.1, 0.5
# Pages with so many rows of cells, or of which the text goes back up so often, may be read in a wrong order.
MANY, MANY_SHARE = 5, 0.12
# A page with fewer letters than this and a picture is the picture of a page.
FEW = 40
# Pages that are recognised of one file: each takes some seconds.
MOST_RECOGNISED = 150
LANGUAGE_WITHIN = 3000
# So many runs of pages are named in a remark.
MOST_NAMED = 8


@dataclass(slots=True)
class Scanned:
    """What was found page by page, and the pages of which something is to be said."""

    pages: list[list[Line]] = field(default_factory=list)
    unreadable: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)  # unreadable in part
    pictures: list[int] = field(default_factory=list)
    hard: list[int] = field(default_factory=list)
    recognised: int = 0


def read_pdf(data: bytes, id: str) -> Iterator[Article | ReadError]:  # noqa: A002 — the name of the article's field
    """The article that a .pdf file holds, and remarks on pages that are hard or impossible to read.

    Raises ReadError if it is none, is locked, or holds no text. To be called in a process of its own (isolation.py):
    pdfium is a large program in C++, and PDFs come from anywhere.
    """
    found, known = _extract(data, id)
    paragraphs, size = paragraphs_of_pages(found.pages, id)
    if not paragraphs:
        raise ReadError(id, _nothing(found))
    text, blocks = compose((one.text, one.kind) for one in paragraphs)
    placed = tuple(_placed(block, one) for block, one in zip(blocks, paragraphs, strict=True))
    title = title_of(paragraphs, NO_TEXT.sub("", known.get("Title", "")), size)
    fields = {"title": title, "author": author_of(NO_TEXT.sub("", known.get("Author", "")))}
    yield make_article(id, text, placed, read_metadata({key: value for key, value in fields.items() if value}, id))
    yield from _remarks(found, id)


def _extract(data: bytes, name: str) -> tuple[Scanned, dict[str, str]]:
    """The lines of each page, and what the file says of itself."""
    try:
        import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types
    except ImportError:
        raise ReadError(name, "PDFs need more packages: pip install 'ibid[pdf]'") from None
    try:
        document: Any = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "is locked with a password; save it without" if "password" in str(error).lower() else None
        raise ReadError(name, reason or "is no PDF, or a broken one; save it again") from None
    if len(document) > MOST_PAGES:
        raise ReadError(name, f"has more than {MOST_PAGES} pages; divide it into several files")
    found, size = Scanned(), 0
    for number in range(1, len(document) + 1):
        try:
            page = document[number - 1]
            glyphs = list(glyphs_of(page.get_textpage()))
        except pdfium.PdfiumError:
            found.unreadable.append(number)
            found.pages.append([])
            continue
        size += len(glyphs)
        if size > MOST_TEXT:
            raise ReadError(name, "holds more text than any document; divide it into several files")
        found.pages.append(_read_page(page, glyphs, number, found))
        page.close()
    return found, document.get_metadata_dict()


def _read_page(page: Any, glyphs: Sequence[Glyph], number: int, found: Scanned) -> list[Line]:
    """The lines of a page; of one without letters that anybody knows, what is recognised in its picture."""
    lines = list(lines_of(glyphs, number))
    whole = [line for line in lines if line.text.count(LOST) <= MOST_LOST * len(line.text)]
    ink, known = (sum(len(line.text) for line in kept) for kept in (lines, whole))
    is_scan = ink < FEW and has_picture(page)
    if is_scan or known < LEAST_LEFT * ink:
        return _recognised(page, number, found, whole if is_scan else [])
    if len(whole) < len(lines):
        found.gaps.append(number)
    jumps = sum(below.base > above.base + 2 * above.size for above, below in pairwise(whole))
    if max(sum(line.row for line in whole), jumps) >= max(MANY, MANY_SHARE * len(whole)):
        found.hard.append(number)
    return whole


def _recognised(page: Any, number: int, found: Scanned, few: list[Line]) -> list[Line]:
    """What is recognised in the picture of a page, if that is more than the `few` lines that the file itself has."""
    left_out = found.pictures if few or has_picture(page) else found.unreadable
    if not is_installed() or found.recognised >= MOST_RECOGNISED:
        left_out.append(number)
        return few
    found.recognised += 1
    try:
        lines = recognise_page(page, number)
    except ReadError:  # too slow or too large for Tesseract: the other pages are read
        left_out.append(number)
        return few
    return lines if sum(len(line.text) for line in lines) > sum(len(line.text) for line in few) else few


def paragraphs_of_pages(pages: Sequence[Sequence[Line]], name: str) -> tuple[list[Paragraph], float]:
    """The paragraphs of the pages with their headings, and the size in which most of the text is set."""
    kept = without_furniture(pages)
    lines = [line for page in kept for line in page]
    style = body_style(lines)
    lang = detect_language(" ".join(line.text for line in lines)[:LANGUAGE_WITHIN])
    words = Words([line.text for line in lines], lang, name)
    return with_headings(paragraphs_of(kept, words, style[0]), style), style[0]


def _placed(block: Block, one: Paragraph) -> Block:
    return replace(block, page=one.page, turns=tuple(one.turns), recognised=one.recognised)


def _nothing(found: Scanned) -> str:
    """Why there is no text, and what to do about it."""
    if found.unreadable:
        return "holds letters that no program can tell, since its fonts don't; run it through text recognition"
    if found.pictures:
        return f"holds pictures of pages alone; {_remedy(found)}"
    return "holds no text, perhaps scanned pages alone; run it through text recognition first"


def _remedy(found: Scanned) -> str:
    """What to do about pictures that were not read."""
    if not is_installed():
        return INSTALL
    if found.recognised >= MOST_RECOGNISED:
        return f"of one file, {MOST_RECOGNISED} are read: divide it"
    return "scan them again, with 300 dots an inch"


def _remarks(found: Scanned, name: str) -> Iterator[Remark]:
    """What is to be said of single pages."""
    if found.unreadable:
        fault = "left out, since its fonts don't say which letters they hold; run it through text recognition"
        yield Remark(name, f"{_pages(found.unreadable)} {fault}")
    if found.gaps:
        yield Remark(name, f"{_pages(found.gaps)} read without some lines, of which no program can tell the letters")
    if found.pictures:
        yield Remark(name, f"{_pages(found.pictures)} left out, since a picture covers it; {_remedy(found)}")
    if found.hard:
        fault = "read, but tables or side columns may stand in another order there; look at the page before you quote"
        yield Remark(name, f"{_pages(found.hard)} {fault}")


def _pages(numbers: Sequence[int]) -> str:
    """The pages as a sentence begins with them: "page 3 was", "pages 3-5 and 9 were"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    named = [f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs[:MOST_NAMED]]
    more = f" and {len(runs) - MOST_NAMED} more" if len(runs) > MOST_NAMED else ""
    told = ", ".join(named) + more if more or len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"page {told} was" if len(numbers) == 1 else f"pages {told} were"
