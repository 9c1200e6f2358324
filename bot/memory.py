"""The file of what the bot remembers: one SQLite database that only its owner may read."""

import os
from pathlib import Path
from types import TracebackType

from sqlalchemy import Connection, MetaData, create_engine, event, inspect, text
from sqlalchemy.engine import URL, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.conversations import Conversations
from bot.gaps import Gaps
from bot.locales import say, terminal_language
from bot.people import People
from bot.preferences import Preferences
from bot.tables import METADATA
from retrieval.errors import IbidError

FILE = "conversations.sqlite"
# Seconds to wait for another thread's write, which takes milliseconds.
PATIENCE = 30.0


class Memory:
    """All that is remembered, by what it is about. Safe to use from several threads.

    Raises:
        IbidError: the file cannot be made, opened or read.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._engine = create_engine(URL.create("sqlite", database=str(self.file)), connect_args={"timeout": PATIENCE})
        event.listen(self._engine, "connect", _set_pragmas)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
            _make_tables(self._engine, METADATA)
        except (OSError, SQLAlchemyError) as error:
            self.close()
            reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
            raise IbidError(say(terminal_language(), "memory.unusable", name=self.file, reason=reason)) from error
        self.conversations = Conversations(self._engine)
        self.gaps = Gaps(self._engine)
        self.preferences = Preferences(self._engine)
        self.people = People(self._engine)

    def forget(self, chat_id: int, user_id: int) -> None:
        """Erase all that is kept of a chat, and of a person in all chats, but the person's role; the bytes are
        overwritten at once."""
        self.conversations.forget(chat_id)
        self.gaps.forget(chat_id, user_id)
        self.preferences.forget(chat_id, user_id)
        self._fold()

    def expire(self, before: float) -> None:
        """Erase, in the same way, what was asked and answered before then, in seconds since 1970; what people chose
        and who has which role stays."""
        self.conversations.expire(before)
        self.gaps.expire(before)
        self._fold()

    def _fold(self) -> None:
        """What was erased may still stand in the log of writes: it is folded into the file and emptied."""
        with self._engine.connect() as connection:
            busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
        if busy:  # somebody has been reading for PATIENCE seconds: to say that all is gone would be untrue
            raise IbidError(say(terminal_language(), "memory.busy", name=self.file))

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> "Memory":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def _make_tables(engine: Engine, metadata: MetaData) -> None:
    """Make the tables that are missing, and the columns that a file of an earlier Ibid lacks (they may be null)."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        for table in metadata.sorted_tables:
            there = {column["name"] for column in inspect(connection).get_columns(table.name)}
            for column in table.columns:
                if column.name not in there:
                    _add_column(connection, table.name, column.name, str(column.type.compile(engine.dialect)))


def _add_column(connection: Connection, table: str, column: str, kind: str) -> None:
    connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {column} {kind}"))


def _set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Let reading and writing go on side by side (WAL, which needs no sync to disk for each answer), and overwrite
    what is deleted."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
