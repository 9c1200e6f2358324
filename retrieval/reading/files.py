"""Files and folders to articles: which files, in what order, and what can't be read of them."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.suffixes import SUFFIXES, suffix_of
from retrieval.types import Address, Article


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles that could be read, each id once, why the rest could not, and what is to be known of the former."""

    articles: tuple[Article, ...]
    skipped: tuple[ReadError, ...]
    remarks: tuple[Remark, ...] = ()


def read_stream(stream: BinaryIO, suffix: str, id: str, *, trusted: bool = True) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of an open file. What is not `trusted` is never parsed in this process.

    Raises ReadError if the file is of no use at all.
    """
    from retrieval.reading import readers  # all formats: whoever asks what was read before need not wait for them

    yield from readers.read_stream(stream, suffix, id, trusted=trusted)


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
