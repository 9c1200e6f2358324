"""The control words of the Rich Text Format: what each says about the text behind it, or is itself."""

import codecs
import re
from dataclasses import dataclass, field, replace

from retrieval.reading.documents.parts import Part, row

# Groups that hold no text of the document. Those that begin with \* are passed over too, but for the ones below.
NO_TEXT = frozenset({
    "aftnsep", "aftnsepc", "annotation", "atnauthor", "atnid", "bkmkend", "bkmkstart", "colortbl", "comment",
    "datastore", "field_inst", "filetbl", "fldinst", "footer", "footerf", "footerl", "footerr", "ftnsep",
    "ftnsepc", "generator", "header", "headerf", "headerl", "headerr", "listoverridetable", "listtable",
    "listtext", "nonshppict", "object", "pgdsctbl", "pict", "pntext", "revtbl", "rsidtbl", "rxe", "tc",
    "template", "themedata", "txe", "userprops", "xe", "xmlnstbl",
})  # fmt: skip
TABLES = {"fonttbl": "fonts", "stylesheet": "styles", "info": "info"}
STARRED = frozenset({"footnote", "shptxt", "shpinst"})
BREAKS = frozenset({"par", "sect", "page", "row", "cell", "nestcell", "nestrow"})
SIGNS = {
    "tab": " ", "line": " ", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
# Names of styles that make a paragraph a heading.
HEADING = re.compile(r"\s*(?:heading|title|subtitle|titre|überschrift|titel)\b", re.I)
# Charsets of fonts: which codepage each means.
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
# Half points by which text stands higher than its line: raised, not set a little up.
RAISED = 4


@dataclass(frozen=True, slots=True)
class State:
    """How text is set within a group; `into` is where it goes: the body, a
    note, a table of the header, or nowhere."""

    into: str = "body"
    height: int = 0
    bold: bool = False
    unseen: bool = False
    heading: bool = False
    codepage: str = "cp1252"
    skip: int = 1  # signs that stand in for a \u where a reader doesn't know it


@dataclass(slots=True)
class Document:
    """The parts of a document as they come, and what its header tells of it."""

    codepage: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)  # their names
    known: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    notes: list[Part] = field(default_factory=list)
    now: dict[str, Part] = field(default_factory=lambda: {"body": Part(), "note": Part()})
    cells: list[str] = field(default_factory=list)
    entry: int = 0  # the font or the style that its table is telling of

    def text(self, state: State, text: str) -> None:
        """Puts text where the state says."""
        if state.into in self.now:
            if text and not state.unseen:
                part = self.now[state.into]
                part.add(text, state.height, bold=state.bold)
                part.kind = "heading" if state.heading else part.kind
        elif state.into == "styles":
            self.styles[self.entry] = self.styles.get(self.entry, "") + text
        elif state.into in ("title", "author"):
            self.known[state.into] = self.known.get(state.into, "") + text

    def end(self, state: State, word: str = "par") -> None:
        """The end of a paragraph, a cell or a row."""
        into = "note" if state.into == "note" else "body"
        part, self.now[into] = self.now[into], Part()
        if into == "note":
            self.notes.append(part)
        elif word in ("cell", "nestcell"):
            self.cells.append(part.text)
        elif word in ("row", "nestrow"):
            self.parts.append(row(self.cells))
            self.cells = []
        else:
            self.parts.append(part)


def after(state: State, document: Document, word: str, value: int | None, *, starred: bool) -> State:
    """The state behind a control word."""
    if word in TABLES:
        return replace(state, into=TABLES[word])
    if word in NO_TEXT or (starred and word not in STARRED):
        return replace(state, into="")
    if state.into not in document.now:
        return _in_header(state, document, word, value)
    if word in BREAKS:
        document.end(state, word)
    elif word in SIGNS:
        document.text(state, SIGNS[word])
    elif word == "ansicpg" and value:
        document.codepage = known_codec(f"cp{value}")
        return replace(state, codepage=document.codepage)
    return _set(state, document, word, value)


def _set(state: State, document: Document, word: str, value: int | None) -> State:
    """How text is set behind a control word."""
    on = value != 0
    if word == "footnote":
        return replace(state, into="note", height=0, bold=False, heading=False)
    if word == "pard":
        return replace(state, heading=False)
    if word == "plain":
        return replace(state, height=0, bold=False, unseen=False, codepage=document.codepage)
    if word in ("super", "sub", "nosupersub"):
        return replace(state, height=int(word == "super" and on))
    if word == "up":
        return replace(state, height=int((6 if value is None else value) >= RAISED))
    if word in ("strike", "striked", "v", "deleted"):
        return replace(state, unseen=on)
    if word == "b":
        return replace(state, bold=on)
    if word == "outlinelevel":
        return replace(state, heading=value != 9)
    if word == "s":
        return replace(state, heading=bool(HEADING.match(document.styles.get(value or 0, ""))))
    if word == "uc":
        return replace(state, skip=max(0, value or 0))
    if word == "f":
        return replace(state, codepage=document.fonts.get(value or 0, document.codepage))
    return state


def _in_header(state: State, document: Document, word: str, value: int | None) -> State:
    """What the tables of fonts and styles say, and the information about the document."""
    if state.into == "info" and word in ("title", "author"):
        return replace(state, into=word)
    if (state.into, word) in (("fonts", "f"), ("styles", "s")):
        document.entry = value or 0
    elif state.into == "styles" and word in ("cs", "ds", "ts"):
        document.entry = -1
    elif state.into == "fonts" and word == "fcharset" and value in CHARSETS:
        document.fonts[document.entry] = CHARSETS[value]
    return state


def known_codec(name: str) -> str:
    """A codepage that Python knows under this name, else that of Western Europe."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
