"""A PDF as an article: its lines made paragraphs again, each with the page on which it begins.

What a page repeats of the one before (running heads, page numbers) is left out. pdfium marks the hyphens that a
typesetter put at the end of a line; those words are joined.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from retrieval.errors import ReadError
from retrieval.reading.blocks import compose
from retrieval.reading.dates import normal_date
from retrieval.reading.metadata import make_article, read_metadata
from retrieval.types import Article

# More pages than any article or report has; a book of this length takes some seconds.
MOST_PAGES = 5000
# Characters of text: as many as a text file may have.
MOST_TEXT = 50_000_000
# pdfium's sign for a hyphen at the end of a line.
BROKEN_WORD = re.compile("[\ufffe\u0002]\r?\n?")
NO_TEXT = re.compile("[\\0\\ud800-\\udfff\ufffe\uffff]")
PAGE_NUMBER = re.compile(r"\W*(?:(?:page|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|sur|de)\s*\d{1,4})?\W*", re.I)
DIGITS = re.compile(r"\d+")
# A line shorter than this share of the usual one ends a paragraph.
FULL_LINE = 0.75
SENTENCE_ENDS = tuple(".!?…:»”\"')")
PDF_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")


def read_pdf(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .pdf file holds. Raises ReadError if it is none, is locked, or holds pictures alone.

    To be called in a process of its own (isolation.py): pdfium is a large program in C++, and PDFs come from anywhere.
    """
    pages, known = _extract(data, id)
    parts = list(_paragraphs([_lines(page) for page in pages]))
    if not parts:
        raise ReadError(id, "holds no text, perhaps scanned pages alone; run it through text recognition first")
    text, blocks = compose((paragraph, "body") for paragraph, _ in parts)
    paged = tuple(replace(block, page=page) for block, (_, page) in zip(blocks, parts, strict=True))
    fields = {"title": known.get("Title"), "author": known.get("Author")}
    metadata = read_metadata({key: NO_TEXT.sub("", value) for key, value in fields.items() if value}, id)
    return make_article(id, text, paged, replace(metadata, date=_date(known.get("CreationDate", ""))))


def _extract(data: bytes, name: str) -> tuple[list[str], dict[str, str]]:
    """The text of each page, and what the file says of itself."""
    try:
        import pypdfium2 as pdfium  # type: ignore[import-untyped]  # it ships no types
    except ImportError:
        raise ReadError(name, "PDFs need one more package: pip install 'ibid[pdf]'") from None
    try:
        document: Any = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "is locked with a password; save it without" if "password" in str(error).lower() else None
        raise ReadError(name, reason or "is no PDF, or a broken one; save it again") from None
    if len(document) > MOST_PAGES:
        raise ReadError(name, f"has more than {MOST_PAGES} pages; divide it into several files")
    pages, size = [], 0
    for number in range(len(document)):
        try:
            pages.append(document[number].get_textpage().get_text_range())
        except pdfium.PdfiumError:
            raise ReadError(name, f"its page {number + 1} can't be read; save it again") from None
        size += len(pages[-1])
        if size > MOST_TEXT:
            raise ReadError(name, "holds more text than any document; divide it into several files")
    return pages, document.get_metadata_dict()


def _lines(page: str) -> list[str]:
    whole = BROKEN_WORD.sub("", page)
    return [" ".join(NO_TEXT.sub("", line).split()) for line in whole.splitlines()]


def _paragraphs(pages: Sequence[list[str]]) -> Iterator[tuple[str, int]]:
    """The paragraphs and the pages on which they begin; one that runs over the end of a page is one."""
    repeated = _repeated(pages)
    open_text, open_page = "", 0
    for number, lines in enumerate(pages, 1):
        kept = [line for line in lines if not PAGE_NUMBER.fullmatch(line) and _pattern(line) not in repeated]
        for place, paragraph in enumerate(_joined(kept)):
            if place == 0 and open_text and not open_text.endswith(SENTENCE_ENDS) and paragraph[0].islower():
                open_text += f" {paragraph}"
                continue
            if open_text:
                yield open_text, open_page
            open_text, open_page = paragraph, number
    if open_text:
        yield open_text, open_page


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Lines as paragraphs: one ends with a blank line, or where a line is left short and the next begins anew."""
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    paragraph: list[str] = []
    for line, following in pairwise([*lines, ""]):
        if line:
            paragraph.append(line)
        ends = len(line) < FULL_LINE * usual and not following[:1].islower()
        if paragraph and (not following or ends):
            yield " ".join(paragraph)
            paragraph = []


def _repeated(pages: Sequence[list[str]]) -> frozenset[str]:
    """The first and last lines that three pages or more have in common, but for their numbers."""
    seen = Counter(
        pattern
        for lines in pages
        for pattern in {
            _pattern(line) for line in [*[line for line in lines if line][:2], *[line for line in lines if line][-2:]]
        }
    )
    return frozenset(pattern for pattern, count in seen.items() if count >= 3 and 2 * count > len(pages))


def _pattern(line: str) -> str:
    return DIGITS.sub("0", line)


def _date(written: str) -> str | None:
    found = PDF_DATE.match(written)
    return normal_date("-".join(filter(None, found.groups()))) if found else None
