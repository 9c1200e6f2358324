"""A .zip as the files in it. Nothing is unpacked to disk, and a bomb is refused by what it declares."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from retrieval.errors import ReadError
from retrieval.packing import Read
from retrieval.reading.suffixes import suffix_of

MOST_FILES = 100_000
# Bytes of all files together, and how many times smaller they may be in the archive: text reaches about 10.
MOST_BYTES = 5_000_000_000
MOST_TIMES = 200
# Files too small to be bombs may be as regular as they like.
HARMLESS = 1_000_000

Member = Callable[[BinaryIO, str, str], Iterator[Read]]


def read_archive(stream: BinaryIO, id: str, read: Member) -> Iterator[Read]:  # noqa: A002 — the name of the file's id
    """The articles of the files in a .zip, each read by `read(stream, suffix, id)`. Raises ReadError for all of it."""
    try:
        with zipfile.ZipFile(stream) as archive:
            # is_dir() of the standard library fails for a member without a name
            members = [member for member in archive.infolist() if not member.filename.endswith("/")]
            _check(members, id)
            for member in sorted(members, key=lambda member: member.filename):
                path = PurePosixPath(member.filename.replace("\\", "/"))
                if any(part.startswith(".") for part in path.parts) or path.name.upper().startswith("README"):
                    continue
                yield from _read_member(archive, member, f"{id}#{path}", suffix_of(path.name), read)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError) as error:
        raise ReadError(id, f"is no .zip archive, or a broken one ({error}); pack it again") from None


def _check(members: list[zipfile.ZipInfo], name: str) -> None:
    """Refuses the whole archive before anything of it is read."""
    if len(members) > MOST_FILES:
        raise ReadError(name, f"has more than {MOST_FILES} files; divide it into several archives")
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise ReadError(name, f"unpacks to more than {MOST_BYTES // 10**9} GB; divide it into several archives")
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts:
            raise ReadError(name, f"one of its files ({member.filename}) points out of it; pack it again")
        if member.file_size > max(HARMLESS, MOST_TIMES * member.compress_size):
            raise ReadError(
                name, f"one of its files ({member.filename}) unpacks to far more than it takes; pack it again"
            )
        if member.flag_bits & 1:
            raise ReadError(name, "is locked with a password; pack it without")


def _read_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, suffix: str, read: Member
) -> Iterator[Read]:
    try:
        with archive.open(member) as stream:
            yield from read(stream, suffix, name)  # type: ignore[arg-type]  # an IO[bytes] that is read like any file
    except ReadError as error:
        yield error
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError) as error:
        yield ReadError(name, f"can't be unpacked ({error}); pack it again")
