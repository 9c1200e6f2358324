"""Reading what may be hostile in a process of its own: it can hang or crash, and nothing else does."""

import contextlib
import subprocess
import sys
from collections.abc import Sequence

from retrieval.errors import ReadError
from retrieval.packing import Read, unpack_read

# Seconds by the clock and of the processor. Documents of a thousand pages take half a minute of it, and while Tesseract
# reads their pictures, only the clock runs.
MOST_SECONDS = 60
LONGER = dict.fromkeys((".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp"), (900, 240))
# Bytes of memory: pdfium and lxml take a tenth of it for anything that a person wrote.
MOST_MEMORY = 2_000_000_000


def read_isolated(data: bytes, id: str, suffix: str) -> list[Read]:  # noqa: A002 — the name of the article's field
    """What the reader for `suffix` makes of a file's bytes in a process with limits. Raises ReadError."""
    seconds = LONGER.get(suffix, (MOST_SECONDS,))[0]
    printed = run_isolated("retrieval.reading.child", (suffix, id), data, id, seconds)
    return [unpack_read(line) for line in printed.splitlines()]


def run_isolated(module: str, arguments: Sequence[str], data: bytes, name: str, seconds: float = MOST_SECONDS) -> bytes:
    """What one of our modules prints as a program that is given `data`, and that limits itself; `name` is what it
    reads. Raises ReadError."""
    command = [sys.executable, "-m", module, *arguments]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=seconds, check=False)  # noqa: S603 — our own program, no shell
    except subprocess.TimeoutExpired:
        raise ReadError(name, f"takes more than {seconds:.0f} seconds to read; simplify it") from None
    except ValueError:  # a NUL in the name
        raise ReadError(name, "has a name that no file can have; rename it") from None
    if done.returncode:
        raise ReadError(
            name, f"can't be read: its parser broke off ({_cause(done.returncode)}); simplify it or save it as text"
        )
    return done.stdout


def limit_this_process(suffix: str = "") -> None:
    """Little memory, little time, no file written: for the child. Where the system has no such limits, none."""
    with contextlib.suppress(ImportError):  # Windows: the time by the clock is still limited
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        seconds = LONGER.get(suffix, (MOST_SECONDS,))[-1]
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cause(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
