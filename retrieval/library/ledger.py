"""What one transaction does to a library: numbers are given out, rows gathered, and all is written at once."""

import time
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from retrieval.library.records import Row, digest, pack_passages, sought
from retrieval.library.schema import ARTICLES, CHANGES, PASSAGES, VERSIONS
from retrieval.packing import pack_blocks
from retrieval.types import Article, Passage

# What an article is that was withdrawn for this reason: of what is gone, it is open whether it comes back.
STATES = {"removed": "removed", "gone": "gone", "undone": "gone"}


class Ledger:
    """Entries of one transaction, which must have the write lock: numbers are counted on from the last ones."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        last = select(CHANGES.c.number, CHANGES.c.added_to).order_by(CHANGES.c.number.desc()).limit(1)
        row = connection.execute(last).first()
        self._change: int = row[0] if row else 0
        self._end: int = row[1] if row else 0
        self._article = connection.execute(select(func.max(ARTICLES.c.number))).scalar() or 0
        self._version = connection.execute(select(func.max(VERSIONS.c.number))).scalar() or 0
        self._articles: list[dict[str, Any]] = []
        self._versions: list[dict[str, Any]] = []
        self._passages: list[dict[str, Any]] = []
        self._changes: list[dict[str, Any]] = []
        self._updates: list[dict[str, Any]] = []
        self.published: dict[int, str] = {}  # the text with which each article speaks from now on

    def add(self, article: Article, passages: tuple[Passage, ...], origin: str, file: str, *, followed: bool) -> int:
        """A new article; returns its number."""
        self._article += 1
        version = self.version(self._article, article, passages)
        row = {"number": self._article, "origin": origin, "id": article.id, "file": file, "followed": followed}
        first = self._publish("added", self._article, version, len(passages), (0, 0))
        row |= {"state": "living", "version": version, "lang": article.lang, "date": article.date or "", "first": first}
        self._articles.append(row | {"passages": len(passages), "sought": sought(article)})
        self.published[self._article] = article.text
        return self._article

    def version(self, article_number: int, article: Article, passages: tuple[Passage, ...]) -> int:
        """A new text of an article; returns the number of the version."""
        self._version += 1
        row = {"number": self._version, "article": article_number, "version": article.version}
        row |= {
            field: getattr(article, field) for field in ("title", "text", "lang", "date", "url", "author", "source")
        }
        row |= {"blocks": pack_blocks(article.blocks), "layout": pack_passages(passages), "digest": digest(article)}
        self._versions.append(row)
        return self._version

    def publish(self, kind: str, row: Row, version: int, article: Article, count: int) -> None:
        """From now on the article of `row` speaks with this version, of `count` passages."""
        first = self._publish(kind, row["number"], version, count, _living(row))
        self.published[row["number"]] = article.text
        values = {"state": "living", "lang": article.lang, "date": article.date or "", "sought": sought(article)}
        self._updates.append(values | {"number": row["number"], "version": version, "first": first, "passages": count})

    def withdraw(self, kind: str, row: Row) -> None:
        """The article of `row` is out of the library, because it was removed, is gone, or its addition was undone."""
        self._publish(kind, row["number"], row["version"], 0, _living(row))
        values = {"state": STATES[kind], "lang": None, "date": None, "sought": row["sought"]}
        self._updates.append(
            values | {"number": row["number"], "version": row["version"], "first": None, "passages": 0}
        )

    @property
    def last_change(self) -> int:
        """The number of the change that was entered last."""
        return self._change

    def write(self) -> None:
        """Writes what was entered. The transaction is still to be committed."""
        for table, rows in (
            (ARTICLES, self._articles),
            (VERSIONS, self._versions),
            (PASSAGES, self._passages),
            (CHANGES, self._changes),
        ):
            if rows:
                self._connection.execute(insert(table), rows)
        if self._updates:
            columns = self._updates[0].keys() - {"number"}
            changed = update(ARTICLES).where(ARTICLES.c.number == bindparam("to_number"))
            changed = changed.values({name: bindparam(f"to_{name}") for name in columns})
            rows = [{f"to_{name}": value for name, value in row.items()} for row in self._updates]
            self._connection.execute(changed, rows)

    def _publish(self, kind: str, article: int, version: int, count: int, removed: tuple[int, int]) -> int:
        """Enters the change and the numbers of the passages; returns the first of them."""
        self._change += 1
        first, self._end = self._end, self._end + count
        self._passages += [{"number": first + place, "version": version, "place": place} for place in range(count)]
        change = {"number": self._change, "article": article, "version": version, "kind": kind, "at": time.time()}
        change |= {"removed_from": removed[0], "removed_to": removed[1], "added_from": first, "added_to": self._end}
        self._changes.append(change)
        if removed[1] > removed[0]:
            gone = PASSAGES.c.number.between(removed[0], removed[1] - 1)
            self._connection.execute(delete(PASSAGES).where(gone))
        return first


def _living(row: Row) -> tuple[int, int]:
    """The numbers of the passages that the article of `row` has in the index: from, to (exclusive)."""
    return (0, 0) if row["first"] is None else (row["first"], row["first"] + row["passages"])
