"""XML element by element, so that an export may be large; no entity of its own is unfolded and nothing is fetched."""

import re
from collections.abc import Iterator
from io import BytesIO
from types import ModuleType

from retrieval.errors import ReadError
from retrieval.reading.pages import Element, libraries

ENTITY = re.compile(rb"<!ENTITY", re.I)


def elements(data: bytes, name: str, file: str) -> Iterator[Element]:
    """Each element of that name, whatever its namespace; it is emptied afterwards. Raises ReadError for broken XML."""
    etree = _etree(file)
    context = etree.iterparse(
        BytesIO(data), events=("end",), tag=f"{{*}}{name}", resolve_entities=False, no_network=True, recover=False
    )
    try:
        for _, element in context:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise ReadError(file, f"is no sound XML ({error.msg}); export it again") from None


def root_of(data: bytes, file: str) -> str:
    """The name of the outermost element, without its namespace. Raises ReadError where it is no XML."""
    if ENTITY.search(data, 0, 100_000):
        raise ReadError(file, "defines entities of its own, which aren't read; export it again")
    etree = _etree(file)
    try:
        _, element = next(
            iter(etree.iterparse(BytesIO(data), events=("start",), resolve_entities=False, no_network=True))
        )
    except (etree.XMLSyntaxError, StopIteration) as error:
        raise ReadError(file, f"is no sound XML ({error}); export it again") from None
    return str(etree.QName(element).localname)


def field_of(element: Element, name: str, prefix: str = "") -> str:
    """The text of a child by its local name, in the namespace whose address holds `prefix`."""
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        space, _, local = tag.rpartition("}")
        if local == name and prefix in space and (prefix or not space):
            return (child.text or "").strip()
    return ""


def _etree(file: str) -> ModuleType:
    try:
        return libraries()[0]
    except ImportError:
        raise ReadError(file, "XML needs one more package: pip install 'ibid[html]'") from None
