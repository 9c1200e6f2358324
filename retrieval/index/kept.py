"""The index of a library that is kept: opened from its snapshot, brought up to date, made anew where it is broken."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from retrieval.cluster import Cluster
from retrieval.errors import BrokenSnapshot
from retrieval.index.bm25 import BM25, open_index
from retrieval.index.index import K1, B, Index, Kept, Tell, bring_up_to_date
from retrieval.index.segments import NAME, discard, read_manifest
from retrieval.library import Library

T = TypeVar("T")

log = logging.getLogger(__name__)


class KeptIndex:
    """The index of `library`, with a snapshot in a folder under `data`. Safe to use from several threads.

    Several processes may keep an index of one library in one folder: each has the state that it replayed, and what
    one saves, another does not write over with what it had before.
    """

    def __init__(self, library: Library, data: Path) -> None:
        self.library = library
        self._folder = data / f"index-{library.name}"
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._index = self._open()
        self.saved = self._index.change  # the change that the snapshot reflects

    @property
    def change(self) -> int:
        """The change that it reflects here."""
        return self._index.change

    def use(self, work: Callable[[Index], T]) -> T:
        """What `work` makes of the index as it is for the library's last change.

        A file that turns out to be broken is reported in the log, and the work done again with an index made anew.
        """
        try:
            return work(self.current())
        except BrokenSnapshot as error:
            self._make_anew(error)
            return work(self.current())

    def current(self, tell: Tell | None = None) -> Index:
        """The index, with all changes up to now. `tell` hears how far it is where there are many."""
        with self._lock:
            try:
                bring_up_to_date(self.library, self._index, tell)
            except BrokenSnapshot as error:
                self._make_anew(error)
                bring_up_to_date(self.library, self._index, tell)
            return self._index

    def save(self) -> None:
        """Keeps the index for the next start, unless another process has saved since: then the next start has that."""
        with self._lock, _alone(self._folder):
            if self._stamp() == self._seen:
                self._index.save()
                self.saved = self._index.change
                self._seen = self._stamp()

    def _open(self) -> BM25:
        with _alone(self._folder):
            try:
                index = open_index(self._folder, K1, B)
                ahead = index.change > self.library.change  # the library was put back to an earlier state
            except BrokenSnapshot as error:
                log.warning("%s", error)
                ahead = True
            if ahead:
                discard(self._folder)
                index = open_index(self._folder, K1, B)
            self._seen = self._stamp()
        return index

    def _make_anew(self, error: BrokenSnapshot) -> None:
        log.warning("%s", error)
        with _alone(self._folder):
            discard(self._folder)
            self._index = open_index(self._folder, K1, B)
            self._seen = self._stamp()

    def _stamp(self) -> tuple[int, int] | None:
        """Tells whether the snapshot is the one that was last opened or written."""
        with contextlib.suppress(FileNotFoundError):
            status = (self._folder / NAME).stat()
            return status.st_ino, status.st_mtime_ns
        return None


def keep_index(library: Library, data: Path, cluster: Cluster | None = None) -> Kept:
    """The index of `library`: in a folder under `data`, or on `cluster`."""
    if cluster is None:
        return KeptIndex(library, data)
    from retrieval.index.clustered import ClusteredIndex  # takes httpx, which the embedded one does without

    return ClusteredIndex(library, cluster)


def saved_change(library: Library, data: Path, cluster: Cluster | None = None) -> int | None:
    """The change of `library` that its kept index reflects, without opening it; `None` where none is kept.

    Raises BrokenSnapshot, or SearchUnavailable after a few seconds.
    """
    if cluster is not None:
        from retrieval.index.clustered import reflected_change

        return reflected_change(library, cluster)
    folder = data / f"index-{library.name}"
    return read_manifest(folder, K1, B)[0] if (folder / NAME).exists() else None


@contextlib.contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One process at a time; where the system has no such locks, a snapshot that is overtaken is made anew."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
