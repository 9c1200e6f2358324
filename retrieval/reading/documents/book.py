"""An .epub as an article: its chapters in the order of the book, each under the name that the table of contents gives.

The parts of a book and their names: EPUB 3.3 and OPF 2.0.1.
"""

from collections.abc import Iterable, Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from retrieval.errors import ReadError
from retrieval.reading.documents.markup import looks, parts_of
from retrieval.reading.documents.package import Element, Package, attribute, child, local, text_at
from retrieval.reading.documents.parts import Part, article_of_parts
from retrieval.types import Article

CONTAINER = "META-INF/container.xml"
CHAPTERS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
# What obfuscated fonts are hidden with is no lock; anything else is that of a shop.
FONTS_HIDDEN = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read_book(data: bytes, id: str) -> Article:  # noqa: A002 — the name of the article's field
    """The article that an .epub file holds. Raises ReadError if it is none, is locked, or holds no text."""
    package = Package(data, id, ".epub")
    _check_open(package)
    rootfile = next((one for one in _all(package.tree(CONTAINER, needed=True), "rootfile")), None)
    home = attribute(rootfile, "full-path")
    opf = package.tree(home, needed=True)
    files = {attribute(item, "id"): item for item in _all(opf, "item")}
    names = _contents(package, home, files.values())
    classes = {}
    for item in files.values():
        if attribute(item, "media-type") == "text/css":
            classes.update(looks(package.bytes(_path(home, attribute(item, "href"))).decode("utf-8", "replace")))
    parts: list[Part] = []
    for reference in _all(opf, "itemref"):
        item = files.get(attribute(reference, "idref"))
        if attribute(item, "media-type") not in CHAPTERS or "nav" in attribute(item, "properties").split():
            continue
        path = _path(home, attribute(item, "href"))
        tree = package.tree(path)
        if tree is not None:
            parts += _named([part for part in parts_of(tree, classes) if part.text], names.get(path, ""))
    return article_of_parts(id, parts, text_at(opf, "title"), text_at(opf, "creator"), text_at(opf, "language"))


def _check_open(package: Package) -> None:
    locked = package.tree("META-INF/encryption.xml")
    ways = {attribute(one, "Algorithm") for one in _all(locked, "EncryptionMethod")}
    if ways - set(FONTS_HIDDEN):
        raise ReadError(package.name, "is locked by the shop that sold it, and can't be read")


def _named(parts: list[Part], name: str) -> list[Part]:
    """A chapter under its name, unless it begins with a heading of its own."""
    if not name or not parts or parts[0].kind == "heading" or parts[0].text.casefold() == name.casefold():
        if parts and parts[0].text.casefold() == name.casefold():
            parts[0].kind = "heading"
        return parts
    heading = Part("heading")
    heading.add(name)
    return [heading, *parts]


def _contents(package: Package, home: str, items: Iterable[Element]) -> dict[str, str]:
    """What the table of contents calls each file: the first name that it has for it."""
    names: dict[str, str] = {}
    for item in items:
        path = _path(home, attribute(item, "href"))
        if "nav" in attribute(item, "properties").split():
            for link in _all(package.tree(path), "a"):
                target = _path(path, attribute(link, "href").partition("#")[0])
                names.setdefault(target, " ".join("".join(link.itertext()).split()))
        elif attribute(item, "media-type") == "application/x-dtbncx+xml":
            for point in _all(package.tree(path), "navPoint"):
                target = _path(path, attribute(child(point, "content"), "src").partition("#")[0])
                names.setdefault(target, " ".join(text_at(child(point, "navLabel"), "text").split()))
    return names


def _all(tree: Element | None, name: str) -> Iterator[Element]:
    return (one for one in tree.iter() if local(one) == name) if tree is not None else iter(())


def _path(beside: str, href: str) -> str:
    """Where in the book a reference leads that stands in the part `beside`."""
    return normpath(join(dirname(beside), unquote(href)))
