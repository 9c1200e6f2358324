"""Who has lately been told that they may not ask, so that insisting is met with silence."""

import time

from sqlalchemy import Engine, delete, select

from bot.memory.tables import REFUSED
from retrieval.databases import put

# Seconds between two refusals in words to one person or group; the attempts between them meet silence.
SILENCE = 3600.0


class Refusals:
    """By the id of a person or a group. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due(self, owner: int, now: float | None = None) -> bool:
        """Whether a person (or a group) is to be told now, in seconds since 1970."""
        now = time.time() if now is None else now
        query = select(REFUSED.c.id).where(REFUSED.c.id == owner, REFUSED.c.at > now - SILENCE)
        with self._engine.connect() as connection:
            return connection.execute(query).first() is None

    def told(self, owner: int, now: float | None = None) -> None:
        """They have been told; who was told longer ago than that is erased."""
        now = time.time() if now is None else now
        with self._engine.begin() as connection:
            connection.execute(delete(REFUSED).where(REFUSED.c.at <= now - SILENCE))
            put(connection, REFUSED, {"id": owner, "at": now})

    def forget(self, chat_id: int, user_id: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(REFUSED).where(REFUSED.c.id.in_((chat_id, user_id))))
