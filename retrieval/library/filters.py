"""Which passages are of the articles that a filter asks for: as ranges of their numbers."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Engine, case, select

from retrieval.language import WORD, fold
from retrieval.library.schema import ARTICLES, VERSIONS
from retrieval.types import Filter


@dataclass(frozen=True, slots=True)
class Ranges:
    """Numbers of passages: each range from one of `starts` up to its end, exclusive, in ascending order."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def __len__(self) -> int:
        """How many articles they are of."""
        return len(self.starts)

    def hold(self, number: int) -> bool:
        at = bisect_right(self.starts, number) - 1
        return at >= 0 and number < self.ends[at]


def ranges(engine: Engine, wanted: Filter) -> Ranges:
    """The passages of the living articles that a filter asks for, whatever words they have."""
    columns = (ARTICLES.c.first, ARTICLES.c.passages, VERSIONS.c.source, VERSIONS.c.author, VERSIONS.c.title)
    query = select(*columns).join(VERSIONS, VERSIONS.c.number == ARTICLES.c.version)
    query = query.where(ARTICLES.c.state == "living", *_conditions(wanted)).order_by(ARTICLES.c.first)
    with engine.connect() as connection:
        rows = connection.execute(query).all()
    pairs = ((wanted.source, 2), (wanted.author, 3), (wanted.title, 4))
    asked = [(squeezed(value), column) for value, column in pairs if value]
    found = [row for row in rows if all(value in squeezed(row[column] or "") for value, column in asked)]
    return Ranges(tuple(row[0] for row in found), tuple(row[0] + row[1] for row in found))


def sources(engine: Engine) -> Iterator[str]:
    """The outlets of the living articles, each once."""
    query = select(VERSIONS.c.source).join(ARTICLES, VERSIONS.c.number == ARTICLES.c.version)
    with engine.connect() as connection:
        yield from filter(None, connection.execute(query.where(ARTICLES.c.state == "living").distinct()).scalars())


def squeezed(text: str) -> str:
    """Letters and digits alone, without case and accents: `lemonde` of "Le Monde"."""
    return "".join(fold(word) for word in WORD.findall(text))


def _conditions(wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Of a date that is known less precisely than asked for, it must hold whichever day it was."""
    day = ARTICLES.c.date
    if wanted.lang:
        yield ARTICLES.c.lang == wanted.lang
    if wanted.article:
        yield ARTICLES.c.number == wanted.article
    if wanted.after:
        yield case((day.like("____"), day + "-01-01"), (day.like("____-__"), day + "-01"), else_=day) >= _first(
            wanted.after
        )
    if wanted.before:
        yield day > ""
        yield case((day.like("____"), day + "-12-31"), (day.like("____-__"), day + "-31"), else_=day) < _first(
            wanted.before
        )


def _first(day: str) -> str:
    """The first day of a year or a month."""
    return day + "-01-01"[len(day) - len("2023-01-01") :] if len(day) < len("2023-01-01") else day
