"""Text on a terminal: nothing that an article holds can command it."""

import io
import sys
import unicodedata

from rich.console import Console
from rich.text import Text


def plain_console() -> Console:
    """Standard output: coloured for a person, plain when piped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that knows no "œ" shows "?", and goes on
    return Console(highlight=False)


def visible(text: str) -> Text:
    """`text` for a terminal: control characters, which could command it, are shown as the pictures of themselves."""
    return Text("".join(map(_picture, text)))


def _picture(character: str) -> str:
    if character == "\n" or unicodedata.category(character) not in ("Cc", "Cs"):
        return character
    if character == "\t":
        return " "
    return chr(0x2400 + ord(character)) if character < " " else "\ufffd"
