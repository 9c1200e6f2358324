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
from contextlib import ExitStack, contextmanager
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


class PostgresServer:
    """A server on the loopback, which ends with the block. Skips the test where there is none. One that is `durable`
    keeps what it has committed when it is restarted in the middle of all. With the files of a `certificate` and its key
    it speaks TLS, too."""

    def __init__(self, *, durable: bool = False, certificate: tuple[Path, Path] | None = None) -> None:
        self._durable = durable
        self._certificate = certificate
        self._end = ExitStack()

    @property
    def address(self) -> str:
        return f"postgresql://ibid@127.0.0.1:{self._port}"

    def __enter__(self) -> "PostgresServer":
        programs = find_postgres()
        if programs is None:
            pytest.skip("PostgreSQL's programs (initdb, postgres) are not installed: apt-get install postgresql")
        made = tempfile.TemporaryDirectory(prefix="ibid-postgres-", ignore_cleanup_errors=True)
        self._programs, self._folder, self._become = programs, Path(self._end.enter_context(made)), _other_user()
        if self._become is not None:
            shutil.chown(self._folder, *self._become)
        initdb: list[str | Path] = [
            programs / "initdb",
            "-D",
            self._folder / "data",
            "-U",
            "ibid",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "-N",
        ]
        _run(initdb, self._become)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()
        self._end.close()

    def restart(self) -> None:
        """At once, as after a loss of power."""
        self._stop()
        self._start()

    def _start(self) -> None:
        fsync = "fsync=on" if self._durable else "fsync=off"
        secured = self._secured()
        place: list[str | Path] = ["-D", self._folder / "data", "-k", self._folder, "-p", str(self._port)]
        self._server = subprocess.Popen(
            [self._programs / "postgres", *place, "-c", "listen_addresses=127.0.0.1", "-c", fsync, *secured],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._become and self._become[0],
            group=self._become and self._become[1],
        )
        _wait(self._port, self._server)

    def _secured(self) -> list[str]:
        """PostgreSQL takes a key that its own user alone can read."""
        if self._certificate is None:
            return []
        options = ["-c", "ssl=on"]
        for setting, file in zip(("ssl_cert_file", "ssl_key_file"), self._certificate, strict=True):
            kept = self._folder / "data" / f"{setting}.pem"
            kept.write_bytes(file.read_bytes())
            kept.chmod(0o600)
            if self._become is not None:
                shutil.chown(kept, *self._become)
            options += ["-c", f"{setting}={kept}"]
        return options

    def _stop(self) -> None:
        self._server.send_signal(signal.SIGQUIT)
        self._server.wait(PATIENCE)


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a server on the loopback, which ends with the block. Skips the test where there is none."""
    with PostgresServer() as server:
        yield server.address


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
