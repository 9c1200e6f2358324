"""Rows that take the place of others: each database has words of its own for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Table

if TYPE_CHECKING:
    from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
    from sqlalchemy.dialects.sqlite import Insert as SqliteInsert


def put(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Write a row in place of the one with the same primary key; what `row` leaves out is null."""
    made = _insert(connection, table)
    rest = {column.name: made.excluded[column.name] for column in table.columns if not column.primary_key}
    keys = [column.name for column in table.primary_key]
    connection.execute(made.on_conflict_do_update(index_elements=keys, set_=rest), dict(row))


def put_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Write a row unless one with the same key is there; whether it was written."""
    made = _insert(connection, table).on_conflict_do_nothing()
    return connection.execute(made, dict(row), execution_options={"preserve_rowcount": True}).rowcount > 0


def _insert(connection: Connection, table: Table) -> "SqliteInsert | PostgresInsert":
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as into_server

        return into_server(table)
    from sqlalchemy.dialects.sqlite import insert as into_file

    return into_file(table)
