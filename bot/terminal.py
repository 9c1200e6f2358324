"""The same conversation in a terminal: coloured and numbered for a person, plain when piped."""

import contextlib
import io
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.locales import Lang, say, say_number, terminal_language
from bot.messages import Reply
from bot.naming import attribution
from bot.proof import NoSource, pick_source, render_source
from bot.replies import Ask, list_articles, opening
from bot.smalltalk import friendly_line
from retrieval.errors import UnknownCitation
from retrieval.library import Library
from retrieval.segmentation import split_passages
from retrieval.types import Answer, Citation

# The commands and what /help says of them.
MENU = {
    "help": "menu.help",
    "source": "menu.source",
    "nearest": "menu.nearest",
    "articles": "menu.articles",
    "quit": "menu.quit",
}
PROMPT = "> "
# Wider lines are hard to read, however wide the window.
WIDTH = 100
STYLES = {"bold": "bold", "italic": "italic", "expandable_blockquote": "", "text_link": "underline"}


def converse(
    ask: Ask,
    library: Library,
    console: Console | None = None,
    lines: Iterable[str] | None = None,
    lang: Lang | None = None,
) -> int:
    """Answer line after line until `/quit` or the end; returns the exit status, 0.

    Without `lines` they are read from standard input: with a prompt and a history when a person types them.
    """
    talk = Conversation(ask, library, console or _console(), lang or terminal_language())
    interactive = lines is None and sys.stdin.isatty()
    if interactive:
        talk.welcome()
    for line in _typed() if interactive else (_piped() if lines is None else lines):
        if line.split() == ["/quit"]:
            break
        if line.strip() or interactive:
            talk.take(line.strip())
            talk.console.print()
    return 0


def print_answer(answer: Answer, console: Console | None = None, lang: Lang | None = None) -> None:
    """Print an answer, its citations numbered; of one that is none, what came nearest."""
    console, lang = console or _console(), lang or terminal_language()
    first = opening(answer, lang)
    if first:
        _print(console, _visible(first), "yellow")
    for number, citation in enumerate(answer.citations, 1):
        if console.is_terminal and (number > 1 or first):
            console.print()
        _print_citation(console, number, citation, lang)
    for number, citation in enumerate(answer.nearest if answer.confidence == "none" else (), 1):
        where = say(
            lang,
            "terminal.nearest",
            number=number,
            where=attribution(citation, lang),
            paragraph=citation.passage.paragraph,
        )
        _print(console, _visible(where), "dim")


@dataclass(slots=True)
class Conversation:
    """One person's conversation: what `/source` and `/nearest` are about is its last answer."""

    ask: Ask
    library: Library
    console: Console
    lang: Lang
    last: Answer | None = field(default=None, init=False)

    def welcome(self) -> None:
        articles = say_number(self.lang, "about.articles", len(self.library.articles))
        self._say(say(self.lang, "about.welcome", articles=articles))
        self.console.print()

    def take(self, line: str) -> None:
        """Do what one line asks for: a command, small talk, a question."""
        if line.startswith("/"):
            name, _, argument = line[1:].partition(" ")
            command = self._commands().get(name)
            if command:
                command(argument)
            else:
                self._say(say(self.lang, "command.unknown"))
        elif friendly := friendly_line(line, self.lang):
            self._say(friendly)
        else:
            self.last = self.ask(line)
            print_answer(self.last, self.console, self.lang)

    def _commands(self) -> dict[str, Callable[[str], None]]:
        return {
            "start": lambda _: self.welcome(),
            "help": lambda _: self._help(),
            "source": self._source,
            "nearest": self._nearest,
            "articles": lambda _: self._say(list_articles(self.library.articles, self.lang)),
        }

    def _help(self) -> None:
        words = [say(self.lang, "about.command", name=name, purpose=say(self.lang, of)) for name, of in MENU.items()]
        self._say(say(self.lang, "about.help_terminal", commands="\n".join(words)))

    def _source(self, number: str) -> None:
        self._show(self.last.citations if self.last else None, number)

    def _nearest(self, number: str) -> None:
        if self.last and self.last.confidence == "none" and self.last.nearest:
            self._show(self.last.nearest, number)
        else:
            self._say(say(self.lang, "terminal.no_nearest"))

    def _show(self, citations: Sequence[Citation] | None, number: str) -> None:
        ids = None if citations is None else [citation.id for citation in citations]
        try:
            citation = self.library.citation(pick_source(ids, number, self.lang))
        except NoSource as error:
            self._say(str(error))
        except UnknownCitation:
            self._say(say(self.lang, "source.gone"))
        else:
            _print_reply(self.console, render_source(citation, split_passages(citation.article), self.lang))

    def _say(self, words: str) -> None:
        _print(self.console, _visible(words), "green")


def _print_citation(console: Console, number: int, citation: Citation, lang: Lang) -> None:
    """The sentence and where it is from; on one line each when piped, so that what is quoted can be searched for."""
    sentence, where = _visible(citation.text), _visible(attribution(citation, lang))
    if not console.is_terminal:
        _print(console, sentence)
        _print(console, Text(f"[{number}] ").append_text(where))
        return
    where.stylize("dim")
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(f"[{number}]", style="bold cyan"), sentence)
    table.add_row("", where)
    console.print(table, width=min(console.width, WIDTH))


def _print_reply(console: Console, reply: Reply) -> None:
    text = _visible(reply.text)
    units = reply.text.encode("utf-16-le")
    for entity in reply.entities:
        start = len(units[: 2 * entity.offset].decode("utf-16-le"))
        end = len(units[: 2 * (entity.offset + entity.length)].decode("utf-16-le"))
        text.stylize(STYLES[entity.kind], start, end)
    for entity in reply.entities:
        text.append(f"\n{entity.url}" if entity.url else "")
    _print(console, text)


def _print(console: Console, text: Text, style: str = "") -> None:
    """Wrapped between words for a person; as it is when piped."""
    if console.is_terminal:
        console.print(text, style=style, width=min(console.width, WIDTH))
    else:
        console.print(text, soft_wrap=True)


def _visible(text: str) -> Text:
    """`text` for a terminal: control characters, which could command it, are shown as the pictures of themselves."""
    return Text("".join(map(_picture, text)))


def _picture(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in ("Cc", "Cs"):
        return character
    if character == "\t":
        return " "
    return chr(0x2400 + ord(character)) if character < " " else "\ufffd"


def _console() -> Console:
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no "œ" shows "?", and goes on
    return Console(highlight=False)


def _typed() -> Iterator[str]:
    """What a person types, with the arrow keys for what was typed before. It is not kept on disk."""
    with contextlib.suppress(ImportError):  # Windows has no readline; its terminal has a history of its own
        import readline  # noqa: F401 — importing it is what gives input() its history
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        while True:
            yield input(PROMPT)


def _piped() -> Iterator[str]:
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a stray byte must not end the conversation
    yield from sys.stdin
