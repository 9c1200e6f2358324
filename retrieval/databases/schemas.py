"""Tables that belong together, and how older ones become those of this version."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect, text

VERSIONS = "alembic_version"


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables, their revisions (oldest first) and the folder of the migrations between them. On PostgreSQL they are
    in the schema of that `name`; without one, in the first of the search path."""

    name: str | None
    metadata: MetaData
    revisions: tuple[str, ...]
    migrations: Path

    @property
    def head(self) -> str:
        return self.revisions[-1]


class Newer(Exception):  # noqa: N818 — it reads better than NewerError
    """A later Ibid has made the tables; the message names their revision, and the newest that is known here."""


def revision_of(connection: Connection, schema: Schema) -> str | None:
    """The revision of the tables that are there: "" where they have none, `None` where there is no table at all.

    Raises:
        Newer: it is none of those that are known.
    """
    within = _within(connection, schema)
    tables = set(inspect(connection).get_table_names(within))
    if VERSIONS not in tables:
        return "" if tables else None
    place = f"{within}.{VERSIONS}" if within else VERSIONS
    found = connection.execute(text(f"SELECT version_num FROM {place}")).scalar()  # noqa: S608 — a name of ours
    if found not in schema.revisions:
        raise Newer(f"schema {found}, this one knows {schema.head}")
    return str(found)


def create(connection: Connection, schema: Schema) -> None:
    """Make the tables as they are now, where there is none; quicker than by the migrations, with the same outcome."""
    _go_within(connection, schema)
    schema.metadata.create_all(connection)
    connection.execute(text(f"CREATE TABLE {VERSIONS} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text(f"INSERT INTO {VERSIONS} VALUES (:head)"), {"head": schema.head})  # noqa: S608 — our own name


def migrate(connection: Connection, schema: Schema) -> None:
    """Make the tables of this version of those that are there."""
    from alembic import command  # a fifth of a second that only a new or an older database has to wait
    from alembic.config import Config

    _go_within(connection, schema)
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(schema.migrations))
    command.upgrade(config, "head")


def complete(connection: Connection, metadata: MetaData) -> None:
    """Make the tables, columns and indexes that are missing, for a first migration that finds what an Ibid without
    revisions has left. Columns that are added may be null."""
    metadata.create_all(connection)
    for table in metadata.sorted_tables:
        there = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for column in table.columns:
            if column.name not in there:
                kind = column.type.compile(connection.dialect)
                connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {column.name} {kind}"))
        for index in table.indexes:
            index.create(connection, checkfirst=True)


def _within(connection: Connection, schema: Schema) -> str | None:
    return schema.name if connection.dialect.name == "postgresql" else None


def _go_within(connection: Connection, schema: Schema) -> None:
    """Let what follows in this transaction be in the schema, which is made."""
    if within := _within(connection, schema):
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {within}"))
        connection.execute(text(f"SET LOCAL search_path TO {within}"))
