"""The list of an index's segments: the one file that says which of the others count."""

import json
import time
from base64 import b64decode, b64encode
from collections.abc import Sequence
from pathlib import Path
from zlib import compress, crc32, decompress

import numpy as np

from retrieval.errors import BrokenSnapshot
from retrieval.index.segments.parts import Living, Part
from retrieval.index.segments.segments import open_segment
from retrieval.index.segments.snapshot import replacing

NAME = "index.json"
SUFFIX = ".segment"
# To be raised with any change of what is stored, or of how `terms` cuts words: an older index is made anew.
VERSION = 4
# Files that no list names any more are kept this long (seconds): another process may be about to list them.
GRACE = 3600


def write_manifest(folder: Path, change: int, k1: float, b: float, parts: Sequence[Part]) -> None:
    """Makes `parts`, all of which have files in `folder`, what the folder's index is made of."""
    listed = [
        {
            "file": part.file,
            "passages": part.passages,
            "terms": part.terms,
            "living": None if part.living is None else b64encode(compress(np.packbits(part.living).tobytes())).decode(),
        }
        for part in parts
    ]
    body = json.dumps({"version": VERSION, "change": change, "k1": k1, "b": b, "parts": listed})
    with replacing(folder / NAME) as file:
        file.write(f"{crc32(body.encode()):08x}\n{body}".encode())
    named = {part.file for part in parts}
    for path in folder.iterdir():
        if path.suffix in {SUFFIX, ".tmp"} and path.name not in named and time.time() - path.stat().st_mtime > GRACE:
            path.unlink(missing_ok=True)


def discard(folder: Path) -> None:
    """Forgets the folder's index: the next one that is opened there is empty."""
    (folder / NAME).unlink(missing_ok=True)


def read_manifest(folder: Path, k1: float, b: float) -> tuple[int, list[Part]]:
    """The change that the folder's index reflects, and its parts; (0, []) of a folder without one.

    Raises BrokenSnapshot.
    """
    path = folder / NAME
    try:
        checksum, _, body = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return 0, []
    except OSError as error:
        raise BrokenSnapshot(path, str(error)) from error
    if checksum != f"{crc32(body):08x}".encode():
        raise BrokenSnapshot(path, "it is damaged")
    described = json.loads(body)
    if (described["version"], described["k1"], described["b"]) != (VERSION, k1, b):
        raise BrokenSnapshot(path, "it is of another version")
    try:
        return described["change"], [_part(folder, **listed) for listed in described["parts"]]
    except BrokenSnapshot:
        # Another process may have saved a newer list, and taken away what this one names.
        if path.read_bytes().partition(b"\n")[2] == body:
            raise
        return read_manifest(folder, k1, b)


def _part(folder: Path, file: str, passages: int, terms: int, living: str | None) -> Part:
    segment = open_segment(folder / file)
    return Part(segment, None if living is None else _living(living, len(segment.numbers)), passages, terms, file)


def _living(packed: str, passages: int) -> Living:
    return np.unpackbits(np.frombuffer(decompress(b64decode(packed)), np.uint8), count=passages).astype(np.bool_)
