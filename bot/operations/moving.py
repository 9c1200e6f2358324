"""`ibid move`: all that is kept, from files into a PostgreSQL database or back. The old place stays as it is."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, insert, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.journal import JOURNAL_FILE, read_workers
from bot.journal import SCHEMA as JOURNAL
from bot.locales import Lang, say, terminal_language
from bot.memory import CONVERSATIONS_FILE
from bot.memory import SCHEMA as MEMORY
from bot.operations.condition import library_file
from bot.settings import Settings
from bot.stores import open_server, open_store, within
from retrieval.asking import LIBRARY_FILE
from retrieval.databases import Schema, is_server, read_address, shown_address
from retrieval.errors import IbidError
from retrieval.library import LIBRARY, Library

FILES = "files"
# Rows that are written at a time.
AT_ONCE = 1000
# What is of one process, or of this hour, and is not moved.
PASSING = frozenset(("leases", "workers", "paces", "wishes", "presses", "refused"))


@dataclass(frozen=True, slots=True)
class Part:
    """The tables of one schema, in the order in which they can be filled, and where they are."""

    tables: list[Table]
    engine: Engine


def move(settings: Settings, to: str) -> tuple[int, str]:
    """Copy all that is kept to the address `to`, or to the files of IBID_DATA, and compare it; returns the number of
    rows, and the new place. Raises IbidError: somebody answers from here, or there is something at the new place."""
    lang, hosted = terminal_language(), settings.server
    if hosted and read_workers(hosted):
        raise IbidError(say(lang, "move.running", place="IBID_DATABASE"))
    if (to == FILES) is not bool(hosted):
        raise IbidError(say(lang, "move.to"))
    if hosted:
        place, old, new = str(settings.ibid_data), _at(hosted, None), _in_files(settings.ibid_data, None, lang)
    else:
        place = _shown(to, lang)
        old, new = _in_files(settings.ibid_data, library_file(settings), None), _at(to, lang)
    with old as before, new as after:
        rows = sum(_copy(one, other) for one, other in zip(before, after, strict=True))
    return rows, place


def _shown(to: str, lang: Lang) -> str:
    try:
        url = read_address(to)
    except SQLAlchemyError:
        url = None
    if url is None or not is_server(url):
        raise IbidError(say(lang, "move.to"))
    return shown_address(url)


@contextmanager
def _at(address: str, empty: Lang | None) -> Iterator[list[Part]]:
    """What is in the database; with a language, it must be `empty`."""
    with ExitStack() as stack:
        library = Library(address=address)
        stack.callback(library.close)
        server = open_server(address, (MEMORY, JOURNAL))
        stack.callback(server.dispose)
        parts = [_part(library.engine, None), *(_part(within(server, one), one) for one in (MEMORY, JOURNAL))]
        if empty:
            _check_empty(parts, shown_address(read_address(address)), empty)
        yield parts


@contextmanager
def _in_files(folder: Path, library_at: Path | None, empty: Lang | None) -> Iterator[list[Part]]:
    """The same in the files of a folder."""
    with ExitStack() as stack:
        library = Library(address=URL.create("sqlite", database=str(library_at or folder / LIBRARY_FILE)))
        stack.callback(library.close)
        parts = [_part(library.engine, None)]
        for name, schema in ((CONVERSATIONS_FILE, MEMORY), (JOURNAL_FILE, JOURNAL)):
            engine = open_store(folder / name, schema)
            stack.callback(engine.dispose)
            parts.append(_part(engine, schema))
        if empty:
            _check_empty(parts, str(folder), empty)
        yield parts


def _part(engine: Engine, schema: Schema | None) -> Part:
    tables = (schema.metadata if schema else LIBRARY.metadata).sorted_tables
    return Part([table for table in tables if table.name not in PASSING], engine)


def _check_empty(parts: list[Part], place: str, lang: Lang) -> None:
    for part in parts:
        with part.engine.connect() as connection:
            if any(_count(connection, table) for table in part.tables if table is not LIBRARY):
                raise IbidError(say(lang, "move.there", place=place))


def _copy(old: Part, new: Part) -> int:
    """In one transaction: all of a part or nothing. The name of the library goes with it, so that an index knows it."""
    copied = 0
    with old.engine.connect() as source, new.engine.begin() as copy:
        if LIBRARY in new.tables:
            copy.execute(LIBRARY.delete())
        for table in old.tables:
            rows = source.execution_options(yield_per=AT_ONCE).execute(select(table)).mappings()
            while batch := [dict(row) for row in islice(rows, AT_ONCE)]:
                copy.execute(insert(table), batch)
            if (number := _count(source, table)) != _count(copy, table):
                raise IbidError(f"{table.name}: {number} rows were not all copied; nothing of it was kept")
            copied += number
            _go_on_counting(copy, table)
    return copied


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL gives numbers by a counter of its own, which what was copied did not move."""
    column = table.autoincrement_column
    if connection.dialect.name == "postgresql" and column is not None and table.schema is None:
        schema = connection.get_execution_options().get("schema_translate_map", {}).get(None)
        name = f"{schema}.{table.name}" if schema else table.name
        asked = {"table": name, "column": column.name}
        counter = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), asked).scalar()
        if counter:
            last = connection.execute(select(func.max(column))).scalar()
            moved = {"counter": counter, "next": (last or 0) + 1}
            connection.execute(text("SELECT setval(CAST(:counter AS regclass), :next, false)"), moved)


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()
