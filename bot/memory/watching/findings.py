"""Sentences that answer what is watched: found once a story, put together to be told, told.

What is told together is a batch, named after its first finding. It is one update in the journal, by which it is told
once; when that is over, the batch is marked here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, insert, select, update

from bot.memory.tables import FINDINGS, WATCHES


@dataclass(frozen=True, slots=True)
class Found:
    """A sentence that answers: the id of its article, and of the citation; whether that is sure."""

    article: str
    citation: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What is to be told of a watch, which is a person's."""

    watch: int
    user_id: int
    question: str
    lang: str
    citation: str
    sure: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """What is told together in a chat, those of one watch side by side."""

    number: int
    chat_id: int
    thread_id: int
    findings: tuple[Finding, ...]


# Of articles, by id, the story that each shares with others, if it shares one.
Stories = Callable[[set[str]], Mapping[str, int]]


class Findings:
    """Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, watch: int, found: Sequence[Found], upto: int, stories: Stories, now: float) -> int:
        """Keep what was found in the passages below number `upto`, none of a story that was found before; returns how
        many are new. A correction of what is still to be told takes its place."""
        with self._engine.begin() as connection:
            # First, since it locks the watch: two processes that found the same come one after the other.
            if not connection.execute(update(WATCHES).where(WATCHES.c.number == watch).values(seen=upto)).rowcount:
                return 0  # it has ended meanwhile
            before = connection.execute(select(FINDINGS).where(FINDINGS.c.watch == watch)).all() if found else []
            shared = stories({row.article for row in before} | {one.article for one in found}) if found else {}
            known = {shared.get(row.article, row.article) for row in before}
            open_ = {row.article: row.number for row in before if row.batch is None}
            count = 0
            for one in found:
                values = {"citation": one.citation, "sure": one.sure}
                if one.article in open_:
                    connection.execute(update(FINDINGS).where(FINDINGS.c.number == open_[one.article]).values(values))
                elif (story := shared.get(one.article, one.article)) not in known:
                    known.add(story)
                    row = {"watch": watch, "article": one.article, "at": now, "batch": None, "told": False}
                    connection.execute(insert(FINDINGS), row | values)
                    count += 1
        return count

    def put_together(self, is_due: Callable[[int | None, float], bool]) -> None:
        """Make batches, one a chat and topic, of what is due: `is_due` is given the hour of a watch and the moment of
        a finding."""
        kept = FINDINGS.c
        columns = (kept.number, kept.at, WATCHES.c.hour, WATCHES.c.chat_id, WATCHES.c.thread_id)
        query = select(*columns).join(WATCHES, WATCHES.c.number == kept.watch)
        waiting = query.where(kept.batch.is_(None), ~WATCHES.c.paused).order_by(kept.number)
        with self._engine.begin() as connection:
            due: dict[tuple[int, int], list[int]] = {}
            for number, at, hour, chat_id, thread_id in connection.execute(waiting.with_for_update(of=FINDINGS)).all():
                if is_due(hour, at):
                    due.setdefault((chat_id, thread_id), []).append(number)
            for numbers in due.values():
                connection.execute(update(FINDINGS).where(kept.number.in_(numbers)).values(batch=numbers[0]))

    def open_batches(self) -> list[tuple[int, int]]:
        """The batches that are not told yet, each with its chat, in order."""
        query = select(FINDINGS.c.batch, func.min(WATCHES.c.chat_id)).join(
            WATCHES, WATCHES.c.number == FINDINGS.c.watch
        )
        waiting = query.where(~FINDINGS.c.told, FINDINGS.c.batch.is_not(None)).group_by(FINDINGS.c.batch)
        with self._engine.connect() as connection:
            return [(row[0], row[1]) for row in connection.execute(waiting.order_by(FINDINGS.c.batch))]

    def batch(self, number: int) -> Batch | None:
        """What is to be told together; `None` where that is nothing any more."""
        kept = FINDINGS.c
        columns = (
            WATCHES.c.chat_id,
            WATCHES.c.thread_id,
            WATCHES.c.user_id,
            kept.watch,
            WATCHES.c.question,
            WATCHES.c.lang,
        )
        query = select(*columns, kept.citation, kept.sure).join(WATCHES, WATCHES.c.number == kept.watch)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(kept.batch == number).order_by(kept.watch, kept.number)).all()
        if not rows:
            return None
        findings = tuple(
            Finding(row.watch, row.user_id, row.question, row.lang, row.citation, row.sure) for row in rows
        )
        return Batch(number, rows[0].chat_id, rows[0].thread_id, findings)

    def told(self, batch: int) -> None:
        """It is told, or never will be."""
        with self._engine.begin() as connection:
            connection.execute(update(FINDINGS).where(FINDINGS.c.batch == batch).values(told=True))

    def waiting(self) -> int:
        """How many are still to be told."""
        with self._engine.connect() as connection:
            return connection.execute(select(func.count()).where(~FINDINGS.c.told)).scalar_one()

    def expire(self, before: float) -> None:
        """Erase what was told and found before then, in seconds since 1970."""
        with self._engine.begin() as connection:
            connection.execute(delete(FINDINGS).where(FINDINGS.c.told, FINDINGS.c.at < before))
