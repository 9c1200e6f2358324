"""A .docx as an article: paragraphs, headings, rows and notes as they stand, without what is struck out or deleted.

The elements and their meaning: ECMA-376, part 1, chapter 17.
"""

from collections.abc import Iterator
from itertools import count

from retrieval.reading.documents.package import Element, Package, attribute, child, local, text_at
from retrieval.reading.documents.parts import Part, article_of_parts, row
from retrieval.types import Article

# What was deleted, what is shown by programs that know no better way, and the readings of ideographs.
PASSED_OVER = frozenset({"del", "moveFrom", "Fallback", "rt", "instrText", "delText", "footnotePr"})
OFF = frozenset({"0", "false", "off", "none"})
BLANKS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " "}
# Half points by which a run stands higher than its line: raised, not set a little up.
RAISED = 4


def read_word(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that a .docx file holds. Raises ReadError if it is none, or holds no text."""
    package = Package(data, id, ".docx")
    document, core = package.tree("word/document.xml", needed=True), package.tree("docProps/core.xml")
    levels = _headings(package.tree("word/styles.xml"))
    parts = list(_parts(child(document, "body"), levels))
    for notes in ("word/footnotes.xml", "word/endnotes.xml"):
        tree = package.tree(notes)
        if tree is not None:
            kept = (note for note in tree if attribute(note, "type") not in ("separator", "continuationSeparator"))
            parts += [part for note in kept for part in _parts(note, {})]
    return article_of_parts(id, parts, text_at(core, "title"), text_at(core, "creator"))


def _headings(styles: Element | None) -> dict[str, str]:
    """The styles that make a paragraph a heading, a title or a caption."""
    kinds: dict[str, str] = {}
    above: dict[str, str] = {}
    for style in styles if styles is not None else ():
        name, own = attribute(child(style, "name"), "val").lower(), attribute(style, "styleId")
        outline = attribute(child(child(style, "pPr"), "outlineLvl"), "val")
        above[own] = attribute(child(style, "basedOn"), "val")
        if name in ("title", "titre", "titel"):
            kinds[own] = "title"
        elif name == "caption":
            kinds[own] = "caption"
        elif name.startswith("heading ") or name in ("subtitle", "heading") or (outline and outline != "9"):
            kinds[own] = "heading"
    for own in above:
        style_id, steps = own, count()
        while style_id and own not in kinds and next(steps) < 20:
            style_id = above.get(style_id, "")
            if style_id in kinds:
                kinds[own] = kinds[style_id]
    return kinds


def _parts(within: Element | None, levels: dict[str, str]) -> Iterator[Part]:
    """The paragraphs and rows of a body, a cell, a note or a text box."""
    for element in within if within is not None else ():
        name = local(element)
        if name == "p":
            yield from _paragraph(element, levels)
        elif name == "tr":
            cells = [cell for cell in element.iter() if local(cell) == "tc"]
            yield row(" ".join(part.text for part in _parts(cell, {})) for cell in cells)
        elif name not in PASSED_OVER and not name.endswith("Pr"):
            yield from _parts(element, levels)


def _paragraph(paragraph: Element, levels: dict[str, str]) -> Iterator[Part]:
    """A paragraph, and behind it those of the text boxes that hang on it."""
    known = child(paragraph, "pPr")
    kind = levels.get(attribute(child(known, "pStyle"), "val"), "body")
    outline = attribute(child(known, "outlineLvl"), "val")
    if kind == "body" and outline and outline != "9":
        kind = "heading"
    part = Part("caption" if kind == "caption" else "body" if kind == "body" else "heading", title=kind == "title")
    boxes: list[Element] = []
    _add_runs(part, paragraph, boxes)
    yield part
    for box in boxes:
        yield from _parts(box, levels)


def _add_runs(part: Part, within: Element, boxes: list[Element]) -> None:
    for element in within:
        name = local(element)
        if name == "r":
            _add_run(part, element, boxes)
        elif name == "txbxContent":
            boxes.append(element)
        elif name == "t" and element.text:  # in a formula
            part.add(element.text)
        elif name not in PASSED_OVER and not name.endswith("Pr"):
            _add_runs(part, element, boxes)


def _add_run(part: Part, run: Element, boxes: list[Element]) -> None:
    known = child(run, "rPr")
    if any(_is_on(known, name) for name in ("strike", "dstrike", "vanish", "webHidden")):
        return
    raised = attribute(child(known, "vertAlign"), "val") == "superscript"
    position = attribute(child(known, "position"), "val")
    height = int(raised or (position.lstrip("-").isdigit() and int(position) >= RAISED))
    for element in run:
        name = local(element)
        if name == "t" or name in BLANKS:
            part.add(BLANKS.get(name) or element.text or "", height, bold=_is_on(known, "b"))
        elif name not in PASSED_OVER and not name.endswith("Pr"):
            _add_runs(part, element, boxes)


def _is_on(known: Element | None, name: str) -> bool:
    element = child(known, name)
    return element is not None and attribute(element, "val") not in OFF
