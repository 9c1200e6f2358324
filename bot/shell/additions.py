"""What `ibid add` says at its end, and how it is stopped before."""

import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bot.locales import say, terminal_language
from retrieval.errors import ReadError
from retrieval.intake import Summary

# So many of the files that were skipped for one reason are named, unless all are asked for.
NAMED = 3
# What differs in one reason from file to file: "another article has the id "x"".
PARTICULAR = re.compile(r'(?<=")[^"]*(?=")|\d+')


def tell_summary(summary: Summary, *, verbose: bool) -> None:
    """The figures on standard output; what was skipped, and why, on standard error, with the remarks."""
    lang = terminal_language()
    faults = [*summary.skipped, *summary.remarks]
    for line in _skipped(faults, NAMED if not verbose else len(faults)):
        print(f"ibid: {line}", file=sys.stderr)
    counts = {name: getattr(summary, name) for name in ("added", "updated", "unchanged", "gone")}
    print(say(lang, "library.summary", **counts, skipped=len(summary.skipped)))
    if summary.readmes:
        print(say(lang, "library.readmes", number=summary.readmes))
    if summary.deleted:
        print(say(lang, "library.deleted", number=summary.deleted))
    if summary.stopped:
        print(say(lang, "library.stopped"))
    sys.stdout.flush()


def _skipped(faults: Sequence[ReadError], named: int) -> Iterator[str]:
    """The faults by reason: the first `named` of each, and how many more there are."""
    groups: dict[str, list[ReadError]] = {}
    for fault in faults:
        groups.setdefault(PARTICULAR.sub("…", fault.reason), []).append(fault)
    for reason, alike in groups.items():
        yield from map(str, alike[:named])
        if len(alike) > named:
            yield say(terminal_language(), "library.more", number=len(alike) - named, reason=reason)


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Until it ends, the first Ctrl-C only makes what is yielded true; the second one interrupts as ever."""
    asked = threading.Event()
    if threading.current_thread() is not threading.main_thread():  # only there can signals be heard
        yield asked.is_set
        return

    def hear(*_: object) -> None:
        asked.set()
        signal.signal(signal.SIGINT, before)

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, before)
