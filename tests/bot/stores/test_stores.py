"""What the bot keeps is made, brought to this version or refused, in files and on a server alike."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.journal.tables import SCHEMA as JOURNAL
from bot.memory.tables import SCHEMA as MEMORY
from bot.stores.files import open_store
from bot.stores.server import open_server
from retrieval.databases.schemas import Schema, migrate
from retrieval.errors import IbidError
from tests.common.databases import Kept, new_database


@pytest.mark.parametrize("schema", [JOURNAL, MEMORY], ids=["journal", "memory"])
def test_the_migrations_make_the_tables_that_the_program_knows(schema: Schema, tmp_path: Path, postgres: str) -> None:
    """Down to the indexes, in a file and on a server; new ones, which are made at once, are the same."""
    name = f"migrated_{schema.name}_{tmp_path.name[-4:].replace('-', '_')}"
    server = open_server(new_database(postgres, name), ())
    file = open_store(tmp_path / "empty.sqlite", Schema(None, type(schema.metadata)(), schema.revisions, tmp_path))
    with file.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    for engine in (file, server):
        with engine.begin() as connection:
            migrate(connection, schema)
            connection.execute(text("SELECT 1"))
            if engine is server:
                connection.execute(text(f"SET LOCAL search_path TO {schema.name}"))
            assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        engine.dispose()


def test_what_an_ibid_without_revisions_has_left_is_completed(tmp_path: Path) -> None:
    """Columns and tables that it lacked; what is in it stays."""
    file = tmp_path / "conversations.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TABLE answers (chat_id BIGINT NOT NULL, message_id BIGINT NOT NULL, thread_id BIGINT NOT NULL,"
            " citations VARCHAR NOT NULL, at FLOAT NOT NULL, PRIMARY KEY (chat_id, message_id))"
        )
        connection.execute("INSERT INTO answers VALUES (1, 2, 0, 'a-1-1', 5.0)")
    connection.close()
    engine = open_store(file, MEMORY)
    with engine.connect() as found:
        assert compare_metadata(MigrationContext.configure(found), MEMORY.metadata) == []
        assert found.execute(text("SELECT citations, nearest FROM answers")).all() == [("a-1-1", None)]
    engine.dispose()


def test_what_a_newer_ibid_has_made_is_refused(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    kept.memory().close()
    kept.change("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(IbidError, match="9999"):
        kept.memory()


def test_what_leads_nowhere_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    with pytest.raises(IbidError, match="IBID_DATABASE") as raised:
        open_server("postgresql://ada:secret@127.0.0.1:1/x", (MEMORY,))
    assert "secret" not in str(raised.value)
    assert "127.0.0.1" in str(raised.value)


def test_of_several_hosts_the_one_that_takes_writes_is_used(postgres: str) -> None:
    """The first is away, the second takes none, as a standby does."""
    address = new_database(postgres, "several_hosts")
    host = address.partition("@")[2].partition("/")[0]
    hosts = f"host=127.0.0.1:1&host={host}&target_session_attrs"
    engine = open_server(f"postgresql://ibid@/several_hosts?{hosts}=read-write", (MEMORY,))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM memory.answers")).scalar() == 0
    engine.dispose()
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER DATABASE several_hosts SET default_transaction_read_only = on")
    with pytest.raises(IbidError, match="read-only"):
        open_server(f"postgresql://ibid@/several_hosts?{hosts}=read-write", (MEMORY,))
