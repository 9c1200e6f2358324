"""An SQLite file that only its owner may read."""

import contextlib
import os
from pathlib import Path

from sqlalchemy import Connection, MetaData, create_engine, event, inspect, text
from sqlalchemy.engine import URL, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.locales import say, terminal_language
from retrieval.errors import IbidError

# Seconds to wait for another thread's write, which takes milliseconds.
PATIENCE = 30.0


def open_store(file: Path, metadata: MetaData, *, synced: bool = False) -> Engine:
    """The database with these tables, made if need be. With `synced`, what is committed outlives a loss of power too;
    without, it outlives a kill.

    Raises:
        IbidError: the file cannot be made, opened or read.
    """
    engine = create_engine(URL.create("sqlite", database=str(file)), connect_args={"timeout": PATIENCE})

    def set_pragmas(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        """Let reading and writing go on side by side (WAL), and overwrite what is deleted."""
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute(f"PRAGMA synchronous={'FULL' if synced else 'NORMAL'}")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.close()

    event.listen(engine, "connect", set_pragmas)
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _make_file(file)
        _make_tables(engine, metadata)
    except (OSError, SQLAlchemyError) as error:
        engine.dispose()
        reason = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
        raise IbidError(say(terminal_language(), "memory.unusable", name=file, reason=reason)) from error
    return engine


def fold_log(engine: Engine) -> bool:
    """Fold the log of writes into the file and empty it: what was erased may still stand there. False where somebody
    has been reading for PATIENCE seconds, so that it does stand there."""
    with engine.connect() as connection:
        busy = connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
    return not busy


def _make_file(file: Path) -> None:
    """Make it for its owner alone. One that is there is not touched: to open and close it would end all locks that this
    process has on it, and another process, thinking itself alone, would throw away the log of writes."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


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
