"""A document that is a .zip of XML files, as word processors and books are: its parts, opened with care."""

import io
import re
import zipfile
import zlib
from html.entities import html5
from types import ModuleType
from typing import Any

from retrieval.errors import ReadError

ENTITY = re.compile(rb"&([a-zA-Z][a-zA-Z0-9]{1,30});")

# lxml ships no types, so its elements are Any here.
Element = Any
# Bytes of one part unpacked: the text of the longest book takes 20 MB with its markup.
MOST_BYTES = 100_000_000


class Package:
    """The parts of a document. Raises ReadError for `name` where it can't be opened or lacks what it needs."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        self.name, self.kind = name, kind
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            self.parts = frozenset(self._archive.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise ReadError(name, f"is no {kind} file, or a broken one; save it again") from None

    def bytes(self, part: str) -> bytes:
        """What a part holds; nothing where there is none."""
        if part not in self.parts:
            return b""
        try:
            info = self._archive.getinfo(part)
            if info.flag_bits & 1:
                raise ReadError(self.name, "is locked with a password; save it without")
            if info.file_size > MOST_BYTES:
                raise ReadError(self.name, f"unpacks to more than {MOST_BYTES // 10**6} MB; divide it")
            with self._archive.open(info) as stream:
                return stream.read(MOST_BYTES)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, KeyError):
            raise ReadError(self.name, f"is a broken {self.kind} file; save it again") from None

    def tree(self, part: str, *, needed: bool = False) -> Element | None:
        """The XML of a part; None where there is none, or an error if it is `needed`."""
        data, xml = self.bytes(part), libraries(self.name)
        if not data:
            if needed:
                raise ReadError(self.name, f"is no {self.kind} file: it holds no {part}; save it again")
            return None
        try:
            parser = xml.XMLParser(resolve_entities=False, no_network=True, recover=True, remove_comments=True)
            tree = xml.fromstring(ENTITY.sub(_sign, data), parser)
        except (xml.XMLSyntaxError, ValueError):
            tree = None
        if tree is None:
            raise ReadError(self.name, f"is a broken {self.kind} file ({part} is no XML); save it again")
        return tree


def _sign(entity: re.Match[bytes]) -> bytes:
    """An entity of HTML by its number: XML knows five by name, and books use all of them."""
    meant = html5.get(f"{entity[1].decode()};", "")
    return entity[0] if not meant or meant in "&<>\"'" else "".join(f"&#{ord(sign)};" for sign in meant).encode()


def libraries(name: str) -> ModuleType:
    """lxml, imported when the first such document is read."""
    try:
        from lxml import etree
    except ImportError:
        raise ReadError(name, "documents need more packages: pip install 'ibid[documents]'") from None
    module: ModuleType = etree
    return module


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for what is none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Element | None, name: str) -> str:
    """An attribute by its name in whatever namespace; empty where there is none."""
    if element is None:
        return ""
    return next((str(value) for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def child(element: Element | None, name: str) -> Element | None:
    """The first child with this name, in whatever namespace."""
    return next((one for one in element if local(one) == name), None) if element is not None else None


def text_at(tree: Element | None, name: str) -> str:
    """The text of the first element with this name anywhere in `tree`."""
    if tree is None:
        return ""
    return next(("".join(one.itertext()).strip() for one in tree.iter() if local(one) == name), "")
