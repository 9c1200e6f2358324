"""The library and the index that the settings, or `--articles`, ask for."""

import logging
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from bot.locales import say, say_number, terminal_language
from bot.settings import SEEDS, Settings
from bot.stores import hold
from retrieval.answering import Dense, open_reader
from retrieval.asking import LIBRARY_FILE, Articles, read_articles_at
from retrieval.errors import IbidError, SearchUnavailable
from retrieval.index import Kept
from retrieval.library import Library

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from retrieval.intake import Summary

SHIPPED = "shipped"
# Seconds between two looks at whether articles came that have no vectors yet.
LOOK_AGAIN = 2.0


def open_library(settings: Settings) -> Library:
    """The library that is kept, in whatever state it was left. Until the process ends, no backup takes its place."""
    hold(settings.ibid_data)
    address = settings.ibid_database.get_secret_value() if settings.ibid_database else None
    return Library(address=address or URL.create("sqlite", database=str(settings.ibid_data / LIBRARY_FILE)))


def open_configured(settings: Settings) -> Library:
    """The library that is kept, in step with IBID_ARTICLES. What could not be read is said on stderr.

    The shipped articles are there for a start: they do not join a library to which a person has added others.
    """
    library = open_library(settings)
    paths = settings.ibid_articles
    if paths != (SEEDS,) or not library.change or library.follows:
        from retrieval.intake import keep_in_step  # to ask what was read before takes no reader

        _report(keep_in_step(library, paths, followed=True))
    if not len(library):
        raise IbidError(say(terminal_language(), "cli.no_articles", paths=", ".join(map(str, paths))))
    return library


def open_given(paths: Sequence[Path]) -> Library:
    """A library of the articles at `paths`, which ends with the process."""
    library, summary = read_articles_at(paths)
    _report(summary)
    if not len(library):
        raise IbidError(say(terminal_language(), "cli.no_articles", paths=", ".join(map(str, paths))))
    return library


class Opened(Articles):
    """All that answers, with a reader that reads beside."""

    __slots__ = ()

    def catch_up(self) -> None:
        """Makes what was added findable. Where the index is away, whoever asks when it is back does."""
        try:
            self.index.current()
        except SearchUnavailable as error:
            log.warning("%s", error)

    @contextmanager
    def reading_behind(self) -> Iterator[None]:
        """Meanwhile the reader is loaded behind the first questions, and makes the vectors of what is there and of what
        comes; what is wrong with it is said on stderr, and the words alone answer. The end waits until the reader has
        left off: a process that goes while it reads is aborted by onnxruntime."""
        stop = threading.Event()
        thread = threading.Thread(target=self._keep_reading, args=(stop,), name="vectors", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _keep_reading(self, stop: threading.Event) -> None:
        seen = -1
        try:
            while self.reader:
                if (change := self.library.change) != seen:
                    self.read_up(stop=stop)
                    seen = change
                    log.info("The reader has read %d sentences.", self.dense.size if self.dense else 0)
                if stop.wait(LOOK_AGAIN):
                    break
        except IbidError as error:
            print(f"ibid: {error}", file=sys.stderr)


def opened(library: Library, index: Kept, settings: Settings) -> Opened:
    """With the reader that the settings ask for. One that is not shipped is loaded at once, so that what is wrong with
    it is said before anyone asks. Raises ReaderError."""
    reader = open_reader(settings.ibid_reader)
    if reader and settings.ibid_reader != SHIPPED:
        reader.load()
    dense = Dense(library, reader, library.folder or settings.ibid_data) if reader else None
    return Opened(library, index, reader, dense)


def _report(summary: "Summary") -> None:
    for fault in [*summary.skipped, *summary.remarks]:
        print(f"ibid: {fault}", file=sys.stderr)
    if summary.gone:
        print(f"ibid: {say_number(terminal_language(), 'library.gone', summary.gone)}", file=sys.stderr)
