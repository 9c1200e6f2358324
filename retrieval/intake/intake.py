"""Files, folders and addresses into the library, and a library kept in step with folders."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from retrieval.errors import ReadError, Remark
from retrieval.intake.addresses import Response, read_address, read_data, read_response
from retrieval.intake.following import (
    Mark,
    files_under,
    followed_files,
    forget_marks,
    living_counts,
    living_files,
    mark_of,
    marks,
    numbers_from,
    remember_marks,
)
from retrieval.intake.summary import Sending, Summary
from retrieval.library import Arrival, Library
from retrieval.packing import Read
from retrieval.reading import find_files, place_of, read_path
from retrieval.types import Address, Article

# Is told after each article how many bytes have been read in all, and the summary so far.
Tell = Callable[[int, Summary], None]


def is_address(name: str) -> bool:
    """Whether a person means a web page by `name`."""
    return name.lower().startswith(("http://", "https://"))


def size_of(names: Sequence[str]) -> int:
    """The bytes of the files that `names` stand for."""
    files = (file for name in names if not is_address(name) for file, _ in find_files(Path(name)))
    return sum(file.stat().st_size for file in files if file.is_file())


def take_in(
    library: Library,
    names: Sequence[str],
    tell: Tell | None = None,
    *,
    private: bool = False,
    stop: Callable[[], bool] = bool,
) -> Summary:
    """Adds the articles of files, folders and web addresses. What can't be read is in the summary; the rest goes on.

    Only with `private` may an address be in a private network. When `stop` says so, reading ends: what was read is
    kept, and the next time it goes on from there.
    """
    gate = _Gate(Summary(), tell, stop, partial(read_address, private=private))
    known, counts = marks(library.engine), living_counts(library.engine)
    read, passed = dict[str, Mark | None](), set[str]()

    def arrivals() -> Iterator[Arrival]:
        for name in names:
            if is_address(name):
                yield from gate.arrivals(read_address(name, private=private), name, name)
                continue
            over: list[Path] = []
            for file, id in find_files(Path(name), over):  # noqa: A001 — the name of the article's field
                if gate.stops():
                    return
                place, mark = place_of(file), mark_of(file)
                if mark and known.get(place) == mark and place in counts:
                    passed.add(place)
                    gate.pass_over(file, counts[place])
                    continue
                yield from gate.file(file, id)
                if not gate.summary.stopped:
                    read[place] = mark
            gate.summary.readmes += len(over)

    for outcome in library.add(arrivals()):
        if outcome.kind == "refused":
            gate.faulty.add(outcome.file)
        gate.summary.count(outcome)
    if gate.summary.stopped:
        remember_marks(library.engine, {file: mark for file, mark in read.items() if mark and file not in gate.faulty})
    else:
        folders = [path for name in names if not is_address(name) and (path := Path(name)).is_dir()]
        missing = files_under(library.engine, folders) - read.keys() - passed
        gate.summary.deleted = sum(not Path(file).exists() for file in missing)
        forget_marks(library.engine, passed - followed_files(library.engine))
    return gate.summary


def take_in_data(
    library: Library,
    data: bytes,
    suffix: str,
    name: str,
    tell: Tell | None = None,
    sending: Sending | None = None,
) -> Summary:
    """Adds what somebody sent, trusting nothing of it. `name` is its file name, which becomes the id."""
    return _take_in_reads(library, read_data(data, suffix, name), name, sending or Sending(), tell)


def take_in_response(library: Library, response: Response, url: str, sending: Sending) -> Summary:
    """Adds what was fetched as the page at `url`: the same article as where a person adds that address."""
    return _take_in_reads(library, read_response(response, url), url, sending, None)


def _take_in_reads(library: Library, reads: Iterator[Read], name: str, sent: Sending, tell: Tell | None) -> Summary:
    gate = _Gate(Summary(), tell)

    def described(read: Read) -> Read:
        if not isinstance(read, Article):
            return read
        return replace(read, source=read.source or sent.source, date=read.date or sent.date, url=read.url or sent.url)

    for outcome in library.add(gate.arrivals(map(described, reads), name, sent.place or name)):
        gate.summary.count(outcome)
    return gate.summary


def keep_in_step(library: Library, paths: Sequence[Path], *, followed: bool, tell: Tell | None = None) -> Summary:
    """Makes the library have what files and folders have: additions, changes, and withdrawals of what is gone.

    Files that look as they did when they were last read are passed over. What `followed` folders do not have any more
    goes, whichever folders those were when it came; otherwise what is gone from under `paths`. An article that can't
    be read any more stays as it was, and one that a person removed stays removed.
    """
    gate = _Gate(Summary(), tell)
    before = followed_files(library.engine) if followed else files_under(library.engine, paths)
    known, seen = marks(library.engine), _Seen()

    def arrivals() -> Iterator[Arrival]:
        for path in paths:
            for file, id in find_files(path):  # noqa: A001 — the name of the article's field
                origin, mark = place_of(file), mark_of(file)
                seen.files.add(origin)
                if mark is None or known.get(origin) != mark:
                    seen.marks[origin] = mark
                    yield from gate.file(file, id, followed=followed)

    for outcome in library.add(arrivals()):
        if outcome.kind == "refused":
            gate.faulty.add(outcome.file)
        if outcome.kind != "removed":
            gate.summary.count(outcome)
        if outcome.number is not None and (outcome.file in before or outcome.kind == "unchanged"):
            seen.numbers.add(outcome.number)
    gone = seen.gone(library, before, gate.faulty)
    gate.summary.gone = library.withdraw_gone(sorted(gone))
    # A file elsewhere is read when it is met again, unless a living article has come from it.
    kept = seen.files | (living_files(library.engine) - before)
    forget_marks(library.engine, [file for file in known if file not in kept])
    good = {file: mark for file, mark in seen.marks.items() if mark and file not in gate.faulty}
    remember_marks(library.engine, good)
    return gate.summary


@dataclass(slots=True)
class _Seen:
    """What was met while the library was being brought in step."""

    files: set[str] = field(default_factory=set)
    marks: dict[str, Mark | None] = field(default_factory=dict)  # of the files that were read
    numbers: set[int] = field(default_factory=set)

    def gone(self, library: Library, before: set[str], faulty: set[str]) -> set[int]:
        """The articles of files that are no more, and of files that were read and did not have them any more."""
        missing = (before - self.files) | ((before & self.marks.keys()) - faulty)
        return {number for file in missing for number in numbers_from(library.engine, file)} - self.numbers


@dataclass(slots=True)
class _Gate:
    """Turns what was read into arrivals, and keeps what could not be read."""

    summary: Summary
    tell: Tell | None
    stop: Callable[[], bool] = bool
    fetch: Callable[[str], Iterator[Read]] | None = None
    faulty: set[str] = field(default_factory=set)
    _bytes: int = 0

    def stops(self) -> bool:
        """Whether reading is to end, which the summary then says."""
        self.summary.stopped = self.summary.stopped or self.stop()
        return self.summary.stopped

    def pass_over(self, file: Path, articles: int) -> None:
        """Counts the articles of a file that looks as it did when it was read."""
        self.summary.unchanged += articles
        self.summary.read += articles
        self._bytes += file.stat().st_size
        self._say()

    def file(self, file: Path, id: str, *, followed: bool = False) -> Iterator[Arrival]:  # noqa: A002 — the name of the article's field
        begin = self._bytes

        def at(position: int) -> None:
            self._bytes = begin + position

        yield from self.arrivals(read_path(file, id, at), id, place_of(file), followed=followed)
        self._bytes = begin + (file.stat().st_size if file.is_file() else 0)
        self._say()

    def arrivals(
        self,
        reads: Iterator[Read],
        id: str,  # noqa: A002 — the name of the article's field
        place: str,
        *,
        followed: bool = False,
    ) -> Iterator[Arrival]:
        for read in reads:
            if isinstance(read, Remark):
                self.summary.remarks.append(read)
                continue
            if isinstance(read, ReadError):
                self.summary.skipped.append(read)
                self.faulty.add(place)
                continue
            if isinstance(read, Address):
                yield from self._named(read.url, fetch=not followed and not is_address(place))
                continue
            self.summary.read += 1
            line = "" if read.id == id else f"#{read.id.removeprefix(f'{id}#')}"
            named = bool(line) and not read.id.startswith(f"{id}#")
            self._say()
            yield Arrival(read, place + line, place, followed=followed, named=named)
            if self.stops():
                return

    def _named(self, url: str, *, fetch: bool) -> Iterator[Arrival]:
        """What a file only names is fetched where a person adds the file, as an article of the web."""
        if self.fetch and fetch:
            yield from self.arrivals(self.fetch(url), url, url)
        else:
            self.summary.remarks.append(Remark(url, "is named without its text; add it by its address"))

    def _say(self) -> None:
        if self.tell:
            self.tell(self._bytes, self.summary)
