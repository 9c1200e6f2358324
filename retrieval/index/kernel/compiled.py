"""The kernel, compiled; or nothing, where numba is not installed or has not got so far."""

import threading
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from pathlib import Path
from types import FunctionType
from typing import Any
from zlib import crc32

import numpy as np

from retrieval.index import segments
from retrieval.index.kernel import cursors, heap, kernel, windows
from retrieval.index.kernel.cursors import COLUMNS, Floats, Integers, Singles, Words
from retrieval.index.kernel.kernel import WINDOW
from retrieval.index.segments import BLOCK

PIECES: tuple[Callable[..., object], ...] = (
    cursors.bits_at, cursors.open_lists, cursors.read_row, cursors.unpack_next, cursors.count_open, cursors.count_one,
    cursors.next_passage, cursors.bound_window, windows.gather, windows.sift, windows.sort, windows.join, heap.worse,
    heap.offer, kernel.weigh,
)  # fmt: skip
SOURCES = [
    *(Path(__file__).with_name(f"{name}.py") for name in ("kernel", "windows", "cursors", "heap", "compiled")),
    *(Path(segments.__file__).with_name(f"{name}.py") for name in ("bits", "postings")),
]
# All arrays are made in Python, so that numba need not count references to them: that took three quarters of the time.
COMPILED: dict[str, Any] = {"_nrt": False, "nogil": True, "error_model": "numpy"}
# Calls with so many arrays took a sixth of the time.
PIECE: dict[str, Any] = COMPILED | {"forceinline": True}

Search = Callable[..., int]
Room = tuple[Integers, Integers, Singles, Words, Words, Integers, Words, Floats, Floats, Floats, Floats, Floats]
_lock = threading.Lock()
_loaded: list[Search | None] = []


def make_room(terms: int) -> Room:
    """What the kernel needs for questions of up to so many terms, in one thread.

    The different terms, and which of these each is; the sums of a window (all 0 between windows); the frequencies of
    each term in its passages, each marked with the number of the window, which the last row counts; the places found;
    cursors; unpacked passages and frequencies; five columns.
    """
    numbers, rows = np.zeros((2, terms), np.int64)
    sums, held = np.zeros(WINDOW, np.float32), np.zeros((terms + 1, WINDOW), np.uint32)
    found = np.zeros(WINDOW + 1, np.uint32)
    cursors, unpacked = np.zeros((terms, COLUMNS), np.int64), np.zeros((terms, 2 * BLOCK), np.uint32)
    added, weights, most, ceiling, below = np.zeros((5, terms + 1))
    return numbers, rows, sums, held, found, cursors, unpacked, added, weights, most, ceiling, below


def installed() -> bool:
    """Whether numba is there; it is not imported."""
    return find_spec("numba") is not None


def load() -> Search | None:
    """The compiled kernel; None where numba is not installed.

    Compiled once in the life of an installation (about ten seconds, `make fast` does it) and kept beside this
    file, or where numba keeps such things if that can't be written; from there it is loaded in about a second.
    """
    with _lock:
        if not _loaded:
            _loaded.append(_compile())
        return _loaded[0]


def loaded(*, begin: bool) -> Search | None:
    """The compiled kernel if it is there by now. Otherwise it may `begin` to be loaded, and nobody waits for it."""
    if begin and not _loaded and not _lock.locked():
        threading.Thread(target=load, name="kernel", daemon=True).start()
    return _loaded[0] if _loaded else None


def _compile() -> Search | None:
    try:
        import numba
        from numba.core import types
        from numba.extending import register_jitable
    except ImportError:
        return None
    for function in PIECES:
        register_jitable(**PIECE)(function)

    def array(of: Any, dimensions: int = 1) -> Any:
        return types.Array(of, dimensions, "C", readonly=True)

    def room(of: Any, dimensions: int = 1) -> Any:
        return types.Array(of, dimensions, "C")

    words, integers, floats = array(types.uint32), array(types.int64), array(types.float64)
    signature = types.int64(
        words, words, array(types.uint32, 2), words,
        array(types.uint8), integers, array(types.boolean), types.float64,
        floats, array(types.float32), types.float64,
        integers, floats, room(types.float64), room(types.int64), types.int64,
        room(types.int64), room(types.int64),
        room(types.float32), room(types.uint32, 2), room(types.uint32), room(types.int64, 2), room(types.uint32, 2),
        *[room(types.float64)] * 5,
    )  # fmt: skip
    search = FunctionType(kernel.search.__code__, vars(kernel))
    search.__qualname__ = f"search-{fingerprint(SOURCES)}"
    try:
        compiled: Search = numba.njit(signature, cache=True, **COMPILED)(search)
    except RuntimeError:  # nowhere to keep it
        compiled = numba.njit(signature, **COMPILED)(search)
    return compiled


def fingerprint(sources: Iterable[Path]) -> str:
    """What tells one text of the kernel from another.

    It is part of the name under which numba keeps the compiled kernel: numba asks itself whether the file of `search`
    has changed, not whether any of the others has.
    """
    digest = 0
    for source in sources:
        digest = crc32(source.read_bytes(), digest)
    return f"{digest:08x}"
