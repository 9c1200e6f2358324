"""What a terminal shows of many articles at once."""

from rich.console import Console

from bot.locales import Lang
from bot.shell.display import print_nearest, print_reply
from bot.wording.surveys import render_found
from retrieval.surveys import Found


def print_found(found: Found, console: Console, lang: Lang) -> None:
    """Where a pasted text stands, or what came nearest."""
    print_reply(console, render_found(found, lang))
    print_nearest(found.nearest, console, lang)
