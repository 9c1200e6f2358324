"""The databases that the contract tests run on: an SQLite file, and a PostgreSQL server of the tests' own."""

import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.journal.journal import Journal
from bot.journal.tables import SCHEMA as JOURNAL
from bot.memory.memory import Memory
from bot.memory.tables import SCHEMA as MEMORY
from bot.stores.server import open_server

# Seconds for the server to start: far more than it takes.
PATIENCE = 60
# Debian keeps them off the PATH.
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's programs."""
    on_path = shutil.which("initdb")
    places = [*([Path(on_path).resolve().parent] if on_path else []), *PLACES]
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a server on the loopback, which ends with the block. Skips the test where there is none."""
    programs = find_postgres()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, postgres) are not installed: apt-get install postgresql")
    with tempfile.TemporaryDirectory(prefix="ibid-postgres-", ignore_cleanup_errors=True) as made:
        folder, become = Path(made), _other_user()
        if become is not None:
            shutil.chown(folder, *become)
        _run([programs / "initdb", "-D", folder / "data", "-U", "ibid", "-A", "trust", "-E", "UTF8", "-N"], become)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        options: list[str | Path] = [
            "-p",
            str(port),
            "-k",
            folder,
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "fsync=off",
        ]
        server = subprocess.Popen(
            [programs / "postgres", "-D", folder / "data", *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=become and become[0],
            group=become and become[1],
        )
        try:
            _wait(port, server)
            yield f"postgresql://ibid@127.0.0.1:{port}"
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nobody needs it again
            server.wait(PATIENCE)


def new_database(server: str, name: str) -> str:
    """The address of an empty database."""
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{server}/{name}"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the bot keeps, in files or in a new database on a server; opened anew as often as a test wants."""

    folder: Path
    server: str | None = None

    def memory(self) -> Memory:
        return Memory(self.folder, self.server)

    def journal(self) -> Journal:
        """A journal by itself. Its connections are closed with it."""
        return Journal(self.folder, open_server(self.server, (MEMORY, JOURNAL)) if self.server else None)

    def change(self, statement: str, *parameters: object) -> list[tuple[object, ...]]:
        """Does to the journal what the program has no words for, and returns the rows that come of it."""
        if self.server:
            with psycopg.connect(self.server, options="-c search_path=journal") as connection:
                found = connection.execute(statement.replace("?", "%s").encode(), parameters)
                return found.fetchall() if found.description else []
        with sqlite3.connect(self.folder / "journal.sqlite") as file:
            rows = file.execute(statement, parameters).fetchall()
        file.close()
        return rows


def emptied(folder: Path, server: str) -> Kept:
    """The database of this name, without what an earlier test has left: that is quicker than a new one."""
    with psycopg.connect(f"{server}/postgres", autocommit=True, options="-c lock_timeout=30000") as connection:
        connection.execute("DROP SCHEMA IF EXISTS memory, journal CASCADE")
        connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    return Kept(folder, f"{server}/postgres")


def _other_user() -> tuple[int, int] | None:
    """PostgreSQL refuses to run as root: then the user and group to run it as."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return user.pw_uid, user.pw_gid
    pytest.skip("PostgreSQL does not run as root, and there is no other user to run it as")


def _run(command: list[str | Path], become: tuple[int, int] | None) -> None:
    user, group = become or (None, None)
    subprocess.run(command, check=True, capture_output=True, cwd="/", user=user, group=group)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(PATIENCE * 10):
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended with status {server.returncode} before it was ready")
        try:
            psycopg.connect(f"postgresql://ibid@127.0.0.1:{port}/postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("PostgreSQL did not start")
