"""What a terminal shows of many articles at once."""

import json
import sys
from dataclasses import replace

from rich.console import Console

from bot.conversation import listed, split_wanted
from bot.locales import Lang
from bot.references import citation_as_json
from bot.shell.display import plain_console, print_lines, print_nearest, print_reply, print_text, visible
from bot.wording.surveys import (
    Listing,
    as_answer,
    as_csv,
    as_markdown,
    render_all,
    render_found,
    render_listing,
    shown_on,
)
from retrieval.answering import silence
from retrieval.surveys import Found, Surveys
from retrieval.types import Answer


def print_found(found: Found, console: Console, lang: Lang) -> None:
    """Where a pasted text stands, or what came nearest."""
    print_reply(console, render_found(found, lang))
    print_nearest(found.nearest, console, lang)


def print_quotation(text: str, line: str, surveys: Surveys, console: Console, lang: Lang) -> Answer:
    """Looks for the text that a line pastes; returns what `/source` and `/cite` are then about."""
    found = surveys.quotation(text)
    print_found(found, console, lang)
    return as_answer(found, line)


def print_listed(kind: str, written: str, surveys: Surveys, console: Console, lang: Lang) -> Answer | None:
    """What a command with these words behind it lists: a page, or what a file would have. Returns what `/source` and
    `/cite` are then about, if that is another thing than before."""
    asked, page, file = split_wanted(written)
    found = listed(kind, asked, surveys, lang)
    if isinstance(found, str):
        print_text(console, visible(found), "green")
        return None
    if file and found.entries:
        content = as_csv(found) if file == "csv" else as_markdown(found, lang)
        print_lines(console, content.decode("utf-8"))
        return None
    print_reply(console, render_listing(found, page, lang))
    cited = shown_on(found, page, lang)
    return replace(silence(asked), confidence="sure", citations=cited) if cited else None


def print_whole(listing: Listing, form: str, lang: Lang) -> None:
    """All of a list: to be read (`text`), as Markdown, as a table (`csv`), or a line of JSON an entry (`json`)."""
    if form == "json":
        for entry in listing.entries:
            print(json.dumps(dict(entry.row) | citation_as_json(entry.citation), ensure_ascii=False))
    elif form == "text":
        print_reply(plain_console(), render_all(listing, lang))
    else:
        content = as_csv(listing) if form == "csv" else as_markdown(listing, lang)
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    sys.stdout.flush()
