"""Who uses the folder of all that is kept: many at once, or one alone that puts other files in their place."""

import os
from pathlib import Path

from bot.locales import say, terminal_language
from retrieval.errors import IbidError

FILE = "lock"


def hold(folder: Path, *, alone: bool = False) -> None:
    """Use the folder until the process ends; `alone`, if nobody else does. Without file locks (Windows) it is trust.

    Raises:
        IbidError: others use it, or somebody uses it alone; or it can't be made.
    """
    try:
        import fcntl
    except ImportError:
        return
    lang = terminal_language()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(folder / FILE, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise IbidError(say(lang, "memory.unusable", name=folder / FILE, reason=error.strerror)) from error
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise IbidError(say(lang, "holding.others" if alone else "holding.alone", folder=folder)) from None
