"""Schemas of a PostgreSQL database that several processes share."""

from collections.abc import Iterable

from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.locales import say, terminal_language
from retrieval.databases import Newer, Schema, create, migrate, read_address, revision_of, server_engine, shown_address
from retrieval.errors import IbidError

# The advisory lock of who makes or changes tables ("ibi" and "t" in ASCII).
LOCK = 0x69626974


def open_server(address: str, schemas: Iterable[Schema]) -> Engine:
    """The database with these schemas, made or brought to this version if need be.

    Raises:
        IbidError: it can't be reached or used, its driver is missing, or a newer Ibid made the tables.
    """
    lang, shown, engine = terminal_language(), "IBID_DATABASE", None
    try:
        url = read_address(address)
        shown, engine = shown_address(url), server_engine(url)
        for schema in schemas:
            with engine.begin() as connection:
                if revision_of(connection, schema) != schema.head:
                    _bring_to_head(connection, schema)
    except (SQLAlchemyError, Newer, ModuleNotFoundError) as error:
        if engine:
            engine.dispose()
        raise IbidError(say(lang, "memory.server", name=shown, reason=reason_of(error))) from error
    return engine


def within(engine: Engine, schema: Schema) -> Engine:
    """The same connections; the tables of a statement are those of the schema."""
    return engine.execution_options(schema_translate_map={None: schema.name})


def vacuum(engine: Engine, schema: Schema) -> None:
    """Give the place of deleted rows free. Rows that an open transaction may still see stay until the next time."""
    tables = ", ".join(f"{schema.name}.{table.name}" for table in schema.metadata.sorted_tables)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"VACUUM {tables}"))


def reason_of(error: BaseException) -> str:
    """What the driver or the system says, in one line."""
    said = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
    return next(iter(str(said).strip().splitlines()), type(error).__name__)


def _bring_to_head(connection: Connection, schema: Schema) -> None:
    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    found = revision_of(connection, schema)  # somebody else may have done it meanwhile
    if found is None:
        create(connection, schema)
    elif found != schema.head:
        migrate(connection, schema)
