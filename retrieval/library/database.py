"""The database behind a library: SQLite or PostgreSQL, opened, locked and brought to the schema of this version."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from retrieval.databases import (
    Newer,
    Schema,
    is_server,
    migrate,
    read_address,
    revision_of,
    server_engine,
    shown_address,
)
from retrieval.errors import LibraryError
from retrieval.library.schema import LIBRARY, METADATA, REVISIONS

# Seconds to wait for another process's write: a batch of articles takes one or two.
PATIENCE = 60
# The advisory lock on PostgreSQL that makes one writer wait for the other ("ibid" in ASCII).
LOCK = 0x69626964
MIGRATIONS = Path(__file__).with_name("migrations")
TABLES = Schema(None, METADATA, REVISIONS, MIGRATIONS)


def open_database(address: str | URL, *, kept: bool = True) -> Engine:
    """The database at a SQLAlchemy address, with the tables of this version: made if it is empty, migrated if older.

    One that is not `kept` is not written to disk for certain either. Raises LibraryError: it can't be reached, its
    driver is missing, it is no library, or a newer version made it.
    """
    try:
        url = read_address(address)
    except SQLAlchemyError as error:
        shown = f"{str(address).partition(':')[0]}:…"  # what follows may be a password
        raise LibraryError(shown, "is no database address; write sqlite:///FILE or postgresql://…") from error
    shown = shown_address(url)
    try:
        engine = _connect(url, kept=kept)
        with writing(engine) as connection:
            _bring_to_head(connection, shown, kept=kept)
    except ModuleNotFoundError as error:
        remedy = "pip install 'ibid[postgresql]'" if is_server(url) else "install it"
        raise LibraryError(shown, f"its driver is missing ({error.name}): {remedy}") from error
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or getattr(error, "strerror", None) or error).strip()
        raise LibraryError(shown, f"can't be used as a library ({reason.splitlines()[0]})") from error
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that has the write lock from its start, so that what it reads stays true until it commits."""
    with engine.execution_options(ibid_writes=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


def _connect(url: URL, *, kept: bool) -> Engine:
    if is_server(url):
        return server_engine(url)
    file = Path(url.database or "")
    if not url.database or url.database == ":memory:":
        raise OSError(None, "a library needs a file: write sqlite:///FILE")
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(url, connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare_kept if kept else _prepare_passing)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_kept(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """Readers beside a writer (WAL), and on disk when a transaction is over (FULL): a killed process loses nothing."""
    _set_pragmas(connection, "journal_mode=WAL", "synchronous=FULL")


def _prepare_passing(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    """A library that ends with its process need not outlive the machine."""
    _set_pragmas(connection, "journal_mode=MEMORY", "synchronous=OFF")


def _set_pragmas(connection: DBAPIConnection, *pragmas: str) -> None:
    connection.isolation_level = None  # transactions are begun by _begin, not by the driver's guess
    cursor = connection.cursor()
    for pragma in (*pragmas, "foreign_keys=ON", "cache_size=-32000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("ibid_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_to_head(connection: Connection, shown: str, *, kept: bool) -> None:
    try:
        found = revision_of(connection, TABLES)
    except Newer as error:
        raise LibraryError(shown, f"was made by a newer Ibid ({error}); update Ibid") from error
    if found is None:
        if kept:
            migrate(connection, TABLES)
        else:
            METADATA.create_all(connection)  # nobody will open it again
        connection.execute(insert(LIBRARY), {"name": secrets.token_hex(8)})
    elif not found:
        raise LibraryError(shown, "holds something else than a library; name another database or file")
    elif found != TABLES.head:
        migrate(connection, TABLES)


def library_name(engine: Engine) -> str:
    """The random name that the library was given when it was made."""
    with engine.connect() as connection:
        return str(connection.execute(select(LIBRARY.c.name)).scalar_one())
