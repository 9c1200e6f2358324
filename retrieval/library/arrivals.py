"""What becomes of an article that arrives: new, a correction, known already, or refused; the rules are `_settle`'s."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, or_, select, update

from retrieval.language import split_passages
from retrieval.library.ledger import Ledger
from retrieval.library.records import Row, digest, unpack_passages, with_version
from retrieval.library.schema import ARTICLES, VERSIONS
from retrieval.library.stories import link_stories
from retrieval.packing import FIELDS, article_of
from retrieval.types import Article

# One transaction: large enough that its sync to disk costs little, small enough that another writer hardly waits.
BATCH_ARTICLES = 200
BATCH_CHARACTERS = 400_000
# No database keeps a NUL, or half of a surrogate pair.
NO_TEXT = re.compile("[\\0\\ud800-\\udfff]")


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article and where it comes from.

    `origin` is the absolute path or the address; of a line of a file, with "#" and its id behind it. `file` is the same
    without that. The article is `followed` if it is to go when a configured folder no longer has it, and `named` if
    its id is written in it, and not made of the name of its file.
    """

    article: Article
    origin: str
    file: str
    followed: bool = False
    named: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an arrival from `file`. `reason` says why it was refused, or that a person has `removed` it.

    What had gone and is there again is `restored`. `change` is the number of the change that can be taken back; None
    where nothing came in that could be.
    """

    kind: Literal["added", "updated", "restored", "unchanged", "refused", "removed"]
    name: str
    file: str
    number: int | None = None
    reason: str = ""
    change: int | None = None


def batches(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Arrivals for one transaction each; no two in one share an id or an origin, so that none hides the other."""
    batch: list[Arrival] = []
    taken: set[str] = set()
    characters = 0
    for arrival in arrivals:
        names = {arrival.origin, arrival.article.id}
        if len(batch) == BATCH_ARTICLES or characters > BATCH_CHARACTERS or names & taken:
            yield batch
            batch, taken, characters = [], set(), 0
        batch.append(arrival)
        taken |= names
        characters += len(arrival.article.text)
    if batch:
        yield batch


def accept(connection: Connection, batch: Sequence[Arrival]) -> list[Outcome]:
    """Enters a batch in one transaction, which must have the write lock."""
    names = [name for arrival in batch if _can_be_kept(arrival) for name in (arrival.origin, arrival.article.id)]
    found = select(ARTICLES, VERSIONS.c.digest).join(VERSIONS, VERSIONS.c.number == ARTICLES.c.version)
    rows = connection.execute(found.where(or_(ARTICLES.c.origin.in_(names), ARTICLES.c.id.in_(names)))).mappings().all()
    by_origin = {row["origin"]: row for row in rows}
    by_id = {row["id"]: row for row in rows}
    ledger = Ledger(connection)
    outcomes = [_accept(connection, ledger, arrival, by_origin, by_id) for arrival in batch]
    ledger.write()
    link_stories(connection, ledger.published)
    return outcomes


def _can_be_kept(arrival: Arrival) -> bool:
    fields = (getattr(arrival.article, field) for field in FIELDS)
    return not any(NO_TEXT.search(field or "") for field in (arrival.origin, *fields))


def _accept(
    connection: Connection, ledger: Ledger, arrival: Arrival, by_origin: Mapping[str, Row], by_id: Mapping[str, Row]
) -> Outcome:
    article = arrival.article
    if not _can_be_kept(arrival):
        return Outcome("refused", article.id, arrival.file, reason="holds characters that are no text; remove them")
    row = by_origin.get(arrival.origin)
    if row is None and (row := by_id.get(article.id)) is not None:
        moved = row["state"] == "gone" and arrival.named
        if row["digest"] != digest(article) and not moved:
            if arrival.named or arrival.origin in by_id:
                reason = f'another article has the id "{article.id}"; give each its own'
                return Outcome("refused", article.id, arrival.file, reason=reason)
            article, row = replace(article, id=arrival.origin), None  # a file of that name in another folder
    if row is None:
        passages = split_passages(article)
        number = ledger.add(article, passages, arrival.origin, arrival.file, followed=arrival.followed)
        return Outcome("added", article.id, arrival.file, number, change=ledger.last_change)
    return _meet(connection, ledger, arrival, replace(article, id=row["id"]), row)


def _meet(connection: Connection, ledger: Ledger, arrival: Arrival, article: Article, row: Row) -> Outcome:
    """An article that the library knows arrives again, perhaps with other words, or from another place."""
    number = row["number"]
    if row["state"] == "removed":
        reason = f"was removed from the library; ibid restore {number} brings it back"
        return Outcome("removed", article.id, arrival.file, number, reason)
    moved = arrival.followed and row["followed"] and row["origin"] != arrival.origin and not Path(row["file"]).exists()
    if row["state"] == "gone" or moved:  # it is back, perhaps from another place
        place = {"origin": arrival.origin, "file": arrival.file, "followed": arrival.followed}
        connection.execute(update(ARTICLES).where(ARTICLES.c.number == number).values(place))
    same = row["digest"] == digest(article)
    if same and row["state"] == "living":
        return Outcome("unchanged", article.id, arrival.file, number)
    came: Literal["updated", "restored"] = "updated" if row["state"] == "living" else "restored"
    known = connection.execute(with_version(article.version)).mappings().first()
    if known is None:
        passages = split_passages(article)
        version = ledger.version(number, article, passages)
        ledger.publish("corrected", row, version, article, len(passages))
        return Outcome(came, article.id, arrival.file, number, change=ledger.last_change)
    # A text that it has had before, perhaps with another title: its sentences stay where they are.
    again = replace(article, blocks=article_of(known).blocks)
    said = {field: getattr(article, field) for field in ("title", "lang", "date", "url", "author", "source")}
    connection.execute(
        update(VERSIONS).where(VERSIONS.c.number == known["version_number"]).values(digest=digest(article), **said)
    )
    words_stayed = row["version"] == known["version_number"]
    kind = "corrected" if not (same or words_stayed) else "described" if came == "updated" else "returned"
    ledger.publish(kind, row, known["version_number"], again, len(unpack_passages(again, known["layout"])))
    # Of an article that was there all the time, the old title, date… are written over.
    change = None if kind == "described" else ledger.last_change
    return Outcome(came, article.id, arrival.file, number, change=change)
