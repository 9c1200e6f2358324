"""A MediaWiki export as articles: each page as it last was, without tables, boxes and notes."""

import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from urllib.parse import quote

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose
from retrieval.reading.exports.trees import elements
from retrieval.reading.metadata import LINK, Metadata, make_article, normal_language
from retrieval.reading.pages import Element, raised
from retrieval.types import Kind

HEADING = re.compile(r"^(={2,6})[ \t]*(.+?)[ \t]*\1[ \t]*$", re.M)
# What no reader of a page sees as its text.
LEFT_OUT = frozenset(
    {"ref", "references", "table", "gallery", "timeline", "imagemap", "s", "del", "strike", "noinclude", "score"}
)
LISTED = re.compile(r"^[*#:;]+\s*", re.M)
SUPERSCRIPT = re.compile(r"<sup>\s*([+\-−]?\d{1,3})\s*</sup>", re.I)
SPACES = re.compile(r"[ \t]+")
# Links to files and categories, in any language of a wiki; it says its own names for them.
FILES = {"file", "image", "category", "media"}
FILE_KEYS = ("6", "14", "-2")


def read_wiki(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The pages of its articles; redirects and pages about pages are passed over. Raises ReadError."""
    parser = _parser(id)
    site = next(elements(data, "siteinfo", id), None)
    outlet, base = (_child(site, "sitename"), _child(site, "base")) if site is not None else ("", "")
    spaces = [] if site is None else [one for one in site.iter() if str(one.tag).endswith("}namespace") and one.text]
    files = FILES | {str(one.text).lower() for one in spaces if one.get("key") in FILE_KEYS}
    lang = next((one.get("{http://www.w3.org/XML/1998/namespace}lang") for one in _roots(data, id)), "")
    count = 0
    for page in elements(data, "page", id):
        title, texts = _child(page, "title"), [one for one in page.iter() if str(one.tag).endswith("}text")]
        if _child(page, "ns") not in ("", "0") or any(str(one.tag).endswith("}redirect") for one in page) or not texts:
            continue
        url = base.rpartition("/")[0] + "/" + quote(title.replace(" ", "_")) if LINK.fullmatch(base) else None
        known = Metadata(title=title or None, url=url, source=outlet or None, lang=normal_language(lang or ""))
        try:
            parts = list(_parts(parser, texts[-1].text or "", files))
            yield make_article(f"{id}#{title}", *compose(parts), known)
            count += 1
        except ReadError as error:
            yield error
        except Exception as error:  # noqa: BLE001 — whatever text breaks the parser, the other pages are still read
            yield ReadError(f"{id}#{title}", f"can't be parsed as wikitext ({type(error).__name__}); save it as text")
    yield Remark(id, f"holds {count} {'article' if count == 1 else 'articles'}")


def _parts(parser: ModuleType, text: str, files: set[str]) -> Iterator[tuple[str, Kind]]:
    """The headings, and the lines between them."""
    pieces = HEADING.split(text)
    for piece, heading in zip(pieces[::3], [None, *pieces[2::3]], strict=True):
        if heading:
            yield _plain(parser, heading, files), "heading"
        yield from ((line, "body") for line in LISTED.sub("", _plain(parser, piece, files)).split("\n"))


def _plain(parser: ModuleType, wikitext: str, files: set[str]) -> str:
    code = parser.parse(SUPERSCRIPT.sub(lambda power: raised(power[1]), wikitext))
    for node in (*code.filter_tags(recursive=False), *code.filter_templates(recursive=False)):
        if str(getattr(node, "tag", "ref")).strip().lower() in LEFT_OUT:
            code.remove(node)
    for link in code.filter_wikilinks(recursive=False):
        if str(link.title).strip().lower().partition(":")[0] in files and ":" in str(link.title):
            code.remove(link)
    return SPACES.sub(" ", str(code.strip_code(normalize=True, collapse=True)))


def _child(element: Element, name: str) -> str:
    return next(((one.text or "").strip() for one in element if str(one.tag).rpartition("}")[2] == name), "")


def _roots(data: bytes, file: str) -> Iterator[Element]:
    yield from (site.getparent() for site in elements(data, "siteinfo", file))


@cache
def _import() -> ModuleType:
    import mwparserfromhell

    return mwparserfromhell


def _parser(name: str) -> ModuleType:
    try:
        return _import()
    except ImportError:
        raise ReadError(name, "wiki exports need one more package: pip install 'ibid[wiki]'") from None
