"""The library as a list: what is in it, under which number, and what has happened to it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, and_, false, func, or_, select

from retrieval.language import fold
from retrieval.library.changes import Range
from retrieval.library.records import joined
from retrieval.library.schema import ARTICLES, CHANGES, UNDOABLE, VERSIONS
from retrieval.packing import article_of
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
class Page:
    """A part of the list: what stands after the first `offset` of the `total`."""

    entries: tuple[Entry, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class Event:
    """A line of an article's history: when (seconds since 1970), what (`schema.CHANGES`), and which version it left."""

    at: float
    kind: str
    version: str


def list_entries(engine: Engine, search: str = "", *, withdrawn: bool = False, after: int = 0) -> Iterator[Entry]:
    """The articles whose title, source, author, date or id hold all words of `search`, numbered above `after`."""
    conditions = _holding(search)
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


def entry_of(engine: Engine, number: int) -> Entry | None:
    """The article with this number, living or not."""
    with engine.connect() as connection:
        row = connection.execute(_entries().where(ARTICLES.c.number == number)).first()
    return Entry(*row) if row else None


def alike_to(engine: Engine, number: int) -> list[Entry]:
    """The other living articles that carry nearly the same story, in the order in which they came."""
    story = select(ARTICLES.c.story).where(ARTICLES.c.number == number).scalar_subquery()
    others = (ARTICLES.c.story == story, ARTICLES.c.state == "living", ARTICLES.c.number != number)
    with engine.connect() as connection:
        return [Entry(*row) for row in connection.execute(_entries().where(*others).order_by(ARTICLES.c.number))]


def history_of(engine: Engine, number: int) -> list[Event]:
    """What has happened to an article, oldest first."""
    query = (
        select(CHANGES.c.at, CHANGES.c.kind, VERSIONS.c.version)
        .join(VERSIONS, VERSIONS.c.number == CHANGES.c.version)
        .where(CHANGES.c.article == number)
        .order_by(CHANGES.c.number)
    )
    with engine.connect() as connection:
        return [Event(*row) for row in connection.execute(query)]


def changed_by(engine: Engine, changes: Sequence[Range]) -> list[Entry]:
    """The articles that changes of these numbers (from, to exclusive) are about, in order."""
    meant = or_(false(), *(and_(CHANGES.c.number >= begin, CHANGES.c.number < stop) for begin, stop in changes))
    query = _entries().where(ARTICLES.c.number.in_(select(CHANGES.c.article).where(meant)))
    with engine.connect() as connection:
        return [Entry(*row) for row in connection.execute(query.order_by(ARTICLES.c.number))]


def living_versions(engine: Engine, ids: Collection[str]) -> dict[str, str]:
    """The version of each of these articles (by id) that is in the library now."""
    query = select(ARTICLES.c.id, VERSIONS.c.version).join(VERSIONS, VERSIONS.c.number == ARTICLES.c.version)
    living = query.where(ARTICLES.c.state == "living", ARTICLES.c.id.in_(ids))
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(living)}


def is_undoable(engine: Engine, number: int) -> bool:
    """Whether the last thing that happened to an article is what an addition does."""
    query = select(CHANGES.c.kind).where(CHANGES.c.article == number).order_by(CHANGES.c.number.desc()).limit(1)
    with engine.connect() as connection:
        return connection.execute(query).scalar() in UNDOABLE


def read_at(engine: Engine, version: str) -> float:
    """When a text first came in, in seconds since 1970; 0 where it never did."""
    query = select(func.min(CHANGES.c.at)).join(VERSIONS, VERSIONS.c.number == CHANGES.c.version)
    with engine.connect() as connection:
        return connection.execute(query.where(VERSIONS.c.version == version)).scalar() or 0.0


def last_change(engine: Engine, number: int) -> int:
    """The number of the last change of an article; 0 where there is no such article."""
    with engine.connect() as connection:
        query = select(func.max(CHANGES.c.number)).where(CHANGES.c.article == number)
        return connection.execute(query).scalar() or 0


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


def article_numbered(engine: Engine, number: int) -> Article | None:
    """The article with this number as it is now, or was last."""
    with engine.connect() as connection:
        row = connection.execute(_current().where(ARTICLES.c.number == number)).mappings().first()
    return article_of(row) if row else None


def page(engine: Engine, search: str = "", offset: int = 0, count: int = 20) -> Page:
    """The living articles with all words of `search`, latest first: `count` of them after the first `offset`."""
    conditions = [ARTICLES.c.date.is_not(None), *_holding(search)]
    order = (ARTICLES.c.date.desc(), ARTICLES.c.number.desc())
    # Which ones is found in the index on the date alone; what is shown of them is looked up after that.
    some = select(ARTICLES.c.number).where(*conditions).order_by(*order).offset(offset).limit(count)
    with engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(ARTICLES).where(*conditions)).scalar_one()
        numbers = connection.execute(some).scalars().all()
        rows = connection.execute(_entries().where(ARTICLES.c.number.in_(numbers)).order_by(*order)).all()
    return Page(tuple(Entry(*row) for row in rows), total, offset)


def dates(engine: Engine) -> tuple[str, str]:
    """The earliest and the latest date of the living articles; both empty without any."""
    known = ARTICLES.c.date > ""
    with engine.connect() as connection:  # each is at one end of the index; asked for together, all would be looked at
        first = connection.execute(select(func.min(ARTICLES.c.date)).where(known)).scalar()
        last = connection.execute(select(func.max(ARTICLES.c.date)).where(known)).scalar()
    return first or "", last or ""


def _holding(search: str) -> list[ColumnElement[bool]]:
    return [ARTICLES.c.sought.contains(word, autoescape=True) for word in fold(search).split()]


def _current() -> Select[Any]:
    return joined().where(VERSIONS.c.number == ARTICLES.c.version)


def _entries() -> Select[Any]:
    texts = select(func.count()).where(VERSIONS.c.article == ARTICLES.c.number).correlate(ARTICLES).scalar_subquery()
    other = VERSIONS.alias("shown")
    columns = (ARTICLES.c.number, ARTICLES.c.id, other.c.title, other.c.source, other.c.date, other.c.lang)
    return select(*columns, ARTICLES.c.passages, texts, ARTICLES.c.state, ARTICLES.c.origin).join(
        other, other.c.number == ARTICLES.c.version
    )


def count_passages(engine: Engine) -> int:
    """How many passages the living articles have."""
    with engine.connect() as connection:
        living = select(func.sum(ARTICLES.c.passages)).where(ARTICLES.c.state == "living")
        return connection.execute(living).scalar() or 0
