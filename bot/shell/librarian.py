"""What a person does to the library in a terminal: add, articles, show, remove, restore, export."""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from rich.table import Table

from bot.locales import say, say_date, terminal_language
from bot.opening import open_library
from bot.settings import load_settings
from bot.shell.additions import stoppable, tell_summary
from bot.shell.display import plain_console, visible
from bot.shell.progress import indexing, reading
from bot.wording import describe
from retrieval.errors import IbidError, SearchUnavailable
from retrieval.index import Kept, could_be_faster, keep_index
from retrieval.intake import is_address, keep_in_step, size_of, take_in
from retrieval.library import Library, alike_to, article_numbered, count_passages, entry_of, history_of, list_entries
from retrieval.packing import pack_blocks

DONE, FAILED, INTERRUPTED = 0, 2, 130
# Milliseconds until a folder that is to be watched is first read.
FIRST_LOOK = 500

# The columns of the list, and what each kind of change is called.
COLUMNS = (
    "library.number", "library.title", "library.source", "library.date", "library.lang", "library.passages",
    "library.version",
)  # fmt: skip
FIGURES = ("library.number", "library.passages", "library.version")
EVENTS = {
    "added": "library.event.added",
    "corrected": "library.event.corrected",
    "described": "library.event.described",
    "removed": "library.event.removed",
    "gone": "library.event.gone",
    "undone": "library.event.undone",
    "restored": "library.event.restored",
    "returned": "library.event.returned",
}


def add(given: argparse.Namespace) -> int:
    """`ibid add`: what the names stand for is in the library afterwards, and in the index."""
    if given.watch:
        return watch(given)
    settings = load_settings()
    library = open_library(settings)
    with reading(size_of(given.names)) as tell, stoppable() as stop:
        summary = take_in(library, given.names, tell, private=settings.ibid_private_addresses, stop=stop)
    tell_summary(summary, verbose=given.verbose)
    if summary.stopped:
        return INTERRUPTED
    index = keep_index(library, settings.ibid_data, settings.ibid_index)
    with indexing() as tell_indexed:
        index.current(tell_indexed)
    index.save()
    if settings.ibid_index is None and could_be_faster(passages := count_passages(library.engine)):
        print(say(terminal_language(), "library.faster", passages=passages))
    return FAILED if summary.skipped and not (summary.added or summary.updated or summary.unchanged) else DONE


def watch(given: argparse.Namespace) -> int:
    """`ibid add --watch`: the library follows the folders until Ctrl-C."""
    try:
        import watchfiles
    except ImportError:
        raise IbidError(say(terminal_language(), "library.no_watch")) from None
    paths = [Path(name) for name in given.names if not is_address(name)]
    if len(paths) < len(given.names) or not all(path.exists() for path in paths):
        raise IbidError(say(terminal_language(), "library.watch_folders"))
    settings = load_settings()
    library = open_library(settings)
    index = keep_index(library, settings.ibid_data, settings.ibid_index)
    told: set[str] = set()
    started = False
    # It waits before it yields nothing for the first time: from then on no change is missed, and what was is found.
    for changes in watchfiles.watch(*paths, raise_interrupt=False, yield_on_timeout=True, rust_timeout=FIRST_LOOK):
        if started and not changes:
            continue
        started = True
        summary = keep_in_step(library, paths, followed=False)
        _follow(index)
        faults = {str(fault): fault for fault in summary.skipped}
        summary.skipped = [fault for said, fault in faults.items() if said not in told]
        told = set(faults)
        if summary.added or summary.updated or summary.gone or summary.skipped or summary.remarks:
            tell_summary(summary, verbose=given.verbose)
    return DONE


def _follow(index: Kept) -> None:
    """Where the index is away, it catches up with the next change, or with the next question."""
    try:
        index.current()
        index.save()
    except SearchUnavailable as error:
        print(f"ibid: {error}", file=sys.stderr)


def articles(given: argparse.Namespace) -> int:
    """`ibid articles`: the table of those that are in, or of those with these words."""
    lang = terminal_language()
    library = open_library(load_settings())
    found = list_entries(library.engine, " ".join(given.search or ()), withdrawn=given.all)
    console = plain_console()
    if not console.is_terminal:
        for line in found:
            cells = (line.number, line.title, line.source, line.date, line.lang, line.passages, line.versions)
            print("\t".join("" if cell is None else visible(str(cell)).plain for cell in cells))
        return DONE
    table = Table(box=None, pad_edge=False)
    for heading in COLUMNS:
        number = heading in FIGURES
        table.add_column(say(lang, heading), justify="right" if number else "left", no_wrap=number)
    for line in found:
        known = (line.title, line.source or "", say_date(lang, line.date or "", short=True), line.lang)
        numbers = (str(line.passages) if line.state == "living" else "–", str(line.versions))
        table.add_row(str(line.number), *map(visible, known), *numbers)
    console.print(table)
    return DONE


def show(given: argparse.Namespace) -> int:
    """`ibid show N`: the article, what has happened to it, its passages."""
    lang, console = terminal_language(), plain_console()
    library = open_library(load_settings())
    entry, article = entry_of(library.engine, given.number), article_numbered(library.engine, given.number)
    if entry is None or article is None:
        raise _unknown(given.number)
    console.print(visible(article.title), style="bold")
    known = (
        article.source,
        article.author,
        say_date(lang, article.date or ""),
        article.lang,
        article.url,
        entry.origin,
    )
    console.print(visible(" · ".join(filter(None, known))), soft_wrap=True)
    for event in history_of(library.engine, given.number):
        at = datetime.fromtimestamp(event.at, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
        console.print(visible(f"{at}  {say(lang, EVENTS[event.kind])}  {event.version}"), style="dim")
    for other in alike_to(library.engine, given.number):
        said = say(lang, "articles.numbered", number=other.number, article=describe(other, lang))
        console.print(visible(say(lang, "library.alike", article=said)), soft_wrap=True)
    for passage in library.passages_of(article):
        place = f"{passage.paragraph}" if passage.page is None else f"{passage.paragraph} (p. {passage.page})"
        console.print()
        console.print(visible(f"[{place}] {passage.text}"), soft_wrap=not console.is_terminal)
    return DONE


def remove(given: argparse.Namespace) -> int:
    """`ibid remove N`: no answer quotes it from now on."""
    return _change(given.number, Library.remove, ("library.removed", "library.was_removed"))


def restore_article(number: int) -> int:
    """`ibid restore N`: it is back as it was."""
    return _change(number, Library.restore, ("library.restored", "library.was_restored"))


def export(given: argparse.Namespace) -> int:
    """`ibid export FILE.jsonl`: every article, so that `ibid add` makes the same library of them, ids included."""
    library = open_library(load_settings())
    count = 0
    try:
        with given.file.open("w", encoding="utf-8") as file:
            for article in library.articles():
                fields = ("id", "title", "text", "lang", "date", "url", "author", "source")
                said = {field: value for field in fields if (value := getattr(article, field)) is not None}
                said["blocks"] = json.loads(pack_blocks(article.blocks))
                file.write(json.dumps(said, ensure_ascii=False) + "\n")
                count += 1
    except OSError as error:
        raise IbidError(
            say(terminal_language(), "library.unwritable", name=given.file, reason=error.strerror)
        ) from None
    print(say(terminal_language(), "library.exported", number=count, name=given.file))
    return DONE


def _change(number: int, change: Callable[[Library, int], bool], words: tuple[str, str]) -> int:
    library = open_library(load_settings())
    entry = entry_of(library.engine, number)
    if entry is None:
        raise _unknown(number)
    said = say(terminal_language(), words[0] if change(library, number) else words[1], number=number, title=entry.title)
    plain_console().print(visible(said), soft_wrap=True)
    return DONE


def _unknown(number: int) -> IbidError:
    return IbidError(say(terminal_language(), "library.unknown", number=number))
