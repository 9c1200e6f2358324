"""A web page as its article: what trafilatura takes for it, in the lines of the page, with what the page declares."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import Metadata, make_article, read_metadata
from retrieval.reading.pages.asides import without_asides
from retrieval.reading.pages.chosen import choose_lines
from retrieval.reading.pages.declared import declared_date, declared_outlet, declared_title
from retrieval.reading.pages.lines import SPACES, collapse, lines_of
from retrieval.reading.pages.stories import stories_in
from retrieval.reading.pages.trees import Element, keep_what_is_shown, libraries, open_tree
from retrieval.types import Article, Kind

CAPTIONS = "//figcaption | //*[contains(concat(' ', @class, ' '), ' wp-caption-text ')]"

# trafilatura makes plain spaces of those that don't break. HTML collapses only the others, so these are put out of its
# sight while it works, as signs that stand for them in fonts' charts.
UNBREAKABLE = (("\u00a0", "⍽"), ("\u202f", "⎵"))

# What ends the block before it; anything else is part of the line that it stands in.
ENDS_BLOCK = frozenset({"p", "head", "list", "item", "quote", "table", "row", "cell", "div", "body", "lb", "comments"})


def read_webpage(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that an .html file holds. Nothing is fetched.

    Raises ReadError if no article is found in it, or if the extra isn't installed.
    """
    return read_tree(page_tree(data, id), id)


def read_webpages(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of an .html file: one as a rule; all of them, where it is a press database's export.

    Raises ReadError if there is none, or if the extra isn't installed.
    """
    tree = page_tree(data, id)
    try:
        stories = stories_in(tree)
    except Exception as error:  # whatever page breaks the parser, the other files are still read
        raise ReadError(id, f"can't be parsed as HTML ({type(error).__name__}); save it as text") from error
    if not stories:
        yield read_tree(tree, id)
        return
    for number, story in enumerate(stories, 1):
        text, blocks = compose(without_asides(story.parts))
        name = f"{id}#{number}" if len(stories) > 1 else id
        known = Metadata(story.title or None, story.date or None, None, story.author or None, story.outlet or None)
        try:
            yield make_article(name, text, blocks, known)
        except ReadError as error:
            yield error
    if len(stories) > 1:
        yield Remark(id, f"holds {len(stories)} articles")


def page_lines(html: str, name: str) -> list[tuple[str, Kind]]:
    """The lines of a piece of HTML that is an article as it stands: of a feed, of an export. Raises ReadError."""
    return [(line.text, line.kind) for line in lines_of(page_of_piece(html, name))] if html.strip() else []


def page_of_piece(html: str, name: str) -> Element:
    """A piece of HTML as the tree of a page, with what a browser shows. Raises ReadError."""
    _trafilatura(name)
    try:
        tree = open_tree(f"<html><body>{html}</body></html>")
        keep_what_is_shown(tree)
    except Exception as error:  # whatever page breaks the parser, the other files are still read
        raise ReadError(name, f"can't be parsed as HTML ({type(error).__name__}); save it as text") from error
    return tree


def page_tree(data: bytes, name: str) -> Element:
    """The tree of a page, with what a browser shows."""
    text = decode(data, name, html=True)
    if not text.strip():
        raise ReadError(name, "is empty; save the page again")
    _trafilatura(name)
    try:
        tree = open_tree(text)
        keep_what_is_shown(tree)
    except Exception as error:  # whatever page breaks the parser, the other files are still read
        raise ReadError(name, f"can't be parsed as HTML ({type(error).__name__}); save it as text") from error
    return tree


def read_tree(tree: Element, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article of a page. Raises ReadError."""
    try:
        whole = "".join(tree.itertext())
        spaces = [pair for pair in UNBREAKABLE if pair[1] not in whole]
        date, lang = declared_date(tree), tree.get("lang") or tree.get("xml:lang")
        _replace_spaces(tree, spaces)
        captions, lines = _captions(tree), list(lines_of(tree))
        found = _trafilatura(id).bare_extraction(tree, with_metadata=True, include_comments=False)
    except Exception as error:  # whatever page breaks the parsers, the other files are still read
        raise ReadError(id, f"can't be parsed as HTML ({type(error).__name__}); save it as text") from error
    if found is None:
        raise ReadError(id, "no article was found in the page; save its text as .txt")
    outlet = declared_outlet(tree, found.sitename)
    title = declared_title(tree, found.title, outlet)
    fields = {"title": title, "author": found.author, "source": outlet, "url": found.url, "lang": lang}
    known = replace(read_metadata({key: _restore(value, spaces) for key, value in fields.items()}, id), date=date)
    parts = choose_lines(_parts(found.body), lines)
    marked = ((_restore(part, spaces), "caption" if part in captions else kind) for part, kind in parts)
    text, blocks = compose(without_asides(marked))
    return make_article(id, text, blocks, known)


@cache
def _import() -> ModuleType:
    """trafilatura: half a second to import, so only when a page is read."""
    import trafilatura

    # They log what read_webpage raises, and would write it to the terminal a second time.
    for library in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    return trafilatura


def _trafilatura(name: str) -> ModuleType:
    try:
        return _import()
    except ImportError:
        raise ReadError(name, "web pages need one more package: pip install 'ibid[html]'") from None


def _captions(tree: Element) -> frozenset[str]:
    """The captions of the page, which are moved out of their figures: trafilatura leaves figures out."""
    _, html = libraries()
    texts = []
    for caption in tree.xpath(CAPTIONS):
        if not (text := collapse(caption.text_content())):
            continue
        texts.append(text)
        figure = next(caption.iterancestors("figure"), None)
        if figure is not None and figure.getparent() is not None:
            paragraph = html.Element("p")
            paragraph.text = text
            outer = figure.getparent() if figure.getparent().tag == "p" else figure
            outer.addnext(paragraph)
            caption.drop_tree()
    return frozenset(texts)


def _parts(body: Element) -> Iterator[tuple[str, Kind]]:
    """What becomes a block of its own, in order. The cells of a row are one block."""
    line: list[str] = []
    cells: list[str] | None = None
    kind: Kind = "body"
    for step, element in _walk(body):
        ends = element.tag in ENDS_BLOCK or (element.tag == "code" and _is_listing(element))
        if ends and (part := _collapse(line, element.tag == "code" and step == "end")):
            if cells is None:
                yield part, kind
            else:
                cells.append(part)
        if ends:
            line = []
        if element.tag == "row":
            if cells:
                yield " | ".join(cells), "body"
            cells = [] if step == "start" else None
        elif element.tag == "head":
            kind = "heading" if step == "start" else "body"
        line.append((element.text if step == "start" else element.tail) or "")
    if part := _collapse(line, preformatted=False):
        yield part, kind


def _is_listing(code: Element) -> bool:
    """Whether `code` is a block of lines, not a word in a sentence."""
    return code.getparent().tag not in {"p", "item", "cell", "head"} or "\n" in (code.text or "")


def _walk(body: Element) -> Iterator[tuple[str, Element]]:
    """The start and the end of each element, in the order of the page, however deep they are nested."""
    stack: list[tuple[str, Element]] = [("start", body)]
    while stack:
        step, element = stack.pop()
        if not isinstance(element.tag, str):
            step = "end"
        yield step, element
        if step == "start":
            stack.append(("end", element))
            stack.extend(("start", child) for child in reversed(element))


def _collapse(line: list[str], preformatted: bool) -> str:
    text = "".join(line)
    return text.strip("\n") if preformatted else SPACES.sub(" ", text).strip()


def _replace_spaces(tree: Element, spaces: list[tuple[str, str]]) -> None:
    for element in tree.iter():
        for space, sign in spaces:
            if element.text and space in element.text:
                element.text = element.text.replace(space, sign)
            if element.tail and space in element.tail:
                element.tail = element.tail.replace(space, sign)


def _restore(text: str | None, spaces: list[tuple[str, str]]) -> str:
    text = text or ""
    for space, sign in spaces:
        text = text.replace(sign, space)
    return text
