"""Reading what may be hostile in a process of its own: it can hang or crash, and nothing else does."""

import contextlib
import json
import subprocess
import sys

from retrieval.errors import ReadError
from retrieval.packing import article_of
from retrieval.types import Article

# Seconds by the clock and of the processor; a book of 5,000 pages takes about ten.
MOST_SECONDS = 60
# Bytes of memory: pdfium and lxml take a tenth of it for anything that a person wrote.
MOST_MEMORY = 2_000_000_000


def read_isolated(data: bytes, id: str, suffix: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article of a file's bytes, read by the reader for `suffix` in a process with limits. Raises ReadError."""
    command = [sys.executable, "-m", "retrieval.reading.child", suffix, id]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MOST_SECONDS, check=False)  # noqa: S603 — our own program, no shell
    except subprocess.TimeoutExpired:
        raise ReadError(id, f"takes more than {MOST_SECONDS} seconds to read; simplify it") from None
    except ValueError:  # a NUL in the name
        raise ReadError(id, "has a name that no file can have; rename it") from None
    if done.returncode:
        raise ReadError(
            id, f"can't be read: its parser broke off ({_cause(done.returncode)}); simplify it or save it as text"
        )
    said = json.loads(done.stdout)
    if "reason" in said:
        raise ReadError(said["name"], said["reason"])
    return article_of(said)


def limit_this_process() -> None:
    """Little memory, little time, no file written: for the child. Where the system has no such limits, none."""
    with contextlib.suppress(ImportError):  # Windows: the time by the clock is still limited
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _cause(status: int) -> str:
    return f"signal {-status}" if status < 0 else f"status {status}"
