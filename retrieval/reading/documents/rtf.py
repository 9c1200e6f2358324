"""A .rtf as an article: what the Rich Text Format (Microsoft, version 1.9.1) shows, without what is struck out.

A document is nested groups of control words and text; each group begins with the state of the one around it.
"""

import re

from retrieval.errors import ReadError
from retrieval.reading.documents.control import Document, State, after
from retrieval.reading.documents.parts import article_of_parts
from retrieval.types import Article

TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.I)
# Groups nested deeper than this are no document.
MOST_LEVELS = 200
SYMBOLS = {b"~": "\u00a0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}


def read_rich_text(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .rtf file holds. Raises ReadError if it is none, or holds no text."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise ReadError(id, "is no .rtf file; save it again")
    document = Document()
    _read(data, document, id)
    document.end(State())
    document.end(State("note"))
    known = document.known
    return article_of_parts(id, [*document.parts, *document.notes], known.get("title", ""), known.get("author", ""))


def _read(data: bytes, document: Document, name: str) -> None:
    """Reads the tokens one after the other."""
    state, stack, written = State(), list[State](), b""
    starred, skip, place = False, 0, 0
    while place < len(data):
        token = TOKEN.match(data, place)
        place = token.end() if token else place + 1
        if token is None:
            continue
        word, number, byte, symbol, brace, text = token.groups()
        if byte is not None:  # two of them may be one sign, so they wait for each other
            written, skip = (written, skip - 1) if skip else (written + bytes.fromhex(byte.decode()), 0)
            continue
        document.text(state, written.decode(state.codepage, "replace"))
        written = b""
        if brace == b"{":
            stack.append(state)
            if len(stack) > MOST_LEVELS:
                raise ReadError(name, "is no document: its groups are nested too deep; save it again")
        elif brace:
            outer = stack.pop() if stack else State()
            if state.into == "note" != outer.into:
                document.end(state)
            state = outer
        elif word is not None:
            key, value = word.decode().lower(), None if number is None else int(number)
            if key == "bin":
                place += max(0, value or 0)
            elif key == "u" and value is not None:
                document.text(state, _sign(value))
                skip = state.skip
            else:
                state = after(state, document, key, value, starred=starred)
        elif symbol in (b"\n", b"\r"):
            document.end(state)
        elif symbol is not None:
            document.text(state, SYMBOLS.get(symbol, ""))
        elif text is not None:
            document.text(state, text[skip:].decode(state.codepage, "replace"))
            skip = 0
        starred = symbol == b"*"
    document.text(state, written.decode(state.codepage, "replace"))


def _sign(value: int) -> str:
    """The sign that \\u names: a number of 16 bits that may be written as a negative one."""
    code = value + 0x10000 if value < 0 else value
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
