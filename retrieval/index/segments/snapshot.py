"""Segments in files: written once, mapped into memory, and checked where they are first read.

A file begins with MAGIC, the length and the CRC-32 of a header, and the header: JSON that says where each section
lies, its type and shape, and the CRC-32 of each of its pages. The time to open it does not depend on its size.
"""

import json
import math
import mmap
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from struct import error as StructError  # noqa: N812 — it is an exception, and named like a module's variable
from typing import IO, Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import BrokenSnapshot

MAGIC = b"IBIDSEG1"
PREAMBLE = Struct("<8sII")
# Sections begin at multiples of this, the width of a cache line.
ALIGNMENT = 64
# What is checked at a time: under a tenth of a millisecond's work, and 64 bytes of header for a megabyte.
PAGE = 1 << 14

Array = NDArray[Any]


@dataclass(slots=True)
class Proof:
    """What has been checked of a mapped file: `checked` has a byte for each page of each section; `whole`: all of it.

    Threads may check at once; the worst of it is that a page is checked twice.
    """

    path: Path
    sections: Mapping[str, memoryview]
    sums: Mapping[str, list[int]]
    checked: Mapping[str, bytearray]
    whole: bool = False

    def check(self, section: str, begin: int = 0, end: int | None = None) -> None:
        """Compares the bytes `begin` to `end` of a section with their checksums. Raises BrokenSnapshot."""
        if self.whole:
            return
        checked = self.checked[section]
        first, last = begin // PAGE, len(checked) if end is None else -(-end // PAGE)
        while (page := checked.find(0, first, last)) >= 0:
            octets = self.sections[section]
            if crc32(octets[page * PAGE : (page + 1) * PAGE]) != self.sums[section][page]:
                raise BrokenSnapshot(self.path, f"its {section} are damaged")
            checked[page] = 1

    @property
    def size(self) -> int:
        """The bytes that there are to check."""
        return sum(map(len, self.sections.values()))

    def check_all(self) -> None:
        """Compares all of the file with its checksums. Raises BrokenSnapshot."""
        for section in self.sections:
            self.check(section)
        self.whole = True


def write_file(path: Path, arrays: Mapping[str, Array], facts: Mapping[str, object]) -> None:
    """Writes `arrays` and, in the header, `facts`: to a temporary file, synced, then renamed."""
    octets = {name: np.ascontiguousarray(array).view(np.uint8).reshape(-1).data for name, array in arrays.items()}
    sections = {
        name: {
            "type": array.dtype.str,
            "shape": array.shape,
            "sums": [crc32(octets[name][at : at + PAGE]) for at in range(0, len(octets[name]), PAGE)],
        }
        for name, array in arrays.items()
    }
    header = json.dumps({"facts": facts, "sections": sections}).encode()

    with replacing(path) as file:
        file.write(PREAMBLE.pack(MAGIC, len(header), crc32(header)) + header)
        for section in octets.values():
            file.write(bytes(-file.tell() % ALIGNMENT))
            file.write(section)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `path` when it is written and on the disk, or not at all."""
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temporary.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def map_file(path: Path) -> tuple[dict[str, Array], dict[str, Any], Proof]:
    """The arrays of a file, its facts, and the proof with which to check what one reads. Raises BrokenSnapshot."""
    try:
        with path.open("rb") as file:
            memory = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        magic, length, checksum = PREAMBLE.unpack_from(memory)
        header = memory[PREAMBLE.size : PREAMBLE.size + length]
    except (OSError, ValueError, StructError) as error:
        raise BrokenSnapshot(path, str(error)) from error
    if magic != MAGIC or len(header) != length or crc32(header) != checksum:
        raise BrokenSnapshot(path, "its header is damaged or of another version")
    described = json.loads(bytes(header))
    arrays, octets = {}, {}
    at = PREAMBLE.size + length
    for name, section in described["sections"].items():
        at += -at % ALIGNMENT
        dtype, count = np.dtype(section["type"]), math.prod(section["shape"])
        octets[name] = memory[at : at + count * dtype.itemsize]
        if len(octets[name]) != count * dtype.itemsize:
            raise BrokenSnapshot(path, "it is cut off")
        arrays[name] = np.frombuffer(octets[name], dtype).reshape(section["shape"])
        at += len(octets[name])
    sums = {name: section["sums"] for name, section in described["sections"].items()}
    return arrays, described["facts"], Proof(path, octets, sums, {name: bytearray(len(s)) for name, s in sums.items()})
