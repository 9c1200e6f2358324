"""The library: articles that come, change and go, and the way from a number or an id back to the words."""

import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import ColumnElement, Engine, func, select
from sqlalchemy.engine import URL

from retrieval.errors import IbidError
from retrieval.library import catalogue, filters
from retrieval.library.arrivals import Arrival, Outcome, accept, batches
from retrieval.library.changes import Range
from retrieval.library.database import library_name, open_database, writing
from retrieval.library.leading import leading
from retrieval.library.ledger import Ledger
from retrieval.library.records import joined, unpack_passages, with_version
from retrieval.library.schema import ARTICLES, CHANGES, PASSAGES, VERSIONS
from retrieval.library.shelf import Shelf
from retrieval.library.sources import find_source
from retrieval.library.stories import carriers, stories
from retrieval.library.undoing import take_back
from retrieval.packing import article_of
from retrieval.types import Article, Citation, Filter, Passage, Source

# How many rows are asked for by number in one query; SQLite takes at most 32,766.
AT_ONCE = 500


class Library:
    """Articles in the database at `address`; without one, in a database that ends with the process, in `folder`.

    Passages have numbers that only grow and are never given again: the index speaks of them by these. Each change
    gets the next number of one log. Safe to use from several threads and processes. Raises LibraryError.
    """

    def __init__(self, articles: Iterable[Article] = (), address: str | URL | None = None) -> None:
        self.folder = folder = None if address else Path(tempfile.mkdtemp(prefix="ibid-"))
        self.engine = open_database(
            address or URL.create("sqlite", database=str(folder and folder / "ibid.sqlite")), kept=bool(address)
        )
        self.close = weakref.finalize(self, _close, self.engine, folder)
        self._shelf = Shelf(self.engine)
        self._languages: tuple[int, frozenset[str]] = (-1, frozenset())
        self._outlets: tuple[int, frozenset[str]] = (-1, frozenset())
        for outcome in self.add(Arrival(article, origin=article.id, file=article.id) for article in articles):
            if outcome.reason:
                raise IbidError(outcome.reason)

    @property
    def name(self) -> str:
        """A random name, by which an index knows that it belongs to this library."""
        return library_name(self.engine)

    def __len__(self) -> int:
        """The number of living articles."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.count(ARTICLES.c.lang))).scalar_one()

    @property
    def change(self) -> int:
        """The number of the last change; 0 before the first."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.max(CHANGES.c.number))).scalar() or 0

    @property
    def follows(self) -> bool:
        """Whether any living article came with a configured folder, and goes with it."""
        with self.engine.connect() as connection:
            followed = select(ARTICLES.c.number).where(ARTICLES.c.followed, ARTICLES.c.state == "living")
            return connection.execute(followed.limit(1)).first() is not None

    @property
    def languages(self) -> frozenset[str]:
        """The languages of the living articles, ISO 639-1."""
        if self._languages[0] != (change := self.change):
            self._languages = (change, frozenset(_distinct_languages(self.engine)))
        return self._languages[1]

    def add(self, arrivals: Iterable[Arrival]) -> Iterator[Outcome]:
        """Adds what is new, corrects what has changed, and says of each what became of it; a few articles at a time.

        Each article is in the library whole or not at all, and for good once its outcome is told.
        """
        for batch in batches(arrivals):
            with writing(self.engine) as connection:
                outcomes = accept(connection, batch)
            yield from outcomes

    def remove(self, number: int) -> bool:
        """Takes an article out for good, until it is restored; False if it was not in."""
        return self._withdraw("removed", ARTICLES.c.number == number) == 1

    def withdraw_gone(self, numbers: Sequence[int]) -> int:
        """Takes out articles whose file is gone; they come back with it. Returns how many were still in."""
        parts = [numbers[i : i + AT_ONCE] for i in range(0, len(numbers), AT_ONCE)]
        return sum(self._withdraw("gone", ARTICLES.c.number.in_(part)) for part in parts)

    def restore(self, number: int) -> bool:
        """Puts a withdrawn article back as it last was; False if there is none such."""
        with writing(self.engine) as connection:
            query = joined().where(ARTICLES.c.number == number, VERSIONS.c.number == ARTICLES.c.version)
            row = connection.execute(query).mappings().first()
            if row is None or row["state"] == "living":
                return False
            article, ledger = article_of(row), Ledger(connection)
            count = len(unpack_passages(article, row["layout"]))
            ledger.publish("restored", row, row["current"], article, count)
            ledger.write()
        return True

    def undo(self, changes: Sequence[Range]) -> int:
        """Takes back what additions did, by the numbers of their changes (from, to exclusive); see `take_back`."""
        with writing(self.engine) as connection:
            return take_back(connection, changes)

    def leading(self, what: str) -> AbstractContextManager[bool]:
        """Whether no other process of this library's does `what` while this lasts; nobody waits for it."""
        return leading(self.engine, what)

    def find(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The living passages with these numbers; those withdrawn a moment ago may be left out."""
        return self._shelf.find(numbers)

    def living(self, ranges: Sequence[tuple[int, int]] | None = None) -> Iterator[tuple[int, Passage]]:
        """The living passages with numbers in these ranges (from, to), or all of them, in ascending order."""
        if ranges is None:
            with self.engine.connect() as connection:
                last = connection.execute(select(func.max(PASSAGES.c.number))).scalar()
            ranges = [] if last is None else [(0, last + 1)]
        for begin, stop in ranges:
            yield from self._shelf.read(begin, stop)

    def living_after(self, number: int) -> Iterator[tuple[int, Passage]]:
        """The living passages with numbers above this one, in ascending order."""
        with self.engine.connect() as connection:
            last = connection.execute(select(func.max(PASSAGES.c.number))).scalar()
        return self.living([(number + 1, last + 1)]) if last is not None else iter(())

    def count_after(self, number: int) -> int:
        """How many passages with numbers above this one live."""
        with self.engine.connect() as connection:
            return connection.execute(select(func.count()).where(PASSAGES.c.number > number)).scalar_one()

    def source(self, citation_id: str) -> Source:
        """The sentence that an id names and what became of it. Raises UnknownCitation."""
        with self.engine.connect() as connection:
            return find_source(connection, citation_id)

    def citation(self, citation_id: str) -> Citation:
        """The sentence that an id names, also after its article changed or went. Raises UnknownCitation."""
        return self.source(citation_id).citation

    def passages_of(self, article: Article) -> tuple[Passage, ...]:
        """The passages of an article that the library holds or has held, in their order."""
        with self.engine.connect() as connection:
            row = connection.execute(with_version(article.version)).mappings().one()
        return unpack_passages(article_of(row), row["layout"])

    @property
    def sources(self) -> frozenset[str]:
        """The outlets of the living articles."""
        if self._outlets[0] != (change := self.change):
            self._outlets = (change, frozenset(filters.sources(self.engine)))
        return self._outlets[1]

    def ranges(self, wanted: Filter) -> filters.Ranges:
        """The numbers of the passages of the living articles that a filter asks for, whatever words they have."""
        return filters.ranges(self.engine, wanted)

    def read_at(self, article: Article) -> float:
        """When the library got the text of an article that it holds or has held, in seconds since 1970."""
        return catalogue.read_at(self.engine, article.version)

    def articles(self) -> Iterator[Article]:
        """The living articles in the order in which they came, a few in memory at a time."""
        return catalogue.articles(self.engine)

    def stories(self, ids: Collection[str]) -> dict[str, int]:
        """The number of the story that each of these articles (by id) shares with others; those that share none are
        left out."""
        with self.engine.connect() as connection:
            return stories(connection, ids)

    def carriers(self, story: int, sentence: str) -> list[Article]:
        """The living articles of a story in which a sentence stands, in the order in which they came."""
        with self.engine.connect() as connection:
            return carriers(connection, story, sentence)

    def page(self, search: str = "", offset: int = 0, count: int = 20) -> catalogue.Page:
        """The list of the living articles, latest first, or of those with all words of `search`."""
        return catalogue.page(self.engine, search, offset, count)

    def dates(self) -> tuple[str, str]:
        """The earliest and the latest date of the living articles, as precise as they are; both empty without any."""
        return catalogue.dates(self.engine)

    def _withdraw(self, kind: str, condition: ColumnElement[bool]) -> int:
        with writing(self.engine) as connection:
            query = select(ARTICLES).where(condition, ARTICLES.c.state == "living")
            rows = connection.execute(query).mappings().all()
            ledger = Ledger(connection)
            for row in rows:
                ledger.withdraw(kind, row)
            ledger.write()
        return len(rows)


def _distinct_languages(engine: Engine) -> Iterator[str]:
    """From one to the next in the index on the column, so that it takes no longer in a large library."""
    lang = ""
    with engine.connect() as connection:
        while (
            lang := connection.execute(select(func.min(ARTICLES.c.lang)).where(ARTICLES.c.lang > lang)).scalar() or ""
        ):
            yield lang


def _close(engine: Engine, folder: Path | None) -> None:
    engine.dispose()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
