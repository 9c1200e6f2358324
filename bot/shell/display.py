"""Answers and sources on a terminal: nothing that an article holds can command it."""

import io
import re
import sys
import unicodedata
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.locales import Lang, say, terminal_language
from bot.wording import NAMED, Reply, agreement, attribution, opening, quoted_of
from retrieval.types import Answer, Citation

# Wider lines are hard to read, however wide the window.
WIDTH = 100
OVERRIDES = re.compile("[\u202a-\u202e]")
STYLES = {
    "bold": "bold",
    "italic": "italic",
    "blockquote": "",
    "expandable_blockquote": "",
    "pre": "",
    "text_link": "underline",
}


def plain_console() -> Console:
    """Standard output: coloured for a person, plain when piped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no "œ" shows "?", and goes on
    return Console(highlight=False)


def print_answer(answer: Answer, console: Console | None = None, lang: Lang | None = None) -> None:
    """Print an answer, its citations numbered; of one that is none, what came nearest."""
    console, lang = console or plain_console(), lang or terminal_language()
    first = opening(answer, lang)
    if first:
        print_text(console, visible(first), "yellow")
    for number, citation in enumerate(quoted_of(answer), 1):
        if console.is_terminal and (number > 1 or first):
            console.print()
        print_citation(console, f"[{number}]", citation, lang)
    _print_others(answer, console, lang)
    print_nearest(answer.nearest if answer.confidence == "none" else (), console, lang)


def print_nearest(nearest: Sequence[Citation], console: Console, lang: Lang) -> None:
    """Where the passages are that came nearest, as what `/nearest` shows."""
    for number, citation in enumerate(nearest, 1):
        where = say(lang, "terminal.nearest", where=attribution(citation, lang), paragraph=citation.passage.paragraph)
        print_item(console, f"({number})", visible(where), "dim")


def print_item(console: Console, mark: str, text: Text, style: str = "") -> None:
    """A line of a list: wrapped behind its mark for a person; as it is when piped."""
    if not console.is_terminal:
        print_text(console, Text(f"{mark} ").append_text(text))
        return
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(mark, style=style), text, style=style)
    console.print(table, width=min(console.width, WIDTH))


def _print_others(answer: Answer, console: Console, lang: Lang) -> None:
    """How many articles say the same, and what those say that give another figure."""
    for said in (agreement(answer, lang), say(lang, "answer.differ") if answer.differing else ""):
        if said:
            print_text(console, visible(said), "yellow")
    for number, citation in enumerate(answer.differing[:NAMED], len(answer.citations) + 1):
        print_citation(console, f"[{number}] ≠", citation, lang)


def print_citation(console: Console, mark: str, citation: Citation, lang: Lang) -> None:
    """The sentence and where it is from; on one line each when piped, so that what is quoted can be searched for."""
    sentence, where = visible(citation.text), visible(attribution(citation, lang))
    if citation.lead:
        before = visible(citation.article.text[citation.lead.start : citation.lead.end])
        before.stylize("italic")
        sentence = before.append(" ").append_text(sentence)
    if not console.is_terminal:
        print_text(console, sentence)
        print_text(console, Text(f"{mark} ").append_text(where))
        return
    where.stylize("dim")
    table = Table.grid(padding=(0, 1))
    table.add_row(Text(mark, style="bold cyan"), sentence)
    table.add_row("", where)
    console.print(table, width=min(console.width, WIDTH))


def print_reply(console: Console, reply: Reply) -> None:
    text = visible(reply.text)
    units = reply.text.encode("utf-16-le")
    for entity in reply.entities:
        start = len(units[: 2 * entity.offset].decode("utf-16-le"))
        end = len(units[: 2 * (entity.offset + entity.length)].decode("utf-16-le"))
        text.stylize(STYLES.get(entity.kind, ""), start, end)
    print_text(console, text)
    for entity in reply.entities:
        if entity.url:
            console.print(visible(entity.url), soft_wrap=True)  # a broken line would break the link


def print_text(console: Console, text: Text, style: str = "") -> None:
    """Wrapped between words for a person; as it is when piped."""
    if console.is_terminal:
        console.print(text, style=style, width=min(console.width, WIDTH))
    else:
        console.print(text, soft_wrap=True)


def print_lines(console: Console, text: str) -> None:
    """What another program may read: line by line as it is, never wrapped."""
    console.print(visible(text.replace("\r\n", "\n").rstrip("\n")), soft_wrap=True)


def visible(text: str) -> Text:
    """`text` for a terminal: control characters, which could command it, are shown as the pictures of themselves, and
    so is what would show letters in another order than they are written in (Telegram leaves that out)."""
    return Text("".join(map(_picture, text)))


def _picture(character: str) -> str:
    if OVERRIDES.match(character):
        return "\ufffd"
    if character == "\n" or unicodedata.category(character) not in ("Cc", "Cs"):
        return character
    if character == "\t":
        return " "
    return chr(0x2400 + ord(character)) if character < " " else "\ufffd"
