"""Who answers from a journal on a server, for whoever looks from outside."""

from dataclasses import dataclass

from sqlalchemy import func, select

from bot.journal.leases import NOW, RENEWED
from bot.journal.tables import LEASES, SCHEMA, WORKERS
from bot.stores import open_server, within

# Seconds after which a worker that was not seen is thought to have ended: it missed three renewals.
SILENT = 3 * RENEWED


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that answers: where it is, since when (seconds since 1970), and for how many chats it works now. Its
    index reflects the library's `change`; None of an Ibid that does not tell."""

    place: str
    version: str
    since: float
    chats: int
    change: int | None


def read_workers(server: str) -> list[Worker]:
    """Those that live, the oldest first. Raises IbidError: the server can't be reached."""
    engine = open_server(server, (SCHEMA,))
    held = select(func.count()).where(LEASES.c.worker == WORKERS.c.name, LEASES.c.until > NOW).scalar_subquery()
    columns = (WORKERS.c.place, WORKERS.c.version, WORKERS.c.since, held, WORKERS.c.change)
    query = select(*columns).where(WORKERS.c.seen > NOW - SILENT).order_by(WORKERS.c.since)
    try:
        with within(engine, SCHEMA).connect() as connection:
            return [Worker(*row) for row in connection.execute(query)]
    finally:
        engine.dispose()
