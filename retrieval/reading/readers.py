"""Files to articles: a table of formats, and the order in which folders are read."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
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
from retrieval.reading.suffixes import suffix_of
from retrieval.types import Address, Article

# More than any text or page by a person holds; a file is in memory several times over while it is read.
LARGEST = 50_000_000


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles that could be read, each id once, why the rest could not, and what is to be known of the former."""

    articles: tuple[Article, ...]
    skipped: tuple[ReadError, ...]
    remarks: tuple[Remark, ...] = ()


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
SUFFIXES = (*SEVERAL, *WHOLE, ".eml", ".mbox", ".jsonl", ".ndjson", ".zip")


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


def read_articles(paths: Sequence[Path]) -> Reading:
    """All articles of the files and folders at `paths`. What can't be read is named in `skipped`; the rest goes on.

    An article's id is its path within its folder (or its own, in a .jsonl). A second file with the id of a first is
    named by its path as given. The same article again is passed over; another one with the same id is skipped.
    """
    articles: dict[str, Article] = {}
    skipped: list[ReadError] = []
    remarks: list[Remark] = []
    files: dict[str, Path] = {}
    for file, given in (found for path in paths for found in find_files(path)):
        id = _printable(file.as_posix()) if given in files else given  # noqa: A001 — the name of the article's field
        if any(file.samefile(other) for other in (files.get(given), files.get(id)) if other and other.exists()):
            continue
        files[id] = file
        for read in read_path(file, id):
            if isinstance(read, Remark):
                remarks.append(read)
            elif isinstance(read, ReadError):
                skipped.append(read)
            elif isinstance(read, Address):
                skipped.append(ReadError(read.url, f"is only named in {id}; add it by its address"))
            elif articles.setdefault(read.id, read) != read:
                skipped.append(ReadError(id, f'another article has the id "{read.id}"; give each its own'))
    return Reading(tuple(articles.values()), tuple(skipped), tuple(remarks))


def find_files(path: Path, over: list[Path] | None = None) -> Iterator[tuple[Path, str]]:
    """The file at `path`, or the files under the folder, sorted; each with its id, the path within the folder.

    Hidden files and README files of a folder are passed over; the latter are added to `over`. A path that holds nothing
    is yielded itself, so that reading it says what is wrong.
    """
    if not path.is_dir():
        yield path, _printable(path.name)
        return
    found = False
    for file in _walk(path, {os.path.realpath(path)}, [] if over is None else over):
        found = True
        yield file, _printable(file.relative_to(path).as_posix())
    if not found:
        yield path, _printable(path.as_posix())


def _walk(folder: Path, seen: set[str], over: list[Path]) -> Iterator[Path]:
    """The files under `folder`, and subfolders that can't be opened; a link back to a folder ends there."""
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir():
            if entry.name.upper().startswith("README"):
                over.append(entry)
            else:
                yield entry
        elif (real := os.path.realpath(entry)) not in seen:
            seen.add(real)
            yield from _walk(entry, seen, over)


def place_of(file: Path) -> str:
    """The absolute path by which a file is known again, as text that can be kept whatever bytes are in its name."""
    return _printable(os.path.realpath(file))


def read_path(path: Path, id: str, at: Callable[[int], None] | None = None) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of one file and the faults in it; `at` is told how many bytes of it have been read."""
    try:
        if path.is_symlink() and not path.exists():
            yield ReadError(id, "is a link that leads nowhere, or to itself; remove it or let it lead to a file")
        elif not path.exists():
            yield ReadError(_printable(str(path)), "there is no such file or folder; check the path")
        elif path.is_dir():
            next(path.iterdir(), None)
            yield ReadError(_printable(str(path)), f"holds no articles; put {', '.join(SUFFIXES)} files in it")
        elif not path.is_file():
            yield ReadError(id, "is no ordinary file; save it as one")
        else:
            with path.open("rb") as stream:
                for read in read_stream(stream, suffix_of(path.name), id):
                    yield read
                    if at:
                        at(stream.tell())
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(id, f"can't be opened ({error.strerror}); check its permissions")


def _printable(name: str) -> str:
    """`name` with the bytes of a file name that are no UTF-8 written out (`\\xe9`): no message could show them."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
