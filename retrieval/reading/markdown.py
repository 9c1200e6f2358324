"""Markdown as an article: what is read on the rendered page, in blocks."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING

from retrieval.errors import ReadError
from retrieval.reading.blocks import compose
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import Metadata, make_article, read_metadata
from retrieval.types import Article, Kind

if TYPE_CHECKING:
    from markdown_it.token import Token

# Quotations in lists in quotations: the parser's own limit (20) would leave text out.
NESTING = 100


def read_markdown(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .md file holds; its first top heading is the title if the front matter has none.

    Raises ReadError if it is binary or empty, if its front matter is broken, or if the extra isn't installed.
    """
    tokens = _parse(decode(data, id).replace("\r\n", "\n").replace("\r", "\n"), id)
    known = Metadata()
    if tokens and tokens[0].type == "front_matter":
        known = read_metadata(_front_matter(tokens[0].content, id), id)
    text, blocks = compose(_parts(tokens))
    if not known.title:
        top = (after for before, after in pairwise(tokens) if before.tag == "h1" and before.nesting == 1)
        title = next((" ".join(_inline(heading)[0]) for heading in top), None)
        known = replace(known, title=title or None)
    return make_article(id, text, blocks, known)


def _parse(text: str, name: str) -> "Sequence[Token]":
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.front_matter import front_matter_plugin
    except ImportError:
        raise ReadError(name, "Markdown needs one more package: pip install 'ibid[markdown]'") from None
    parser = (
        MarkdownIt("commonmark", {"maxNesting": NESTING}).enable(["table", "strikethrough"]).use(front_matter_plugin)
    )
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
    for child in token.children or []:
        if child.type == "image":
            captions.append(" ".join(child.content.split()))
        elif child.type == "hardbreak" or (child.type == "html_inline" and child.content.lower().startswith("<br")):
            lines.append("")
        elif child.type == "softbreak":
            lines[-1] += " "
        elif child.type in {"text", "code_inline"}:
            lines[-1] += child.content
    return [" ".join(line.split(" ")) for line in lines if line.strip()], captions


def _untagged(html: str) -> str:
    """What a browser would show of `html`, near enough for the odd tag in a Markdown file."""
    shown = _Shown()
    shown.feed(html)
    shown.close()
    return " ".join(" ".join(shown.texts).split())


class _Shown(HTMLParser):
    """Collects what stands between tags."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        if self.cdata_elem is None:  # the inside of script and style
            self.texts.append(data)
