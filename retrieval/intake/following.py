"""What the library knows of files: which articles came from where, and what a file looked like when last read."""

import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, or_, select, true

from retrieval.library import ARTICLES, FILES, writing
from retrieval.reading import place_of

# The size in bytes, and when it was changed, in nanoseconds since 1970.
Mark = tuple[int, int]

# A file that was changed less than this many seconds ago may be changed again without looking any different.
TOO_FRESH = 2.0
AT_ONCE = 500


def mark_of(file: Path) -> Mark | None:
    """What `file` looks like; None where that would not tell whether it is changed after this."""
    try:
        status = file.stat()
    except OSError:
        return None
    return None if time.time() - status.st_mtime < TOO_FRESH else (status.st_size, status.st_mtime_ns)


def marks(engine: Engine) -> dict[str, Mark]:
    """The files that need not be read again while they look like this."""
    with engine.connect() as connection:
        return {path: (size, changed) for path, size, changed in connection.execute(select(FILES))}


def remember_marks(engine: Engine, found: Mapping[str, Mark]) -> None:
    rows = [{"path": path, "size": size, "changed": changed} for path, (size, changed) in found.items()]
    if rows:
        with writing(engine) as connection:
            _forget(connection, list(found))
            connection.execute(insert(FILES), rows)


def forget_marks(engine: Engine, paths: Iterable[str]) -> None:
    """These files are to be read when they are met again."""
    with writing(engine) as connection:
        _forget(connection, list(paths))


def followed_files(engine: Engine) -> set[str]:
    """The files of living articles that came with configured folders."""
    return _files(engine, ARTICLES.c.followed)


def living_files(engine: Engine) -> set[str]:
    """The files of all living articles."""
    return _files(engine, true())


def living_counts(engine: Engine) -> dict[str, int]:
    """The files of living articles, and how many each has."""
    query = select(ARTICLES.c.file, func.count()).where(ARTICLES.c.state == "living").group_by(ARTICLES.c.file)
    with engine.connect() as connection:
        return dict(connection.execute(query).all())


def files_under(engine: Engine, paths: Iterable[Path]) -> set[str]:
    """The files of living articles that lie at or under `paths`."""
    places = [place_of(path) for path in paths]
    under = [ARTICLES.c.file.startswith(f"{place}/", autoescape=True) for place in places]
    return _files(engine, or_(ARTICLES.c.file.in_(places), *under))


def numbers_from(engine: Engine, file: str) -> set[int]:
    """The living articles that came from a file."""
    with engine.connect() as connection:
        living = select(ARTICLES.c.number).where(ARTICLES.c.file == file, ARTICLES.c.state == "living")
        return set(connection.execute(living).scalars())


def _forget(connection: Connection, paths: list[str]) -> None:
    for i in range(0, len(paths), AT_ONCE):
        connection.execute(delete(FILES).where(FILES.c.path.in_(paths[i : i + AT_ONCE])))


def _files(engine: Engine, condition: ColumnElement[bool]) -> set[str]:
    with engine.connect() as connection:
        query = select(ARTICLES.c.file).where(condition, ARTICLES.c.state == "living").distinct()
        return set(connection.execute(query).scalars())
