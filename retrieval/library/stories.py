"""Articles that say nearly the same: a story that several papers carry has one number in all of them."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.dialects import sqlite

from retrieval.library.records import joined
from retrieval.library.schema import ARTICLES, SKETCHES, VERSIONS
from retrieval.library.sketches import alike, shingles, sketch
from retrieval.packing import article_of
from retrieval.types import Article

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

# Rows and numbers asked for in one query.
AT_ONCE = 500
# Rows that a query for so many keys is read to: a form that is filled in thousands of times has thousands under a key.
ROWS = 5_000
# Texts that an article is compared with, those first with which its sketch has most in common.
COMPARED = 5


def link_stories(connection: Connection, texts: Mapping[int, str]) -> None:
    """Finds for articles (number → text) that have just come or changed which living ones say nearly the same.

    The transaction must have the write lock.
    """
    sketches = {number: sketch(text) for number, text in texts.items()}
    candidates = _candidates(connection, sketches)
    compared = {number for one, others in candidates.items() if others for number in (one, *others)}
    known = _texts(connection, compared - texts.keys()) | dict(texts)
    told = {number: shingles(known[number]) for number in compared & known.keys()}
    before = _stories_of(connection, compared | texts.keys())
    after = before | dict.fromkeys(texts)
    last = connection.execute(select(func.max(ARTICLES.c.story))).scalar() or 0
    for number in texts:
        living = (other for other in candidates[number] if other in told)
        twin = next((other for other in living if alike(told[number], told[other])), None)
        if twin is not None:
            if after[twin] is None:
                after[twin] = last = last + 1
            after[number] = after[twin]
    changes = [{"at": number, "to": story} for number, story in after.items() if story != before[number]]
    if changes:
        linked = update(ARTICLES).where(ARTICLES.c.number == bindparam("at")).values(story=bindparam("to"))
        connection.execute(linked, changes)
    _remember(connection, sketches)


def stories(connection: Connection, ids: Collection[str]) -> dict[str, int]:
    """The story of each of the articles with these ids that shares one."""
    query = select(ARTICLES.c.id, ARTICLES.c.story).where(ARTICLES.c.id.in_(ids), ARTICLES.c.story.is_not(None))
    return dict(connection.execute(query).all())


def carriers(connection: Connection, story: int, sentence: str) -> list[Article]:
    """The living articles of a story in which a sentence stands, whatever the white space in it; first come first."""
    query = joined().where(
        ARTICLES.c.story == story, ARTICLES.c.state == "living", VERSIONS.c.number == ARTICLES.c.version
    )
    plain = _plain(sentence)
    rows = connection.execute(query.order_by(ARTICLES.c.number)).mappings()
    return [article_of(row) for row in rows if plain in _plain(row["text"])]


def _candidates(connection: Connection, sketches: Mapping[int, Sequence[int]]) -> dict[int, list[int]]:
    """The articles whose sketches share a key with each of these, those that share most first.

    Of one another, each has those before it: it joins them, and none is taken out of one story into another.
    """
    holders: dict[int, list[int]] = {key: [] for keys in sketches.values() for key in keys}
    for part in _parts(holders):
        query = select(SKETCHES.c.key, SKETCHES.c.article).where(SKETCHES.c.key.in_(part)).limit(ROWS)
        for key, article in connection.execute(query):
            if article not in sketches:
                holders[key].append(article)
    candidates = {}
    for number, keys in sketches.items():
        shared = Counter(other for key in keys for other in holders[key])
        candidates[number] = [other for other, _ in shared.most_common(COMPARED)]
        for key in keys:
            holders[key].append(number)
    return candidates


def _texts(connection: Connection, numbers: Collection[int]) -> dict[int, str]:
    """The texts of those of these articles that live."""
    found: dict[int, str] = {}
    for part in _parts(numbers):
        query = select(ARTICLES.c.number, VERSIONS.c.text).join(VERSIONS, VERSIONS.c.number == ARTICLES.c.version)
        living = query.where(ARTICLES.c.number.in_(part), ARTICLES.c.state == "living")
        found |= dict(connection.execute(living).all())
    return found


def _stories_of(connection: Connection, numbers: Collection[int]) -> dict[int, int | None]:
    found: dict[int, int | None] = {}
    for part in _parts(numbers):
        query = select(ARTICLES.c.number, ARTICLES.c.story).where(ARTICLES.c.number.in_(part))
        found |= dict(connection.execute(query).all())
    return found


def _remember(connection: Connection, sketches: Mapping[int, Sequence[int]]) -> None:
    # In the order of the keys: neighbours in the table are written together.
    rows = [{"key": key, "article": number} for key, number in sorted((k, n) for n, ks in sketches.items() for k in ks)]
    if rows:
        # a text that is there again has its rows
        connection.execute(_insert_into(connection)(SKETCHES).on_conflict_do_nothing(), rows)


def _insert_into(connection: Connection) -> "type[sqlite.Insert | postgresql.Insert]":
    if connection.dialect.name != "postgresql":
        return sqlite.Insert
    from sqlalchemy.dialects import postgresql  # as long to import as numpy, and few have it

    return postgresql.Insert


def _parts(numbers: Iterable[int]) -> list[list[int]]:
    whole = list(numbers)
    return [whole[i : i + AT_ONCE] for i in range(0, len(whole), AT_ONCE)]


def _plain(text: str) -> str:
    return " ".join(text.split())
