"""A conversation from the first line to the last: typed by a person, or piped."""

from collections.abc import Iterable

from rich.console import Console

from bot.locales import Lang, say, terminal_language
from bot.shell.display import plain_console
from bot.shell.menu import MENU
from bot.shell.prompt import is_typed, piped, typed
from bot.shell.terminal import Conversation
from bot.wording import Ask
from retrieval.library import Library
from retrieval.surveys import Surveys

# Seconds that a person waits at the start for questions to try.
PATIENCE = 1.0


def converse(
    ask: Ask,
    library: Library,
    surveys: Surveys,
    console: Console | None = None,
    lines: Iterable[str] | None = None,
    lang: Lang | None = None,
    *,
    minutes: int = 30,
    show_withdrawn: bool = False,
) -> int:
    """Answer line after line until `/quit` or the end; returns the exit status, 0.

    Without `lines` they are read from standard input: with a prompt and a history when a person types them.
    """
    lang = lang or terminal_language()
    talk = Conversation(ask, library, surveys, console or plain_console(), lang, minutes, show_withdrawn)
    interactive = lines is None and is_typed()
    if interactive:
        talk.examples.look_for(ask, (passage for _, passage in library.living())).join(PATIENCE)
        talk.welcome()
        lines = typed({name: say(lang, purpose) for name, purpose in MENU.items()})
    for line in piped() if lines is None else lines:
        if line.split() == ["/quit"]:
            break
        if line.strip() or interactive:
            talk.take(line.strip())
            talk.console.print()
    return 0
