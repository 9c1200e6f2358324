"""The XHTML of a book's chapters as paragraphs: what a reader of the book sees, without what is struck out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.reading.documents.package import Element, attribute, local
from retrieval.reading.documents.parts import Part, row

BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dt", "figcaption",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "p", "pre", "section", "summary",
})  # fmt: skip
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
CAPTIONS = frozenset({"figcaption", "caption"})
UNSEEN = frozenset({"head", "script", "style", "template", "nav", "s", "del", "strike", "rt", "rp", "noscript", "svg"})
# What leads to notes and back, and the numbers of printed pages.
ROLES = ("noteref", "backlink", "pagebreak")
CLASS = re.compile(r"\.([\w-]+)\s*$")
BOLD = frozenset({"b", "strong", *HEADINGS})


@dataclass(frozen=True, slots=True)
class Look:
    """How a class of a book's style sheets is shown, as far as it changes what is said."""

    raised: bool = False
    unseen: bool = False
    bold: bool = False


def looks(sheet: str) -> dict[str, Look]:
    """What the classes of a style sheet do to their text. Selectors of more than a class are passed over."""
    found: dict[str, Look] = {}
    for written in sheet.split("}"):
        selectors, _, rules = written.rpartition("{")
        said = dict(rule.lower().split(":", 1) for rule in rules.split(";") if ":" in rule)
        said = {key.strip(): value.strip() for key, value in said.items()}
        raised = said.get("vertical-align", "").removesuffix("%")
        look = Look(
            raised == "super" or (raised[:1].isdigit() and raised[:1] != "0") or said.get("top", "").startswith("-"),
            "line-through" in said.get("text-decoration", "") or said.get("display") == "none",
            said.get("font-weight", "") in ("bold", "bolder", "600", "700", "800", "900"),
        )
        for selector in selectors.split(",") if look != Look() else ():
            if named := CLASS.search(selector):
                found[named[1]] = look
    return found


def parts_of(body: Element, classes: dict[str, Look]) -> Iterator[Part]:
    """The paragraphs, headings, captions and rows of a chapter."""
    now = [Part()]
    yield from _walk(body, classes, now, 0, False)
    yield now[0]


def _walk(element: Element, classes: dict[str, Look], now: list[Part], height: int, bold: bool) -> Iterator[Part]:
    """The parts that end within an element; `now` holds the one that is not ended."""
    name = local(element).lower()
    named = [classes[one] for one in attribute(element, "class").split() if one in classes]
    kind = f"{attribute(element, 'type')} {attribute(element, 'role')}"
    if name in UNSEEN or any(look.unseen for look in named) or any(role in kind for role in ROLES):
        return
    if attribute(element, "hidden") or attribute(element, "aria-hidden") == "true":
        return
    if name == "tr":
        yield now[0]
        now[0] = Part()
        cells = [cell for cell in element if local(cell).lower() in ("td", "th")]
        yield row(" ".join(part.text for part in parts_of(cell, classes) if part.text) for cell in cells)
        return
    ends = name in BLOCKS
    if ends:
        yield now[0]
        now[0] = Part("heading" if name in HEADINGS else "caption" if name in CAPTIONS else "body")
    height = 1 if name == "sup" or any(look.raised for look in named) else height
    bold = bold or name in BOLD or any(look.bold for look in named)
    now[0].add(_flat(element.text), height, bold=bold)
    if name in ("br", "img"):
        now[0].add(" ", 0)
    for child in element:
        if local(child):
            yield from _walk(child, classes, now, height, bold)
        now[0].add(_flat(child.tail), height, bold=bold)
    if ends:
        yield now[0]
        now[0] = Part()


def _flat(text: str | None) -> str:
    """Text with its line ends as blanks, as it is shown."""
    return re.sub(r"[ \t\n\r\f]+", " ", text or "")
