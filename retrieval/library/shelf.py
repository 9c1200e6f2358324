"""Passages by number, as answering needs them: a few at a time, those of the last questions kept at hand."""

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, select

from retrieval.library.records import joined, unpack_passages
from retrieval.library.schema import PASSAGES, VERSIONS
from retrieval.packing import article_of
from retrieval.types import Passage

# Characters of the articles that are kept at hand: some 20 to 60 MB with their passages.
AT_HAND = 8_000_000
# Passages read in one query.
AT_ONCE = 500
# Numbers of passages that are remembered with the article that they are of.
NUMBERS = 100_000


class Shelf:
    """Reads passages and keeps the last articles, whole, up to a size. Safe to use from several threads.

    An article is kept under the number that its first passage has: it gets another one with every change.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._first: dict[int, int] = {}  # the number of a passage → that of the first passage of its article
        self._articles: OrderedDict[int, tuple[Passage, ...]] = OrderedDict()
        self._characters = 0

    def find(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """The living passages with these numbers, and perhaps some that were withdrawn since they were last read."""
        with self._lock:
            first = {number: self._first[number] for number in numbers if number in self._first}
            at_hand = {base: self._articles[base] for base in first.values() if base in self._articles}
            for base in at_hand:
                self._articles.move_to_end(base)
        missing = [number for number in numbers if first.get(number) not in at_hand]
        if missing:
            with self._engine.connect() as connection:
                query = select(PASSAGES).where(PASSAGES.c.number.in_(missing))
                rows = connection.execute(query).all()
                first |= {number: number - place for number, _, place in rows}
                bases = {number - place: version for number, version, place in rows}
                fetched = _passages(connection, set(bases.values()))
                at_hand |= {base: fetched[version] for base, version in bases.items()}
            self._keep(first, at_hand)
        return {number: at_hand[first[number]][number - first[number]] for number in numbers if number in first}

    def read(self, start: int, stop: int) -> Iterator[tuple[int, Passage]]:
        """The living passages numbered from `start` up to `stop`, straight from the database, some at a time.

        An article that goes on is not read again: one alone may have hundreds of thousands of passages.
        """
        whole: dict[int, tuple[Passage, ...]] = {}
        for first in range(start, stop, AT_ONCE):
            with self._engine.connect() as connection:
                query = select(PASSAGES).where(
                    PASSAGES.c.number >= first, PASSAGES.c.number < min(first + AT_ONCE, stop)
                )
                rows = list(connection.execute(query.order_by(PASSAGES.c.number)))
                versions = {version for _, version, _ in rows}
                whole = {version: whole[version] for version in versions & whole.keys()}
                whole |= _passages(connection, versions - whole.keys())
            for number, version, place in rows:
                yield number, whole[version][place]

    def _keep(self, first: dict[int, int], fetched: dict[int, tuple[Passage, ...]]) -> None:
        with self._lock:
            if len(self._first) > NUMBERS:
                self._first = {}
            self._first |= first
            for base in fetched.keys() - self._articles.keys():
                self._articles[base] = fetched[base]
                self._characters += len(fetched[base][0].article.text)
            while self._characters > AT_HAND and len(self._articles) > 1:
                _, dropped = self._articles.popitem(last=False)
                self._characters -= len(dropped[0].article.text)


def _passages(connection: Connection, versions: set[int]) -> dict[int, tuple[Passage, ...]]:
    """The number of each version → its passages."""
    if not versions:
        return {}
    query = joined().where(VERSIONS.c.number.in_(versions))
    return {
        row["version_number"]: unpack_passages(article_of(row), row["layout"])
        for row in connection.execute(query).mappings()
    }
