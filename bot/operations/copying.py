"""All that is kept, copied from one database into another: rows as they are, whatever holds them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Executable, Result, Table, func, insert, select, text
from sqlalchemy.engine import URL

from bot.journal import JOURNAL_FILE
from bot.journal import SCHEMA as JOURNAL
from bot.memory import CONVERSATIONS_FILE
from bot.memory import SCHEMA as MEMORY
from bot.stores import open_server, open_store
from retrieval.asking import LIBRARY_FILE
from retrieval.databases import Schema
from retrieval.errors import IbidError
from retrieval.library import LIBRARY, Library

# Rows that are written at a time.
AT_ONCE = 1000
# What is of one process, or of this hour, and is not copied.
PASSING = frozenset(("leases", "workers", "paces", "wishes", "presses", "refused"))
SCHEMAS: dict[str, Schema | None] = {LIBRARY_FILE: None, CONVERSATIONS_FILE: MEMORY, JOURNAL_FILE: JOURNAL}
# All that is kept, and what of it a backup has, by the names of the files.
EVERYTHING, LASTING = tuple(SCHEMAS), (LIBRARY_FILE, CONVERSATIONS_FILE)


@dataclass(frozen=True, slots=True)
class Part:
    """The tables of one schema, in the order in which they can be filled, and where they are."""

    tables: list[Table]
    engine: Engine
    schema: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A part, and the connection by which it is read or written."""

    part: Part
    connection: Connection

    def do(self, statement: Executable, rows: Sequence[Mapping[str, object]] | None = None) -> Result[Any]:
        options = {"schema_translate_map": {None: self.part.schema} if self.part.schema else {}}
        return self.connection.execute(statement, rows, execution_options=options)

    def count(self, table: Table) -> int:
        return int(self.do(select(func.count()).select_from(table)).scalar_one())


@contextmanager
def on_server(address: str, names: Sequence[str]) -> Iterator[list[Part]]:
    """The parts of these names in the database, made if they are not there."""
    Library(address=address).close()
    server = open_server(address, (MEMORY, JOURNAL))
    try:
        yield [_part(SCHEMAS[name], server, hosted=True) for name in names]
    finally:
        server.dispose()


@contextmanager
def in_files(folder: Path, names: Sequence[str], library_at: Path | None = None) -> Iterator[list[Part]]:
    """The same in the files of a folder; the library may be elsewhere."""
    with ExitStack() as stack:
        parts = []
        for name in names:
            if schema := SCHEMAS[name]:
                engine = open_store(folder / name, schema)
                stack.callback(engine.dispose)
            else:
                library = Library(address=URL.create("sqlite", database=str(library_at or folder / name)))
                stack.callback(library.close)
                engine = library.engine
            parts.append(_part(schema, engine))
        yield parts


def is_empty(parts: Sequence[Part]) -> bool:
    """Whether nothing is in them but the name of a library."""
    with ExitStack() as stack:
        places = [Place(part, stack.enter_context(part.engine.connect())) for part in parts]
        return not any(place.count(table) for place in places for table in place.part.tables if table is not LIBRARY)


def copy_parts(old: Sequence[Part], new: Sequence[Part], *, replace: bool = False) -> int:
    """Copies the parts as they were at one moment, and compares; returns the number of rows. What is written into one
    database is written in one transaction, all or nothing; `replace`: instead of what is there. The name of the library
    goes with it, so that an index knows it."""
    with ExitStack() as stack:
        sources = _read(old, stack)
        written: dict[Engine, Connection] = {}
        for part in new:
            if part.engine not in written:
                written[part.engine] = stack.enter_context(part.engine.begin())
        copies = [Place(part, written[part.engine]) for part in new]
        return sum(_copy(source, copy, replace) for source, copy in zip(sources, copies, strict=True))


def _part(schema: Schema | None, engine: Engine, *, hosted: bool = False) -> Part:
    tables = (schema.metadata if schema else LIBRARY.metadata).sorted_tables
    lasting = [table for table in tables if table.name not in PASSING]
    return Part(lasting, engine, schema.name if schema and hosted else None)


def _read(parts: Sequence[Part], stack: ExitStack) -> list[Place]:
    """On a server by one transaction, which sees what was there at its beginning, though others write."""
    opened: dict[Engine, Connection] = {}
    for part in parts:
        if part.engine not in opened:
            connection = stack.enter_context(part.engine.connect())
            if part.engine.dialect.name == "postgresql":
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            opened[part.engine] = connection
    return [Place(part, opened[part.engine]) for part in parts]


def _copy(old: Place, new: Place, replace: bool) -> int:
    for table in reversed(new.part.tables):
        if replace or table is LIBRARY:
            new.do(table.delete())
    copied = 0
    for table in old.part.tables:
        rows = old.do(select(table).execution_options(yield_per=AT_ONCE)).mappings()
        while batch := [dict(row) for row in islice(rows, AT_ONCE)]:
            new.do(insert(table), batch)
        if (number := old.count(table)) != new.count(table):
            raise IbidError(f"{table.name}: {number} rows were not all copied; nothing of it was kept")
        copied += number
        _go_on_counting(new, table)
    return copied


def _go_on_counting(place: Place, table: Table) -> None:
    """PostgreSQL gives numbers by a counter of its own, which what was copied did not move."""
    column = table.autoincrement_column
    if place.connection.dialect.name == "postgresql" and column is not None and table.schema is None:
        schema = place.part.schema
        asked = {"table": f"{schema}.{table.name}" if schema else table.name, "column": column.name}
        found = text("SELECT pg_get_serial_sequence(:table, :column)").bindparams(**asked)
        if counter := place.do(found).scalar():
            last = place.do(select(func.max(column))).scalar()
            moved = text("SELECT setval(CAST(:counter AS regclass), :next, false)")
            place.do(moved.bindparams(counter=counter, next=(last or 0) + 1))
