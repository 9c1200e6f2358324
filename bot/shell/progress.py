"""How far is it? Bars on standard error, on a terminal alone. What draws them is imported when there is one to draw."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import TYPE_CHECKING

from rich.console import Console

from bot.locales import say, terminal_language
from retrieval.index import Tell

if TYPE_CHECKING:
    from retrieval.intake import Summary
    from retrieval.intake import Tell as TellRead


def indexing() -> AbstractContextManager[Tell]:
    """A bar while an index is made. A small one is there before it shows."""
    return _shown("library.indexing")


def understanding() -> AbstractContextManager[Tell]:
    """A bar while the reader reads articles for the first time."""
    return _shown("library.understanding")


@contextmanager
def _shown(words: str) -> Iterator[Tell]:
    with ExitStack() as bars:
        show: Tell | None = None

        def tell(done: int, awaited: int) -> None:
            nonlocal show
            show = show or bars.enter_context(_counting(say(terminal_language(), words)))
            show(done, awaited)

        yield tell


@contextmanager
def _counting(description: str) -> Iterator[Tell]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(file=sys.stderr)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(description)
        yield lambda done, awaited: progress.update(task, completed=done, total=awaited)


@contextmanager
def reading(size: int) -> "Iterator[TellRead]":
    """A bar with the rate and the time left, on a terminal, while articles are read."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(file=sys.stderr)
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task("", total=size or None)

        def tell(read: int, summary: "Summary") -> None:
            elapsed = progress.tasks[task].elapsed or 0
            rate = summary.read / elapsed if elapsed else 0
            said = say(terminal_language(), "library.progress", number=summary.read, rate=f"{rate:.0f}")
            progress.update(task, completed=read, description=said)

        yield tell
