"""The state of a journal, for whoever looks at the bot from outside."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Row, func, select

from bot.journal.journal import JOURNAL_FILE
from bot.journal.tables import LATEST, SCHEMA, UPDATES
from bot.stores import open_server, open_store, within


@dataclass(frozen=True, slots=True)
class Counts:
    """The state of a journal; times in seconds since 1970, None for never."""

    waiting: int
    dead: int
    unreadable: int
    last_update: float | None
    last_error: str
    last_error_at: float | None


def read_counts(folder: Path, server: str | None = None) -> Counts | None:
    """What a journal holds, whether or not its bot runs, in `folder` or on a server; None where there is none yet.

    Raises:
        IbidError: there is one, and it cannot be read.
    """
    if server:
        return _count(within(open_server(server, (SCHEMA,)), SCHEMA))
    if not (folder / JOURNAL_FILE).exists():
        return None
    return _count(open_store(folder / JOURNAL_FILE, SCHEMA))


def _count(engine: Engine) -> Counts:
    try:
        with engine.connect() as connection:
            states = select(UPDATES.c.state, func.count()).group_by(UPDATES.c.state)
            counted = {row[0]: int(row[1]) for row in connection.execute(states)}
            latest: dict[str, Row[Any]] = {row.name: row for row in connection.execute(select(LATEST))}
    finally:
        engine.dispose()
    last, error = latest.get("update"), latest.get("error")
    return Counts(
        counted.get("waiting", 0),
        counted.get("dead", 0),
        counted.get("unreadable", 0),
        last.at if last else None,
        error.words if error else "",
        error.at if error else None,
    )
