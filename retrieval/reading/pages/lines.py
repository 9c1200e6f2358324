"""What stands on lines of its own when a browser shows a page: paragraphs, headings, items, cells, captions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.reading.pages.trees import Element
from retrieval.types import Kind

# HTML collapses these alone; spaces that don't break stay.
SPACES = re.compile("[ \\t\\n\\r\\f]+")
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
        *("h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p"),
        *("pre", "section", "select", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr"),
        *("ul", "video", "audio", "iframe"),
    )
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LEFT_OUT = frozenset({"script", "style", "noscript", "template", "head", "svg", "math", "textarea", "object"})


@dataclass(frozen=True, slots=True)
class Line:
    """The text of a line with its spaces collapsed, and the element that holds it."""

    text: str
    kind: Kind
    element: Element


def lines_of(tree: Element) -> Iterator[Line]:
    """The lines under `tree`, in order, however deep they are nested."""
    line: list[str] = []
    stack: list[tuple[bool, Element]] = [(True, tree)]
    while stack:
        opens, element = stack.pop()
        ends = element.tag in BLOCKS
        if ends and (text := collapse("".join(line))):
            holder = element.getparent() if opens and element is not tree else element
            yield Line(text, _kind(holder), holder)
        if ends:
            line = []
        skipped = element.tag in LEFT_OUT
        if opens and not skipped:
            line.append(element.text or "")
            stack.append((False, element))
            stack.extend((True, child) for child in reversed(element))
        elif element is not tree:
            line.append(element.tail or "")
    if text := collapse("".join(line)):
        yield Line(text, _kind(tree), tree)


def collapse(text: str) -> str:
    return SPACES.sub(" ", text).strip(" ")


def _kind(element: Element) -> Kind:
    for above in (element, *element.iterancestors()):
        if above.tag in HEADINGS:
            return "heading"
        if above.tag == "figcaption":
            return "caption"
        if above.tag in {"p", "li", "td", "div", "article"}:
            return "body"
    return "body"
