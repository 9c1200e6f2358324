"""The library and the index that the settings, or `--articles`, ask for."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy.engine import URL

from bot.locales import say, say_number, terminal_language
from bot.memory import hold
from bot.settings import SEEDS, Settings
from retrieval.answering import answer, silence
from retrieval.errors import IbidError
from retrieval.index import Index, KeptIndex
from retrieval.library import Library
from retrieval.queries import read_query
from retrieval.types import Answer, Fault

if TYPE_CHECKING:
    from retrieval.intake import Summary

LIBRARY_FILE = "ibid.sqlite"


def open_library(settings: Settings) -> Library:
    """The library that is kept, in whatever state it was left. Until the process ends, no backup takes its place."""
    hold(settings.ibid_data)
    address = settings.ibid_database.get_secret_value() if settings.ibid_database else None
    return Library(address=address or URL.create("sqlite", database=str(settings.ibid_data / LIBRARY_FILE)))


def open_configured(settings: Settings) -> Library:
    """The library that is kept, in step with IBID_ARTICLES. What could not be read is said on stderr.

    The shipped articles are there for a start: they do not join a library to which a person has added others.
    """
    library = open_library(settings)
    paths = settings.ibid_articles
    if paths != (SEEDS,) or not library.change or library.follows:
        from retrieval.intake import keep_in_step  # to ask what was read before takes no reader

        _report(keep_in_step(library, paths, followed=True))
    if not len(library):
        raise IbidError(say(terminal_language(), "cli.no_articles", paths=", ".join(map(str, paths))))
    return library


def open_given(paths: Sequence[Path]) -> Library:
    """A library of the articles at `paths`, which ends with the process."""
    from retrieval.intake import take_in

    library = Library()
    _report(take_in(library, [str(path) for path in paths]))
    if not len(library):
        raise IbidError(say(terminal_language(), "cli.no_articles", paths=", ".join(map(str, paths))))
    return library


def answering(library: Library, kept: KeptIndex) -> Callable[[str], Answer]:
    """The function that answers from the library as it is when the question comes, whoever has changed it. Operators
    and plain words that say which articles are asked are read here, so that every door knows them."""
    return lambda question: kept.use(lambda index: ask(question, library, index))


def ask(question: str, library: Library, index: Index) -> Answer:
    """The answer to a question with its operators; with none where they are at fault."""
    query = read_query(question, library.sources, date.today())
    faults = query.faults or (() if not query.filter or library.ranges(query.filter) else (Fault("nothing"),))
    if faults:
        return replace(silence(question), filter=query.filter, faults=faults)
    return replace(answer(query.text, library, index, query.filter), question=question)


def _report(summary: "Summary") -> None:
    for fault in [*summary.skipped, *summary.remarks]:
        print(f"ibid: {fault}", file=sys.stderr)
    if summary.gone:
        print(f"ibid: {say_number(terminal_language(), 'library.gone', summary.gone)}", file=sys.stderr)
