"""What a chat needs to remember: which sentences each answer cited. No question and no name is kept."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    MetaData,
    Select,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
)
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.locales import say, terminal_language
from retrieval.errors import IbidError

FILE = "conversations.sqlite"
# Seconds to wait for another thread's write, which takes milliseconds.
PATIENCE = 30.0

METADATA = MetaData()
ANSWERS = Table(
    "answers",
    METADATA,
    Column("chat_id", BigInteger, primary_key=True),
    Column("message_id", BigInteger, primary_key=True),
    Column("thread_id", BigInteger, nullable=False),  # 0 outside of forum topics
    Column("citations", String, nullable=False),  # their ids in the order shown, a space between two
    Column("at", Float, nullable=False),  # seconds since 1970
    Index("answers_of_a_thread", "chat_id", "thread_id", "message_id"),
)


class Conversations:
    """The memory of all chats, in a file that only its owner may read. Safe to use from several threads.

    Raises:
        IbidError: the file cannot be made, opened or read.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        address = URL.create("sqlite", database=str(self.file))
        self._engine = create_engine(address, connect_args={"timeout": PATIENCE})
        event.listen(self._engine, "connect", _set_pragmas)
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(self.file, os.O_CREAT | os.O_RDWR, 0o600))
            METADATA.create_all(self._engine)
        except (OSError, SQLAlchemyError) as error:
            self.close()
            reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
            raise IbidError(say(terminal_language(), "memory.unusable", name=self.file, reason=reason)) from error

    def remember(
        self, chat_id: int, message_id: int, citation_ids: Sequence[str], thread_id: int | None = None
    ) -> None:
        """Keep that this message answered with these citations; none for an answer that cited nothing."""
        row = {
            "chat_id": chat_id,
            "message_id": message_id,
            "thread_id": thread_id or 0,
            "citations": " ".join(citation_ids),
            "at": time.time(),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(ANSWERS).prefix_with("OR REPLACE"), row)

    def citations_of(self, chat_id: int, message_id: int) -> tuple[str, ...] | None:
        """The citation ids of an answer, in order; `None` when that message was none."""
        return self._first(
            select(ANSWERS.c.citations).where(ANSWERS.c.chat_id == chat_id, ANSWERS.c.message_id == message_id)
        )

    def last(self, chat_id: int, thread_id: int | None = None) -> tuple[str, ...] | None:
        """The citation ids of the last answer in a chat, or in a topic of it; `None` before the first."""
        return self._first(
            select(ANSWERS.c.citations)
            .where(ANSWERS.c.chat_id == chat_id, ANSWERS.c.thread_id == (thread_id or 0))
            .order_by(ANSWERS.c.message_id.desc())
            .limit(1)
        )

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> "Conversations":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def _first(self, query: Select[str]) -> tuple[str, ...] | None:
        with self._engine.connect() as connection:
            found = connection.execute(query).scalar()
        return None if found is None else tuple(found.split())


def _set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Let reading and writing go on side by side (WAL), which needs no sync to disk for each answer."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.close()
