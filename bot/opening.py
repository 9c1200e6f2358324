"""The library and the index that the settings, or `--articles`, ask for."""

import logging
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from bot.locales import say, say_number, terminal_language
from bot.memory import hold
from bot.settings import SEEDS, Settings
from retrieval.answering import Dense, Ranking, Reader, Tell, chances, open_reader, search, silence, told
from retrieval.errors import IbidError
from retrieval.index import Index, KeptIndex
from retrieval.library import Library
from retrieval.queries import read_query
from retrieval.types import Answer, Citation, Fault

log = logging.getLogger(__name__)

if TYPE_CHECKING:
    from retrieval.intake import Summary

LIBRARY_FILE = "ibid.sqlite"
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
    from retrieval.intake import take_in

    library = Library()
    _report(take_in(library, [str(path) for path in paths]))
    if not len(library):
        raise IbidError(say(terminal_language(), "cli.no_articles", paths=", ".join(map(str, paths))))
    return library


@dataclass(frozen=True, slots=True)
class Opened:
    """All that answers: the articles, and the three ways to find and to judge what they say."""

    library: Library
    index: KeptIndex
    reader: Reader | None
    dense: Dense | None

    def answer(self, question: str) -> Answer:
        """From the library as it is when the question comes, whoever has changed it."""
        return self.ranked(question, 0)[0]

    def ranked(self, question: str, most: int) -> tuple[Answer, list[tuple[Citation, float]]]:
        """Besides the answer, the first `most` sentences, each with the chance that it answers."""
        found, ranking = self.index.use(lambda index: ask(question, self.library, index, self.reader, self.dense))
        return found, chances(ranking, most) if ranking else []

    def read_up(self, tell: Tell | None = None, most: int | None = None, stop: threading.Event | None = None) -> None:
        """Makes the vectors that are missing, of at most so many sentences, until `stop`. Raises ReaderError."""
        if self.reader and self.dense:
            self.reader.load()
            self.dense.catch_up(tell, stop, most)

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


def ask(
    question: str, library: Library, index: Index, reader: Reader | None = None, dense: Dense | None = None
) -> tuple[Answer, Ranking | None]:
    """The answer to a question with its operators, and the ranking behind it. Operators and plain words that say which
    articles are asked are read here, so that every door knows them; where they are at fault, nothing is looked for."""
    begin = time.perf_counter()
    query = read_query(question, library.sources, date.today())
    faults = query.faults or (() if not query.filter or library.ranges(query.filter) else (Fault("nothing"),))
    if faults:
        return replace(silence(question), filter=query.filter, faults=faults), None
    asked, ranking = search(query.text, library, index, query.filter, reader, dense)
    found = told(query.text, asked, ranking, library, query.filter)
    return replace(found, question=question, milliseconds=1000 * (time.perf_counter() - begin)), ranking


def opened(library: Library, index: KeptIndex, settings: Settings) -> Opened:
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
