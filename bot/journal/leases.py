"""Which of several workers works for which chat: a lease a chat, renewed while its worker lives, fenced by a token.

The clock is the server's. What an overtaken worker writes is refused (`Overtaken`), and it sends nothing as soon as it
can't be sure of its lease any more, by its own clock.
"""

import os
import secrets
import socket
import time
from dataclasses import dataclass, field
from importlib.metadata import version

from sqlalchemy import Connection, Engine, Float, cast, delete, exists, extract, func, select, tuple_, update

from bot.journal.entries import Entry
from bot.journal.tables import LEASES, SCHEMA, UPDATES, WAITING, WORKERS
from bot.stores import within
from retrieval.databases import put, put_new

# Seconds for which a lease is good, and between two renewals: a worker that is killed keeps its chats waiting for so
# long, and a server that is restarted within that time has nobody overtaken.
GOOD, RENEWED = 15.0, 4.0
# Seconds before its end from which on a lease is not sure any more: a message takes less to be sent.
MARGIN = 3.0
# Seconds after which a worker that was not seen is not told of any more.
GONE = 60.0
NOW = cast(extract("epoch", func.clock_timestamp()), Float)


class Overtaken(Exception):  # noqa: N818 — it is nobody's error: another worker goes on
    """Another worker works for this chat now, or may soon: this one leaves it alone."""


@dataclass(slots=True, eq=False)
class Lease:
    """The right to work for a chat until a moment (time.monotonic) that is moved on with each renewal."""

    chat_id: int
    token: int
    until: float

    @property
    def is_sure(self) -> bool:
        return time.monotonic() < self.until - MARGIN


@dataclass(slots=True)
class Leases:
    """The leases of this process, in the journal on a server. Safe to use from several threads."""

    server: Engine
    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}")
    _engine: Engine = field(init=False)

    def __post_init__(self) -> None:
        self._engine = within(self.server, SCHEMA)

    def take(self, most: int) -> list[Lease]:
        """Of at most so many chats that nobody works for, those that wait longest first."""
        waits, other = UPDATES, UPDATES.alias("other")
        before = exists().where(
            other.c.chat_id == waits.c.chat_id, other.c.state == "waiting", other.c.update_id < waits.c.update_id
        )
        held = exists().where(LEASES.c.chat_id == waits.c.chat_id, LEASES.c.until > NOW)
        oldest = select(waits.c.chat_id).where(WAITING, ~before, ~held).order_by(waits.c.update_id).limit(most)
        begun, taken = time.monotonic(), list[Lease]()
        with self._engine.begin() as connection:
            # The rows that another worker looks at in this moment are passed over.
            chats = connection.execute(oldest.with_for_update(of=waits, skip_locked=True)).scalars().all()
            for chat_id in chats:
                lease = Lease(chat_id, secrets.randbits(62), begun + GOOD)
                if self._write(connection, lease):
                    taken.append(lease)
        return taken

    def _write(self, connection: Connection, lease: Lease) -> bool:
        """Whether the chat is free; it was perhaps taken since the rows were chosen."""
        row = {"chat_id": lease.chat_id, "worker": self.name, "token": lease.token, "until": _now(connection) + GOOD}
        lapsed = (LEASES.c.chat_id == lease.chat_id, LEASES.c.until <= NOW)
        return (
            put_new(connection, LEASES, row)
            or connection.execute(update(LEASES).where(*lapsed).values(row)).rowcount > 0
        )

    def waiting(self, lease: Lease) -> list[Entry]:
        """What waits in a chat, in order."""
        kept = UPDATES.c
        columns = (kept.update_id, kept.chat_id, kept.kind, kept.at, kept.body, kept.together)
        query = select(*columns).where(kept.chat_id == lease.chat_id, WAITING).order_by(kept.update_id)
        with self._engine.connect() as connection:
            return [Entry(*row, lease=lease) for row in connection.execute(query)]

    def renew(self, leases: list[Lease], change: int | None = None) -> list[Lease]:
        """Keep these, and be seen, with an index that reflects this change of the library; returns those that were
        lost."""
        begun, kept = time.monotonic(), set[tuple[int, int]]()
        with self._engine.begin() as connection:
            now = _now(connection)
            if leases:
                ours = tuple_(LEASES.c.chat_id, LEASES.c.token).in_([(one.chat_id, one.token) for one in leases])
                renewed = update(LEASES).where(ours).values(until=now + GOOD)
                rows = connection.execute(renewed.returning(LEASES.c.chat_id, LEASES.c.token))
                kept = {(row[0], row[1]) for row in rows}
            since = connection.execute(select(WORKERS.c.since).where(WORKERS.c.name == self.name)).scalar() or now
            place = self.name.rpartition(":")[0]
            row = {"name": self.name, "place": place, "version": version("ibid"), "since": since, "seen": now}
            put(connection, WORKERS, row | {"change": change})
            connection.execute(delete(WORKERS).where(WORKERS.c.seen < now - GONE))
        for one in leases:
            if (one.chat_id, one.token) in kept:
                one.until = begun + GOOD
        return [one for one in leases if (one.chat_id, one.token) not in kept]

    def release(self, lease: Lease) -> bool:
        """Give a chat back, unless something waits in it; whether it is not ours any more."""
        with self._engine.begin() as connection:
            if not is_held(connection, lease):
                return True
            waits = select(UPDATES.c.update_id).where(UPDATES.c.chat_id == lease.chat_id, WAITING).limit(1)
            if connection.execute(waits).first():
                return False
            _drop(connection, lease)
        return True

    def leave(self, leases: list[Lease]) -> None:
        """Give these back at the end, whatever waits, and be seen no more."""
        with self._engine.begin() as connection:
            for lease in leases:
                _drop(connection, lease)
            connection.execute(delete(WORKERS).where(WORKERS.c.name == self.name))


def is_held(connection: Connection, lease: Lease) -> bool:
    """Whether nobody has overtaken it; nobody does before the transaction ends."""
    ours = (LEASES.c.chat_id == lease.chat_id, LEASES.c.token == lease.token)
    return connection.execute(select(LEASES.c.chat_id).where(*ours).with_for_update()).first() is not None


def _drop(connection: Connection, lease: Lease) -> None:
    connection.execute(delete(LEASES).where(LEASES.c.chat_id == lease.chat_id, LEASES.c.token == lease.token))


def _now(connection: Connection) -> float:
    return float(connection.execute(select(NOW)).scalar_one())
