"""One of a library's processes at a time does something: a lock of its database, which ends with who holds it."""

import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from retrieval.library.database import LOCK


@contextmanager
def leading(engine: Engine, what: str) -> Iterator[bool]:
    """Whether nobody else does `what` while this lasts; nobody waits. Where the system has no file locks, it is trust.

    On PostgreSQL it is an advisory lock of a connection of its own, which a pool of transactions (PgBouncer's) would
    share with others.
    """
    if engine.dialect.name == "postgresql":
        with _advised(engine, what) as alone:
            yield alone
    else:
        with _locked(Path(f"{engine.url.database}.{what}.lock")) as alone:
            yield alone


@contextmanager
def _advised(engine: Engine, what: str) -> Iterator[bool]:
    key = {"lock": LOCK << 32 | zlib.crc32(what.encode())}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        alone = bool(connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), key).scalar())
        try:
            yield alone
        finally:
            with suppress(SQLAlchemyError):  # the connection has gone, and the lock with it
                if alone:
                    connection.execute(text("SELECT pg_advisory_unlock(:lock)"), key)


@contextmanager
def _locked(path: Path) -> Iterator[bool]:
    try:
        import fcntl
    except ImportError:  # Windows
        yield True
        return
    with open(os.open(path, os.O_CREAT | os.O_RDWR, 0o600), "a") as file:  # noqa: PTH123 — it gives a new file its rights
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
