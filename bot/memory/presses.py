"""Which buttons were pressed just now, so that one that is pressed again does no more than it did."""

import time

from sqlalchemy import Engine, delete, select

from bot.memory.tables import PRESSES
from retrieval.databases import put

# Seconds in which a button pressed again does no more than it did.
AGAIN = 30.0


class Presses:
    """Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def again(self, chat_id: int, message_id: int, data: str, update_id: int) -> bool:
        """Whether what a button does was done just now, by another press."""
        pressed = PRESSES.c
        of_button = (pressed.chat_id == chat_id, pressed.message_id == message_id, pressed.data == ascii(data))
        query = select(pressed.update_id).where(*of_button, pressed.at > time.time() - AGAIN)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar() not in (None, update_id)

    def note(self, chat_id: int, message_id: int, data: str, update_id: int) -> None:
        """It was done; what was pressed before the last half a minute is erased."""
        now = time.time()
        row = {"chat_id": chat_id, "message_id": message_id, "data": ascii(data), "update_id": update_id, "at": now}
        with self._engine.begin() as connection:
            connection.execute(delete(PRESSES).where(PRESSES.c.at <= now - AGAIN))
            put(connection, PRESSES, row)

    def forget(self, chat_id: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(PRESSES).where(PRESSES.c.chat_id == chat_id))
