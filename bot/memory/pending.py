"""What a chat waits for a person to do: to send what a bare /add announced, or to press one of two buttons."""

import time
from typing import Literal

from sqlalchemy import Engine, delete, select

from bot.memory.tables import PENDING
from retrieval.databases import put

# What is awaited: the next message, or a choice.
Awaited = Literal["text", "choice"]


class Pending:
    """Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def ask(self, chat_id: int, message_id: int, awaited: Awaited, seconds: float) -> None:
        """Keep for so long that this message of the bot asks for something."""
        until = time.time() + seconds
        row = {"chat_id": chat_id, "message_id": message_id, "awaited": awaited, "until": until}
        with self._engine.begin() as connection:
            connection.execute(delete(PENDING).where(PENDING.c.until < time.time()))
            put(connection, PENDING, row)

    def awaits_text(self, chat_id: int) -> bool:
        """Whether the next message is what was asked for."""
        query = select(PENDING.c.message_id).where(PENDING.c.awaited == "text", PENDING.c.until > time.time())
        with self._engine.connect() as connection:
            return connection.execute(query.where(PENDING.c.chat_id == chat_id).limit(1)).first() is not None

    def open(self, chat_id: int) -> list[int]:
        """The messages that still ask for something, in order."""
        query = select(PENDING.c.message_id).where(PENDING.c.chat_id == chat_id, PENDING.c.until > time.time())
        with self._engine.connect() as connection:
            return list(connection.execute(query.order_by(PENDING.c.message_id)).scalars())

    def settle_text(self, chat_id: int) -> None:
        """It was sent."""
        with self._engine.begin() as connection:
            connection.execute(delete(PENDING).where(PENDING.c.chat_id == chat_id, PENDING.c.awaited == "text"))

    def settle(self, chat_id: int, message_id: int) -> None:
        """It was pressed."""
        with self._engine.begin() as connection:
            of_message = (PENDING.c.chat_id == chat_id, PENDING.c.message_id == message_id)
            connection.execute(delete(PENDING).where(*of_message))

    def forget(self, chat_id: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(PENDING).where(PENDING.c.chat_id == chat_id))
