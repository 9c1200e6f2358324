"""A .odt as an article: paragraphs, headings, rows and notes as they stand, without what is struck out or deleted.

The elements and their meaning: OpenDocument 1.3, part 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.reading.documents.package import Element, Package, attribute, child, local, text_at
from retrieval.reading.documents.parts import Part, article_of_parts, row
from retrieval.types import Article, Kind

PASSED_OVER = frozenset(
    {"annotation", "annotation-end", "tracked-changes", "note-citation", "ruby-text", "forms", "sequence-decls"}
    | {"title", "desc", "table-of-content", "illustration-index", "table-index", "alphabetical-index", "bibliography"}
)
BLANKS = {"tab": " ", "line-break": " "}
CAPTIONS = ("Caption", "Illustration", "Figure", "Table", "Drawing")
HEADINGS = ("Heading", "Title", "Subtitle")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, or leaves to the one above it (None)."""

    name: str = ""
    above: str = ""
    raised: bool | None = None
    unseen: bool | None = None
    bold: bool | None = None


def read_opendocument(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .odt file holds. Raises ReadError if it is none, or holds no text."""
    package = Package(data, id, ".odt")
    content, meta = package.tree("content.xml", needed=True), package.tree("meta.xml")
    styles = _styles(package.tree("styles.xml")) | _styles(content)
    body = child(child(content, "body"), "text")
    notes: list[Element] = []
    parts = list(_parts(body, styles, notes))
    for note in notes:
        parts += _parts(note, styles, [])
    author = text_at(meta, "initial-creator") or text_at(meta, "creator")
    return article_of_parts(id, parts, text_at(meta, "title"), author)


def _styles(tree: Element | None) -> dict[str, Style]:
    found = {}
    for element in tree.iter() if tree is not None else ():
        if local(element) == "style":
            text = child(element, "text-properties")
            position, struck = attribute(text, "text-position"), attribute(text, "text-line-through-style")
            hidden, weight = attribute(text, "display"), attribute(text, "font-weight")
            found[attribute(element, "name")] = Style(
                attribute(element, "display-name") or attribute(element, "name"),
                attribute(element, "parent-style-name"),
                position.startswith("super") or (position[:1].isdigit() and position[:1] != "0") if position else None,
                (struck not in ("", "none") or hidden == "none") if struck or hidden else None,
                weight in ("bold", "600", "700", "800", "900") if weight else None,
            )
    return found


def _chain(name: str, styles: dict[str, Style]) -> list[Style]:
    """A style and those above it."""
    chain: list[Style] = []
    while name in styles and len(chain) < 20:
        chain.append(styles[name])
        name = styles[name].above
    return chain


def _parts(within: Element | None, styles: dict[str, Style], notes: list[Element]) -> Iterator[Part]:
    for element in within if within is not None else ():
        name = local(element)
        if name in ("p", "h"):
            yield from _paragraph(element, styles, notes)
        elif name == "table-row":
            cells = [cell for cell in element if local(cell) == "table-cell"]
            yield row(" ".join(part.text for part in _parts(cell, styles, notes)) for cell in cells)
        elif name not in PASSED_OVER:
            yield from _parts(element, styles, notes)


def _paragraph(paragraph: Element, styles: dict[str, Style], notes: list[Element]) -> Iterator[Part]:
    """A paragraph, and behind it those of the frames that hang on it."""
    chain = _chain(attribute(paragraph, "style-name"), styles)
    names = [style.name.replace("_20_", " ") for style in chain] or [attribute(paragraph, "style-name")]
    kind: Kind = "heading" if local(paragraph) == "h" or any(name.startswith(HEADINGS) for name in names) else "body"
    if kind == "body" and any(name in CAPTIONS for name in names):
        kind = "caption"
    part, frames = Part(kind, title="Title" in names), list[Element]()
    bold = next((style.bold for style in chain if style.bold is not None), False)
    _add(part, paragraph, styles, notes, frames, 0, bold)
    yield part
    for frame in frames:
        yield from _parts(frame, styles, notes)


def _add(
    part: Part, within: Element, styles: dict[str, Style], notes: list[Element], frames: list[Element], height: int,
    bold: bool,
) -> None:  # fmt: skip
    """The text of an element and of those in it, each as it is set."""
    part.add(within.text or "", height, bold=bold)
    for element in within:
        name = local(element)
        if name == "note":
            notes.append(child(element, "note-body"))
        elif name == "text-box":
            frames.append(element)
        elif name == "s":
            part.add(" ", height)
        elif name in BLANKS:
            part.add(BLANKS[name], height)
        elif name and name not in PASSED_OVER:
            chain = _chain(attribute(element, "style-name"), styles) if name == "span" else []
            if not next((style.unseen for style in chain if style.unseen is not None), False):
                raised = next((int(style.raised) for style in chain if style.raised is not None), height)
                heavy = next((style.bold for style in chain if style.bold is not None), bold)
                _add(part, element, styles, notes, frames, raised, heavy)
        part.add(element.tail or "", height, bold=bold)
