"""An SQLite file that only its owner may read."""

import contextlib
import os
from pathlib import Path

from sqlalchemy import create_engine, event, text
from sqlalchemy.engine import URL, Engine
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from bot.locales import say, terminal_language
from bot.stores.server import reason_of
from retrieval.databases import Newer, Schema, create, migrate, revision_of
from retrieval.errors import IbidError

# Seconds to wait for another thread's write, which takes milliseconds.
PATIENCE = 30.0


def open_store(file: Path, schema: Schema, *, synced: bool = False) -> Engine:
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
        _bring_to_head(engine, schema)
    except (OSError, SQLAlchemyError, Newer) as error:
        engine.dispose()
        raise IbidError(say(terminal_language(), "memory.unusable", name=file, reason=reason_of(error))) from error
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


def _bring_to_head(engine: Engine, schema: Schema) -> None:
    with engine.connect() as connection:
        if revision_of(connection, schema) == schema.head:
            return
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "BEGIN IMMEDIATE"
        )  # the driver would begin too late: another process may do the same
        found = revision_of(connection, schema)
        if found is None:
            create(connection, schema)
        elif found != schema.head:  # without a revision it is of an Ibid that had none: the first migration fits it
            migrate(connection, schema)
        connection.commit()
