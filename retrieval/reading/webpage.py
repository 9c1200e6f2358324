"""A web page as an article: what trafilatura takes for the article, a block for each paragraph, heading, item, row."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from types import ModuleType
from typing import Any

from retrieval.errors import ReadError
from retrieval.reading.blocks import compose
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import make_article, normal_date, read_metadata
from retrieval.types import Article, Kind

# lxml ships no types, so its elements are Any here.
Element = Any

CAPTIONS = "//figcaption | //*[contains(concat(' ', @class, ' '), ' wp-caption-text ')]"
# Only what the page declares to be its date, most trustworthy first: a date in the text may be any date.
DATES = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    "//*[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    (
        "//meta[contains(' date dc.date dc.date.issued dcterms.date dcterms.created pubdate publish-date "
        "publication_date sailthru.date citation_publication_date parsely-pub-date ', "
        "concat(' ', translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'), ' '))]/@content"
    ),
    "//script[@type='application/ld+json']/text()",
    "//article//time/@datetime | //main//time/@datetime | //header//time/@datetime",
    "//time[@pubdate]/@datetime | //time[@pubdate]/text()",
)
LINKED_DATA_DATE = '"datePublished"'

# trafilatura makes plain spaces of those that don't break. HTML collapses only the others, so these are put out of its
# sight while it works, as signs that stand for them in fonts' charts.
UNBREAKABLE = (("\u00a0", "⍽"), ("\u202f", "⎵"))
SPACES = re.compile("[ \\t\\n\\r\\f]+")

# What ends the block before it; anything else is part of the line that it stands in.
ENDS_BLOCK = frozenset({"p", "head", "list", "item", "quote", "table", "row", "cell", "div", "body", "lb", "comments"})


def read_webpage(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that an .html file holds. Nothing is fetched.

    Raises ReadError if no article is found in it, or if the extra isn't installed.
    """
    text = decode(data, id, html=True)
    if not text.strip():
        raise ReadError(id, "is empty; save the page again")
    trafilatura, html = _libraries(id)
    try:
        tree = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
        spaces = [pair for pair in UNBREAKABLE if pair[1] not in text]
        _replace_spaces(tree, spaces)
        captions, date, lang = _captions(tree, html), _date(tree), tree.get("lang") or tree.get("xml:lang")
        found = trafilatura.bare_extraction(tree, with_metadata=True, include_comments=False)
    except Exception as error:  # whatever page breaks the parsers, the other files are still read
        raise ReadError(id, f"can't be parsed as HTML ({type(error).__name__}); save it as text") from error
    if found is None:
        raise ReadError(id, "no article was found in the page; save its text as .txt")
    fields = {"title": found.title, "author": found.author, "source": found.sitename, "url": found.url, "lang": lang}
    known = replace(read_metadata({key: _restore(value, spaces) for key, value in fields.items()}, id), date=date)
    marked = ((_restore(part, spaces), "caption" if part in captions else kind) for part, kind in _parts(found.body))
    article_text, blocks = compose(marked)
    return make_article(id, article_text, blocks, known)


def _libraries(name: str) -> tuple[ModuleType, ModuleType]:
    try:
        return _import()
    except ImportError:
        raise ReadError(name, "web pages need one more package: pip install 'ibid[html]'") from None


@cache
def _import() -> tuple[ModuleType, ModuleType]:
    """trafilatura and lxml.html: half a second to import, so only when a page is read."""
    import lxml.html  # type: ignore[import-untyped]  # lxml ships no types
    import trafilatura

    # They log what read_webpage raises, and would write it to the terminal a second time.
    for library in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(library).setLevel(logging.CRITICAL)
    return trafilatura, lxml.html


def _captions(tree: Element, html: ModuleType) -> frozenset[str]:
    """The captions of the page, which are moved out of their figures: trafilatura leaves figures out."""
    texts = []
    for caption in tree.xpath(CAPTIONS):
        if not (text := SPACES.sub(" ", caption.text_content()).strip()):
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


def _date(tree: Element) -> str | None:
    for path in DATES:
        for value in tree.xpath(path):
            if LINKED_DATA_DATE in value:
                value = value.partition(LINKED_DATA_DATE)[2].lstrip(' :\n\t"')[:40].split('"')[0]
            if date := normal_date(value):
                return date
    return None


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
