"""Files to articles: a table of formats, and the order in which folders are read."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from retrieval.errors import ReadError
from retrieval.jsonlines import read_jsonlines
from retrieval.markdown import read_markdown
from retrieval.plaintext import read_text
from retrieval.types import Article
from retrieval.webpage import read_webpage

# More than any text or page by a person holds; a file is in memory several times over while it is read.
LARGEST = 50_000_000

Reader = Callable[[BinaryIO, str], Iterator[Article | ReadError]]


@dataclass(frozen=True, slots=True)
class Reading:
    """The articles that could be read, each id once, and why the rest could not."""

    articles: tuple[Article, ...]
    skipped: tuple[ReadError, ...]


def _whole(read: Callable[[bytes, str], Article]) -> Reader:
    def reader(stream: BinaryIO, id: str) -> Iterator[Article | ReadError]:  # noqa: A002 — the name of the article's field
        data = stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise ReadError(id, f"is larger than {LARGEST // 1_000_000} MB; divide it into several files")
        yield read(data, id)

    return reader


# A reader takes an open file and its id, and raises ReadError if the file is of no use at all.
READERS: dict[str, Reader] = {
    ".txt": _whole(read_text),
    ".md": _whole(read_markdown),
    ".markdown": _whole(read_markdown),
    ".html": _whole(read_webpage),
    ".htm": _whole(read_webpage),
    ".jsonl": read_jsonlines,
}


def read_articles(paths: Sequence[Path]) -> Reading:
    """All articles of the files and folders at `paths`. What can't be read is named in `skipped`; the rest goes on.

    An article's id is its path within its folder (or its own, in a .jsonl). A second file with the id of a first is
    named by its path as given. The same article again is passed over; another one with the same id is skipped.
    """
    articles: dict[str, Article] = {}
    skipped: list[ReadError] = []
    files: dict[str, Path] = {}
    for file, given in (found for path in paths for found in find_files(path)):
        id = _printable(file.as_posix()) if given in files else given  # noqa: A001 — the name of the article's field
        if any(file.samefile(other) for other in (files.get(given), files.get(id)) if other and other.exists()):
            continue
        files[id] = file
        for read in _read(file, id):
            if isinstance(read, ReadError):
                skipped.append(read)
            elif articles.setdefault(read.id, read) != read:
                skipped.append(ReadError(id, f'another article has the id "{read.id}"; give each its own'))
    return Reading(tuple(articles.values()), tuple(skipped))


def read_file(path: Path, id: str) -> Iterator[Article]:  # noqa: A002 — the name of the article's field
    """The articles of one file, up to the first fault in it, which is raised as ReadError."""
    for read in _read(path, id):
        if isinstance(read, ReadError):
            raise read
        yield read


def find_files(path: Path) -> Iterator[tuple[Path, str]]:
    """The file at `path`, or the files under the folder, sorted; each with its id, the path within the folder.

    Hidden files and README files of a folder are passed over. A path that holds nothing is yielded itself, so that
    reading it says what is wrong.
    """
    if not path.is_dir():
        yield path, _printable(path.name)
        return
    found = False
    for file in _walk(path, {path.resolve()}):
        found = True
        yield file, _printable(file.relative_to(path).as_posix())
    if not found:
        yield path, _printable(path.as_posix())


def _walk(folder: Path, seen: set[Path]) -> Iterator[Path]:
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
            if not entry.name.upper().startswith("README"):
                yield entry
        elif (real := entry.resolve()) not in seen:
            seen.add(real)
            yield from _walk(entry, seen)


def _read(path: Path, id: str) -> Iterator[Article | ReadError]:  # noqa: A002 — the name of the article's field
    reader = READERS.get(path.suffix.lower())
    try:
        if not path.exists():
            yield ReadError(_printable(str(path)), "there is no such file or folder; check the path")
        elif path.is_dir():
            next(path.iterdir(), None)
            yield ReadError(_printable(str(path)), f"holds no articles; put {', '.join(READERS)} files in it")
        elif not path.is_file():
            yield ReadError(id, "is no ordinary file; save it as one")
        elif reader is None:
            kind = f"is a {path.suffix} file, which isn't read" if path.suffix else "has no suffix that says what it is"
            yield ReadError(id, f"{kind}; save it as one of {', '.join(READERS)}")
        else:
            with path.open("rb") as stream:
                yield from reader(stream, id)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(id, f"can't be opened ({error.strerror}); check its permissions")


def _printable(name: str) -> str:
    """`name` without the bytes of a file name that are no UTF-8, which no message could show."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
