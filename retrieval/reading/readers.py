"""An open file to articles: a table of formats. With all their parsers it is imported when the first file is read."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO
from zipfile import ZipExtFile

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.archive import read_archive
from retrieval.reading.decoding import guessed_charset
from retrieval.reading.documents import (
    read_book,
    read_opendocument,
    read_rich_text,
    read_subtitles,
    read_word,
    read_workbook,
)
from retrieval.reading.exports import read_csv, read_html, read_json, read_texts, read_xml
from retrieval.reading.isolation import read_isolated
from retrieval.reading.jsonlines import read_jsonlines
from retrieval.reading.mail import read_mail, read_mailbox
from retrieval.reading.markdown import read_markdown
from retrieval.reading.pages import read_mhtml, read_packed_page, read_webarchive, read_webpages
from retrieval.reading.pdf import PICTURES, read_pdf, read_picture
from retrieval.reading.suffixes import SUFFIXES
from retrieval.types import Article

# More than any text or page by a person holds; a file is in memory several times over while it is read.
LARGEST = 50_000_000


# The formats of one article a file, those of several, and the number of bytes from which a file is read in a process of
# its own: at once where pdfium is needed, and where a hostile file of that size would take its parser more than half a
# second.
WHOLE: dict[str, Callable[[bytes, str], Article]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".docx": read_word,
    ".odt": read_opendocument,
    ".rtf": read_rich_text,
    ".epub": read_book,
    ".xlsx": read_workbook,
    ".vtt": read_subtitles,
    ".srt": read_subtitles,
    **dict.fromkeys(PICTURES, read_picture),
}
SEVERAL: dict[str, Callable[[bytes, str], Iterator[Read]]] = {
    ".txt": read_texts,
    ".text": read_texts,
    ".pdf": read_pdf,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_webpages,
    ".html.gz": read_packed_page,
    ".htm.gz": read_packed_page,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".webarchive": read_webarchive,
    ".xml": read_xml,
    ".rss": read_xml,
    ".atom": read_xml,
    ".json": read_json,
    ".csv": read_csv,
    ".tsv": read_csv,
}
ALONE_FROM = {
    **dict.fromkeys((".pdf", ".xlsx", ".html.gz", ".htm.gz"), 0),
    **dict.fromkeys((".md", ".markdown"), 20_000),
    **dict.fromkeys((".xml", ".rss", ".atom"), 200_000),
    **dict.fromkeys((".docx", ".odt", ".rtf", ".epub", ".csv", ".tsv", ".vtt", ".srt", ".eml", ".json"), 1_000_000),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".mhtml", ".mht", ".webarchive"), 1_000_000),
}
# What no parser of others looks at.
PLAIN = (".txt", ".text")
# Whose text is in one charset, which may be a guess.
TEXTS = {".txt": False, ".text": False, ".md": False, ".markdown": False, ".html": True, ".htm": True}


def read_stream(stream: BinaryIO, suffix: str, id: str, *, trusted: bool = True) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of an open file. What is not `trusted` is never parsed in this process.

    Raises ReadError if the file is of no use at all.
    """
    if suffix in (".jsonl", ".ndjson"):
        yield from read_jsonlines(stream, id)
    elif suffix == ".mbox":
        yield from read_mailbox(stream, id, partial(read_stream, trusted=trusted))
    elif suffix == ".zip" and not isinstance(stream, ZipExtFile):
        yield from read_archive(stream, id, partial(read_stream, trusted=trusted))
    elif suffix in WHOLE or suffix in SEVERAL or suffix == ".eml":
        data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ReadError(id, f"is larger than {LARGEST // 1_000_000} MB; divide it into several files")
        alone = len(data) >= ALONE_FROM.get(suffix, LARGEST) or not (trusted or suffix in PLAIN)
        yield from read_isolated(data, id, suffix) if alone else read_whole(data, suffix, id)
    else:
        kind = f"is a {suffix} file, which isn't read" if suffix else "has no suffix that says what it is"
        raise ReadError(id, f"{kind}; save it as one of {', '.join(SUFFIXES)}")


def read_whole(data: bytes, suffix: str, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """What is in a file of one of these formats, read in this process. Raises ReadError."""
    if suffix in WHOLE:
        yield WHOLE[suffix](data, id)
    elif suffix == ".eml":
        yield from read_mail(data, id, _read_attached)
    else:
        yield from SEVERAL[suffix](data, id)
    if suffix in TEXTS and (charset := guessed_charset(data, html=TEXTS[suffix])):
        yield Remark(id, f"was read as {charset}, which is a guess; save it as UTF-8 if its accents are wrong")


def _read_attached(stream: BinaryIO, suffix: str, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """What is attached to a mail: whoever sent it is not trusted."""
    yield from read_stream(stream, suffix, id, trusted=False)
