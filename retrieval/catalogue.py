"""The library as a list: what is in it, under which number, and what has happened to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, Select, func, select

from retrieval.analysis import fold
from retrieval.records import article_of, joined
from retrieval.schema import ARTICLES, CHANGES, VERSIONS
from retrieval.types import Article

AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list. `versions` counts the texts that the article has had; `state`: living, removed, gone."""

    number: int
    id: str
    title: str
    source: str | None
    date: str | None
    lang: str
    passages: int
    versions: int
    state: str
    origin: str


@dataclass(frozen=True, slots=True)
class Event:
    """A line of an article's history: when (seconds since 1970), what (`schema.CHANGES`), and which version it left."""

    at: float
    kind: str
    version: str


def entries(engine: Engine, search: str = "", *, withdrawn: bool = False, after: int = 0) -> Iterator[Entry]:
    """The articles whose title, source, author, date or id hold all words of `search`, numbered above `after`."""
    conditions = [ARTICLES.c.sought.contains(word, autoescape=True) for word in fold(search).split()]
    if not withdrawn:
        conditions.append(ARTICLES.c.state == "living")
    while True:
        with engine.connect() as connection:
            query = _entries().where(ARTICLES.c.number > after, *conditions).order_by(ARTICLES.c.number)
            rows = connection.execute(query.limit(AT_ONCE)).all()
        yield from (Entry(*row) for row in rows)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1][0]


def entry(engine: Engine, number: int) -> Entry | None:
    """The article with this number, living or not."""
    with engine.connect() as connection:
        row = connection.execute(_entries().where(ARTICLES.c.number == number)).first()
    return Entry(*row) if row else None


def history(engine: Engine, number: int) -> list[Event]:
    """What has happened to an article, oldest first."""
    query = (
        select(CHANGES.c.at, CHANGES.c.kind, VERSIONS.c.version)
        .join(VERSIONS, VERSIONS.c.number == CHANGES.c.version)
        .where(CHANGES.c.article == number)
        .order_by(CHANGES.c.number)
    )
    with engine.connect() as connection:
        return [Event(*row) for row in connection.execute(query)]


def articles(engine: Engine, after: int = 0) -> Iterator[Article]:
    """The living articles in the order of their numbers, a few in memory at a time."""
    while True:
        query = _current().where(ARTICLES.c.state == "living", ARTICLES.c.number > after)
        with engine.connect() as connection:
            rows = connection.execute(query.order_by(ARTICLES.c.number).limit(AT_ONCE)).mappings().all()
        yield from map(article_of, rows)
        if len(rows) < AT_ONCE:
            return
        after = rows[-1]["number"]


def article(engine: Engine, number: int) -> Article | None:
    """The article with this number as it is now, or was last."""
    with engine.connect() as connection:
        row = connection.execute(_current().where(ARTICLES.c.number == number)).mappings().first()
    return article_of(row) if row else None


def latest(engine: Engine, count: int) -> Sequence[Article]:
    """The living articles with the latest dates."""
    query = _current().where(ARTICLES.c.state == "living")
    order = (func.coalesce(VERSIONS.c.date, "").desc(), ARTICLES.c.number)
    with engine.connect() as connection:
        return [article_of(row) for row in connection.execute(query.order_by(*order).limit(count)).mappings()]


def dates(engine: Engine) -> tuple[str, str]:
    """The earliest and the latest date of the living articles; both empty without any."""
    query = select(func.min(VERSIONS.c.date), func.max(VERSIONS.c.date))
    query = query.join(ARTICLES, ARTICLES.c.version == VERSIONS.c.number).where(ARTICLES.c.state == "living")
    with engine.connect() as connection:
        first, last = connection.execute(query).one()
    return first or "", last or ""


def _current() -> Select[Any]:
    return joined().where(VERSIONS.c.number == ARTICLES.c.version)


def _entries() -> Select[Any]:
    texts = select(func.count()).where(VERSIONS.c.article == ARTICLES.c.number).correlate(ARTICLES).scalar_subquery()
    other = VERSIONS.alias("shown")
    columns = (ARTICLES.c.number, ARTICLES.c.id, other.c.title, other.c.source, other.c.date, other.c.lang)
    return select(*columns, ARTICLES.c.passages, texts, ARTICLES.c.state, ARTICLES.c.origin).join(
        other, other.c.number == ARTICLES.c.version
    )


def passages(engine: Engine) -> int:
    """How many passages the living articles have."""
    with engine.connect() as connection:
        living = select(func.sum(ARTICLES.c.passages)).where(ARTICLES.c.state == "living")
        return connection.execute(living).scalar() or 0
