"""All that can't be made again in one file, and back: the library and what the bot remembers, while it runs."""

import hashlib
import json
import os
import secrets
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from bot.journal import read_workers
from bot.locales import Lang, say, terminal_language
from bot.memory import CONVERSATIONS_FILE
from bot.operations.condition import library_file
from bot.operations.copying import LASTING, copy_parts, in_files, is_empty, on_server
from bot.settings import Settings
from bot.stores import reason_of
from retrieval.asking import LIBRARY_FILE
from retrieval.databases import read_address, shown_address
from retrieval.errors import IbidError
from retrieval.library import REVISIONS

CONTENTS = "ibid-backup.json"
SEVERAL = 1 << 20


def write_backup(settings: Settings, file: Path) -> list[str]:
    """Write `file`; returns the names of what is in it. Each database is copied as it was at one moment; from a server,
    all together.

    The journal of updates is left out: what waited then would be answered a second time. So is the index: it is made
    again. Raises IbidError.
    """
    lang, made, places = terminal_language(), list[str](), _places(settings)
    listed: dict[str, dict[str, object]] = {}
    try:
        with _beside(file) as folder:
            sources = {name: path for name, path in places.items() if path.exists()}
            if settings.server:
                sources = _fetched(settings.server, folder / "fetched")
            if not sources:
                raise IbidError(say(lang, "backup.nothing", folder=settings.ibid_data))
            with zipfile.ZipFile(folder / "zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for name, path in sources.items():
                    _copy_database(path, folder / name)
                    listed[name] = {"sha256": _sum(folder / name), "bytes": (folder / name).stat().st_size}
                    archive.write(folder / name, name)
                    (folder / name).unlink()
                    made.append(name)
                about = {"ibid": version("ibid"), "made": datetime.now(UTC).isoformat(), "files": listed}
                archive.writestr(CONTENTS, json.dumps(about, indent=1))
            (folder / "zip").chmod(0o600)
            (folder / "zip").replace(file)
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        raise IbidError(say(lang, "backup.unwritable", file=file, reason=reason_of(error))) from error
    return made


def restore_backup(settings: Settings, file: Path, *, replace: bool) -> list[str]:
    """Put what `file` holds in its place, wherever it was made; returns the names. Nothing changes unless all of it is
    sound.

    Raises IbidError: it is no backup or damaged, a newer Ibid made it, somebody answers from the database, or (without
    `replace`) something is there.
    """
    lang, places = terminal_language(), _places(settings)
    try:
        with zipfile.ZipFile(file) as archive, _beside(settings.ibid_data / CONVERSATIONS_FILE) as folder:
            names = _unpack(archive, folder, file, lang)
            if settings.server:
                _put_on_server(settings.server, folder, names, replace)
            else:
                _put_in_files(places, folder, names, replace)
            for made in (*settings.ibid_data.glob("index-*"), *settings.ibid_data.glob("vectors-*")):
                shutil.rmtree(made)  # of another past, perhaps with as many changes and other passages
    except (OSError, zipfile.BadZipFile, sqlite3.Error) as error:
        raise IbidError(say(lang, "restore.damaged", file=file, reason=reason_of(error))) from error
    return names


def _put_in_files(places: Mapping[str, Path], folder: Path, names: Sequence[str], replace: bool) -> None:
    kept = [places[name] for name in names]
    if not replace and (there := [path for path in kept if path.exists()]):
        raise IbidError(say(terminal_language(), "restore.there", files=", ".join(map(str, there))))
    for path in kept:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in names:
        for log in ("-wal", "-shm"):  # they belong to the file that goes
            places[name].with_name(places[name].name + log).unlink(missing_ok=True)
        shutil.move(folder / name, places[name])


def _put_on_server(server: str, folder: Path, names: Sequence[str], replace: bool) -> None:
    """In one transaction."""
    lang = terminal_language()
    if read_workers(server):
        raise IbidError(say(lang, "move.running", place="IBID_DATABASE"))
    shown = shown_address(read_address(server))
    with in_files(folder, names) as packed, on_server(server, names) as there:
        if not replace and not is_empty(there):
            raise IbidError(say(lang, "restore.there", files=shown))
        try:
            copy_parts(packed, there, replace=replace)
        except SQLAlchemyError as error:
            raise IbidError(say(lang, "memory.server", name=shown, reason=reason_of(error))) from error


def _fetched(server: str, folder: Path) -> dict[str, Path]:
    """What is in the database, in files of `folder`, which is made."""
    folder.mkdir(mode=0o700)
    with on_server(server, LASTING) as there, in_files(folder, LASTING) as files:
        if is_empty(there):
            raise IbidError(say(terminal_language(), "backup.empty", place=shown_address(read_address(server))))
        copy_parts(there, files)
    return {name: folder / name for name in LASTING}


def _places(settings: Settings) -> dict[str, Path]:
    """Where each database is, as a file. What is remembered comes first: each citation in it is then in the library
    that is copied later. Raises IbidError: IBID_DATABASE is no address."""
    library = library_file(settings) or settings.ibid_data / LIBRARY_FILE
    return {CONVERSATIONS_FILE: settings.ibid_data / CONVERSATIONS_FILE, LIBRARY_FILE: library}


def _unpack(archive: zipfile.ZipFile, folder: Path, file: Path, lang: Lang) -> list[str]:
    """The names of the databases of a backup, which are now in `folder` and are what they say they are."""
    try:
        listed = json.loads(archive.read(CONTENTS))["files"]
        expected = {str(name): (str(of["sha256"]), int(of["bytes"])) for name, of in listed.items()}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise IbidError(say(lang, "restore.damaged", file=file, reason=CONTENTS)) from error
    for name, (digest, size) in expected.items():
        if name not in (CONVERSATIONS_FILE, LIBRARY_FILE) or name not in archive.namelist():
            raise IbidError(say(lang, "restore.damaged", file=file, reason=name))
        descriptor = os.open(folder / name, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with archive.open(name) as packed, os.fdopen(descriptor, "wb") as unpacked:
            left = size
            while part := packed.read(min(SEVERAL, left + 1)):
                left -= len(part)
                if left < 0:
                    break
                unpacked.write(part)
        if left or _sum(folder / name) != digest:
            raise IbidError(say(lang, "restore.damaged", file=file, reason=name))
        _check_database(folder / name, file, lang)
    return list(expected)


def _check_database(path: Path, file: Path, lang: Lang) -> None:
    with closing(sqlite3.connect(path)) as connection:
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise IbidError(say(lang, "restore.damaged", file=file, reason=found))
        if path.name == LIBRARY_FILE:
            # What was made of it elsewhere, too, such as an index on a cluster, may be of another past.
            connection.execute("UPDATE library SET name = ?", (secrets.token_hex(8),))
            connection.commit()
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            if revision not in REVISIONS:
                raise IbidError(say(lang, "restore.newer", file=file))


def _copy_database(path: Path, to: Path) -> None:
    """A copy as of one moment, while others write; SQLite's own way (https://sqlite.org/backup.html)."""
    os.close(os.open(to, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    read_only = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(read_only, uri=True)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log of writes beside it


@contextmanager
def _beside(file: Path) -> Iterator[Path]:
    """A folder on the same disk, ours alone, which goes with the block."""
    folder = Path(tempfile.mkdtemp(prefix=".ibid-", dir=file.absolute().parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
