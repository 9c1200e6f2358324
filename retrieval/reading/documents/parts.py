"""What readers of documents hand on: paragraphs made of runs, and the article that they make."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from retrieval.reading.blocks import compose
from retrieval.reading.metadata import make_article, read_metadata
from retrieval.reading.naming import author_of, given_title
from retrieval.reading.pdf import as_text
from retrieval.types import Article, Kind

# Soft hyphens, which are seen only where a line ends, and what is no letter at all.
UNSEEN = re.compile("[\0-\x08\x0e-\x1f\u00ad\ud800-\udfff\ufffe\uffff]")
# What a bold line may end with and still be no heading.
UNFINISHED = (".", ",", ";", ":", "…")
HEADING_CHARACTERS = 120


@dataclass(slots=True)
class Part:
    """A paragraph: its runs with their heights (1: raised), whether all of it is bold, and whether it is the title."""

    kind: Kind = "body"
    runs: list[tuple[str, int]] = field(default_factory=list)
    bold: bool = True
    title: bool = False

    def add(self, text: str, height: int = 0, *, bold: bool = False) -> None:
        """Puts a run behind the others."""
        if text:
            self.runs.append((UNSEEN.sub("", text), height))
            self.bold = self.bold and (bold or not text.strip())

    @property
    def text(self) -> str:
        return as_text(self.runs)[0]


def article_of_parts(id: str, parts: Sequence[Part], title: str = "", author: str = "", lang: str = "") -> Article:  # noqa: A002 — the field's name
    """The article that the parts make. A title that stands in the text comes before the one the file gives itself.

    Raises ReadError where there is no text.
    """
    written = [(text, part) for part in parts if (text := part.text)]
    named = next((text for text, part in written if part.title), None) or given_title(title)
    pairs: list[tuple[str, Kind]] = [
        (text, "heading" if below and below[1].kind == "body" and _stands_as_heading(text, part) else part.kind)
        for (text, part), below in zip_longest(written, written[1:])
    ]
    text, blocks = compose(pairs)
    fields = {"title": named, "author": author_of(author), "lang": lang}
    return make_article(id, text, blocks, read_metadata({key: value for key, value in fields.items() if value}, id))


def row(cells: Iterable[str]) -> Part:
    """The cells of a row as a part, as in the tables of web pages."""
    part = Part(bold=False)
    part.runs = [(" | ".join(cell for cell in cells if cell), 0)]
    return part


def _stands_as_heading(text: str, part: Part) -> bool:
    """Whether a paragraph is bold as a whole and short: a heading by the hand of somebody who uses no styles."""
    short = len(text) <= HEADING_CHARACTERS and not text.endswith(UNFINISHED)
    return part.kind == "body" and part.bold and bool(part.runs) and short and any(map(str.isalpha, text))
