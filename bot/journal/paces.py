"""How fast several workers send together: when the latest messages of each chat were sent, by the server's clock."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Engine, delete, select

from bot.journal.leases import NOW
from bot.journal.tables import PACES, SCHEMA
from bot.stores import within
from retrieval.databases import put, put_new

T = TypeVar("T")


@dataclass(slots=True)
class Pace:
    """Of one chat: when messages were sent, until when it is to get one a second alone, and before when none; all in
    seconds of the same clock."""

    times: deque[float] = field(default_factory=deque)
    careful_until: float = 0.0
    not_before: float = 0.0

    def note(self, at: float, most: int) -> None:
        """One more was sent; so many are remembered."""
        self.times.append(at)
        while len(self.times) > most:
            self.times.popleft()


class Paces:
    """Safe to use from several threads and processes."""

    def __init__(self, server: Engine) -> None:
        self._engine = within(server, SCHEMA)

    def change(self, chat_id: int, deed: Callable[[Pace, float], T]) -> T:
        """What `deed` makes of the pace of a chat and of this moment; nobody else changes it meanwhile."""
        new = {"chat_id": chat_id, "times": "[]", "careful_until": 0.0, "not_before": 0.0}
        with self._engine.begin() as connection:
            put_new(connection, PACES, new)
            locked = select(PACES).where(PACES.c.chat_id == chat_id).with_for_update()
            row = connection.execute(locked).one()
            pace = Pace(deque(json.loads(row.times)), row.careful_until, row.not_before)
            # The clock of the lock's end, not of its beginning: others may have been waited for.
            made = deed(pace, float(connection.execute(select(NOW)).scalar_one()))
            times = json.dumps(list(pace.times))
            kept = {"times": times, "careful_until": pace.careful_until, "not_before": pace.not_before}
            put(connection, PACES, {"chat_id": chat_id, **kept})
        return made

    def expire(self, seconds: float) -> None:
        """Erase what is kept of chats that were sent nothing for so long; one that is sent something now stays."""
        with self._engine.begin() as connection:
            before = float(connection.execute(select(NOW)).scalar_one()) - seconds
            for row in connection.execute(select(PACES)).all():
                if max([row.careful_until, row.not_before, *json.loads(row.times)]) < before:
                    unchanged = (PACES.c.chat_id == row.chat_id, PACES.c.times == row.times)
                    connection.execute(delete(PACES).where(*unchanged))
