"""Markdown as an article: what is read on the rendered page, in blocks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval.errors import ReadError
from retrieval.reading.blocks import compose
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import make_article, read_metadata
from retrieval.reading.notes import inline_fields, noted, plain_markdown, toml_matter
from retrieval.types import Article, Kind

if TYPE_CHECKING:
    from markdown_it.token import Token

# Quotations in lists in quotations: the parser's own limit (20) would leave text out.
NESTING = 100
MATTER = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.M | re.S)
FIELD = re.compile(r"([^\W\d][\w -]{0,60}?)[ \t]*:(?:[ \t]+(.*?))?[ \t]*")
ITEM = re.compile(r"[ \t]*-[ \t]+(.*?)[ \t]*")
# What is struck out was taken back.
STRUCK = re.compile(r"<(/?)(?:s|del|strike)\b", re.I)


def read_markdown(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .md file holds; its first top heading is the title if the front matter has none.

    Raises ReadError if it is binary or empty, if its front matter is broken, or if the extra isn't installed.
    """
    written = decode(data, id).replace("\r\n", "\n").replace("\r", "\n")
    fields, rest = _matter(written, id)
    tokens = _parse(plain_markdown(rest), id)
    known = read_metadata({key: noted(value) for key, value in fields.items()}, id)
    text, blocks = compose(_parts(tokens))
    if not known.title:
        top = (after for before, after in pairwise(tokens) if before.tag == "h1" and before.nesting == 1)
        title = next((" ".join(_inline(heading)[0]) for heading in top), None)
        known = replace(known, title=title or None)
    return make_article(id, text, blocks, known)


def _matter(written: str, name: str) -> tuple[dict[str, object], str]:
    """What is said of the note above it, in YAML, in TOML or in Dataview's fields, and the note."""
    if found := MATTER.match(written):
        return _front_matter(found[1], name), written[found.end() :]
    fields, rest = toml_matter(written, name)
    return (fields, rest) if fields else inline_fields(written)


def _parse(text: str, name: str) -> "Sequence[Token]":
    try:
        from markdown_it import MarkdownIt
    except ImportError:
        raise ReadError(name, "Markdown needs one more package: pip install 'ibid[markdown]'") from None
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING}).enable("table")
    try:
        return parser.parse(text)
    except Exception as error:  # whatever text breaks the parser, the other files are still read
        raise ReadError(name, f"can't be parsed as Markdown ({type(error).__name__}); simplify it") from error


def _front_matter(written: str, name: str) -> dict[str, object]:
    """The fields of the YAML between the first two `---`, every value as it is written."""
    import yaml

    try:
        # It makes nothing but texts, lists and mappings: "no" stays a language, 2023 a title, and no code is run.
        fields = yaml.load(written, Loader=yaml.BaseLoader)  # noqa: S506 — safer still than SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if "mapping values are not allowed" in str(error) and (fields := _lines_of(written)):
            return fields
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 2}" if mark else ""
        raise ReadError(
            name, f"its front matter is no YAML{where}; put values with a colon in quotation marks"
        ) from None
    if not fields:
        return {}
    if not isinstance(fields, dict):
        raise ReadError(name, "its front matter is no list of fields; write one `name: value` a line")
    return {str(key): value for key, value in fields.items() if value not in ("", "~", "null")}


def _lines_of(written: str) -> dict[str, object]:
    """Front matter as people write it: all that stands behind the first colon of a line, colons included.

    None of it, where there are other lines than `name: value` and the items of a list.
    """
    fields: dict[str, object] = {}
    items: list[object] = []
    for line in written.split("\n"):
        if item := ITEM.fullmatch(line):
            items.append(item[1].strip("'\""))
        elif field := FIELD.fullmatch(line):
            items = []
            fields[field[1]] = field[2].strip("'\"") or items
        elif line.strip() and not line.lstrip().startswith("#"):
            return {}
    return {name: value for name, value in fields.items() if value}


def _parts(tokens: "Sequence[Token]") -> Iterator[tuple[str, Kind]]:
    """What becomes a block of its own, in order."""
    kind: Kind = "body"
    cells: list[str] | None = None
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            kind = "heading" if token.nesting == 1 else "body"
        elif token.type == "tr_open":
            cells = []
        elif token.type == "tr_close":
            yield " | ".join(filter(None, cells or [])), "body"
            cells = None
        elif token.type == "inline":
            lines, captions = _inline(token)
            if cells is not None:
                cells.append(" ".join(lines))
            else:
                yield from ((line, kind) for line in ([" ".join(lines)] if kind == "heading" else lines))
            yield from ((caption, "caption") for caption in captions)
        elif token.type in {"fence", "code_block"}:
            yield token.content, "body"
        elif token.type == "html_block":
            yield _untagged(token.content), "body"


def _inline(token: "Token") -> tuple[list[str], list[str]]:
    """The lines of a paragraph without their markup, split at hard breaks alone; and the captions of its images."""
    lines, captions = [""], []
    struck = 0
    for child in token.children or []:
        if child.type == "html_inline" and (tag := STRUCK.match(child.content)):
            struck = max(0, struck + (-1 if tag[1] else 1))
        elif struck:
            continue
        elif child.type == "image":
            captions.append(" ".join(child.content.split()))
        elif child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br")):
            lines.append("")
        elif child.type == "softbreak":
            lines[-1] += " "
        elif child.type in {"text", "code_inline"}:
            lines[-1] += child.content
    return [re.sub(" {2,}", " ", line) for line in lines if line.strip()], captions


def _untagged(html: str) -> str:
    """What a browser would show of `html`, near enough for the odd tag in a Markdown file."""
    shown = _Shown()
    shown.feed(html)
    shown.close()
    return " ".join(" ".join(shown.texts).split())


class _Shown(HTMLParser):
    """Collects what stands between tags, but for what is struck out."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._struck = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._struck += tag in ("s", "del", "strike")

    def handle_endtag(self, tag: str) -> None:
        self._struck = max(0, self._struck - (tag in ("s", "del", "strike")))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None and not self._struck:  # the inside of script and style
            self.texts.append(data)
