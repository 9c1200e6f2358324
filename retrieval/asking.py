"""Articles that can be asked: a library, and the three ways to find and to judge what it says."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from retrieval.answering import (
    Dense,
    Ranking,
    Reader,
    Tell,
    best_of_passages,
    chances,
    confidences,
    open_reader,
    search,
    silence,
    told,
    with_leads,
)
from retrieval.errors import IbidError
from retrieval.index import Index, Kept, KeptIndex
from retrieval.library import Library
from retrieval.queries import Arrived, portions, read_query
from retrieval.surveys import Surveys
from retrieval.types import Answer, Citation, Fault, Source

if TYPE_CHECKING:
    from retrieval.intake import Summary

LIBRARY_FILE = "ibid.sqlite"
# Sentences of what arrived that may answer: as many as the reader reads.
MOST_ARRIVED = 8


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles, and what answers from them. Safe to use from several threads."""

    library: Library
    index: Kept
    reader: Reader | None
    dense: Dense | None

    def answer(self, question: str) -> Answer:
        """From the library as it is when the question comes, whoever has changed it."""
        return self._asked(question)[0]

    def ranked(self, question: str, most: int) -> tuple[Answer, list[tuple[Citation, float]]]:
        """Besides the answer, the first `most` sentences, each with the chance that it answers."""
        found, ranking = self._asked(question)
        return found, chances(ranking, most) if ranking else []

    def passages(self, question: str, most: int) -> tuple[Answer, tuple[Citation, ...]]:
        """Besides the answer, the best sentence of each of the first `most` passages."""
        found, ranking = self._asked(question)
        return found, best_of_passages(ranking, most) if ranking else ()

    @property
    def surveys(self) -> Surveys:
        """What can be asked of many articles at once: where a quotation stands."""
        return Surveys(self.library, self.index)

    def source(self, citation_id: str) -> Source:
        """The sentence that an id names, for ever, and what became of it. Raises UnknownCitation."""
        return self.library.source(citation_id)

    def read_up(self, tell: Tell | None = None, most: int | None = None, stop: threading.Event | None = None) -> None:
        """Makes the vectors that are missing, of at most so many sentences, until `stop`. Raises ReaderError."""
        if self.reader and self.dense:
            self.reader.load()
            self.dense.catch_up(tell, stop, most)

    def arrived(self, begin: int, stop: int) -> Iterator[Arrived]:
        """The living passages numbered from `begin` to before `stop`, some at a time, for `answering`."""
        return portions(self.library, begin, stop)

    def answering(self, question: str, arrived: Arrived) -> list[tuple[Citation, bool]]:
        """The sentences of passages that arrived which answer a question, one an article, the likeliest first; whether
        that is sure. A question whose operators are at fault is answered by none."""
        return self.index.use(lambda index: _answering(question, self.library, index, arrived, self.reader, self.dense))

    def has_read(self, stop: int) -> bool:
        """Whether what the reader makes of the passages numbered below `stop` is there."""
        return self.dense is None or self.dense.covers(stop)

    def _asked(self, question: str) -> tuple[Answer, Ranking | None]:
        return self.index.use(lambda index: ask(question, self.library, index, self.reader, self.dense))


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


def _answering(
    question: str, library: Library, index: Index, arrived: Arrived, reader: Reader | None, dense: Dense | None
) -> list[tuple[Citation, bool]]:
    query = read_query(question, library.sources, date.today())
    if query.faults or not arrived.counts:
        return []
    asked, ranking = search(query.text, library, index, query.filter, reader, dense, arrived)
    said = confidences(asked, ranking, MOST_ARRIVED) if ranking else []
    first: dict[str, tuple[Citation, bool]] = {}
    for citation, confidence in said:
        if confidence in ("sure", "possible"):
            first.setdefault(citation.article.id, (citation, confidence == "sure"))
    leads = with_leads([citation for citation, _ in first.values()])
    return [(citation, sure) for citation, (_, sure) in zip(leads, first.values(), strict=True)]


def read_articles_at(paths: Sequence[str | Path]) -> tuple[Library, "Summary"]:
    """A library of the articles in these files and folders, which ends with the process, and what became of each."""
    from retrieval.intake import take_in  # readers of formats: what is kept needs none

    library = Library()
    return library, take_in(library, [str(path) for path in paths])


def open_files(paths: Sequence[str | Path], reader: str) -> Articles:
    """See `retrieval.open_articles`."""
    library, summary = read_articles_at(paths)
    if not len(library):
        reasons = "; ".join(map(str, summary.skipped)) or f"no article in {', '.join(map(str, paths))}"
        raise IbidError(f"{reasons}: name files or folders of articles")
    return _ready(library, library.folder or Path(), reader)


def open_folder(folder: Path, reader: str) -> Articles:
    """See `retrieval.open_library`."""
    file = folder / LIBRARY_FILE
    if not file.is_file():
        raise IbidError(f"{folder}: there is no library here; name the folder that IBID_DATA names")
    return _ready(Library(address=URL.create("sqlite", database=str(file))), folder, reader)


def _ready(library: Library, folder: Path, reader_name: str) -> Articles:
    reader = open_reader(reader_name)
    articles = Articles(library, KeptIndex(library, folder), reader, Dense(library, reader, folder) if reader else None)
    articles.index.current()
    articles.read_up()
    return articles
