"""Who uses the folder of all that is kept: many at once, or one alone that puts other files in their place.

Of those many, one alone handles the journal: two would answer each question twice.
"""

import os
from pathlib import Path

from bot.locales import say, terminal_language
from retrieval.errors import IbidError

FILE = "lock"
# Who answers, and alone may handle the journal, holds this one.
JOURNAL_LOCK = "journal.lock"


class JournalHeld(IbidError):  # noqa: N818 — it is nobody's error: another process answers already
    """Another process handles the journal of this folder."""

    status = 6  # 3 to 5 are those of bot/app/running.py and watchdog.py


def hold(folder: Path, *, alone: bool = False) -> None:
    """Use the folder until the process ends; `alone`, if nobody else does. Without file locks (Windows) it is trust.

    Raises:
        IbidError: others use it, or somebody uses it alone; or it can't be made.
    """
    try:
        import fcntl
    except ImportError:
        return
    file = _open(folder / FILE)
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        said = say(terminal_language(), "holding.others" if alone else "holding.alone", folder=folder)
        raise IbidError(said) from None


def hold_journal(folder: Path) -> None:
    """Handle the journal of the folder alone until the process ends. Without file locks (Windows) it is trust.

    Raises:
        JournalHeld: another process does.
        IbidError: the lock can't be made.
    """
    try:
        import fcntl
    except ImportError:
        return
    file = _open(folder / JOURNAL_LOCK)
    try:
        # Not flock: that one would live on in a process that this one has started, when this one is killed.
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # either, by the system
        os.close(file)
        raise JournalHeld(say(terminal_language(), "holding.journal", folder=folder)) from None


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise IbidError(say(terminal_language(), "memory.unusable", name=path, reason=error.strerror)) from error
