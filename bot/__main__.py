"""One command, and how it ends. What it does is in the module that it is imported from, and only that is imported."""

import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from bot.arguments import parse
from retrieval.errors import IbidError

if TYPE_CHECKING:
    import argparse
    from types import ModuleType

SILENT, FAILED = 1, 2
INTERRUPTED = 130
# numpy's threads for matrices take as long to start as numpy itself, and there is no large matrix here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status. A fault that a person can mend is one sentence on stderr."""
    given = parse(arguments)
    atexit.register(gc.freeze)  # what was imported need not be looked through for garbage at the end: a fifth of `ask`
    try:
        return _function(given.command)(given)
    except IbidError as error:
        print(f"ibid: {error}", file=sys.stderr)
        return error.status
    except _away() as error:
        from bot.locales import say, terminal_language
        from bot.stores import reason_of

        print(f"ibid: {say(terminal_language(), 'memory.away', reason=reason_of(error))}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # "ibid ask … | head": whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SILENT


def _away() -> type[Exception]:
    """What is raised where a database goes away, or has no room, in the middle of a command; asked for only then."""
    from sqlalchemy.exc import OperationalError

    return OperationalError


def _function(command: str) -> "Callable[[argparse.Namespace], int]":
    """The function of that name, from the module that knows how."""
    module: ModuleType
    if command in ("add", "articles", "show", "remove", "export"):
        from bot.shell import librarian as module
    elif command == "feeds":
        from bot.shell import feeds as module
    elif command == "digest":
        from bot.shell import digest as module
    elif command in ("invite", "users", "revoke"):
        from bot.access import invitations as module
    elif command == "key":
        from bot.access import keys as module
    elif command in ("status", "doctor", "backup", "restore", "move"):
        from bot.operations import operations as module
    else:
        from bot import commands as module
    function: Callable[[argparse.Namespace], int] = getattr(module, command)
    return function


if __name__ == "__main__":
    sys.exit(main())
