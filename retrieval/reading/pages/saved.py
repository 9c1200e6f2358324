"""Pages as browsers save them: one file with all that belongs to a page, of which the page itself is read."""

import gzip
import plistlib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from xml.parsers.expat import ExpatError

from retrieval.errors import ReadError
from retrieval.packing import Read
from retrieval.reading.pages.webpage import read_webpages
from retrieval.types import Article

# What a packed page may unpack to: as much as a page may have.
LARGEST = 50_000_000


def read_packed_page(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of an .html.gz. Raises ReadError."""
    try:
        page = gzip.GzipFile(fileobj=BytesIO(data)).read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ReadError(id, f"is no .gz file, or a broken one ({error}); pack it again") from None
    if len(page) > LARGEST:
        raise ReadError(id, f"unpacks to more than {LARGEST // 1_000_000} MB; save the page alone")
    yield from read_webpages(page, id)


def read_mhtml(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of an .mhtml file, as Chromium saves a page, at the address from which it came. Raises ReadError."""
    try:
        saved = message_from_bytes(data, policy=policy.default)
        pages = [part for part in saved.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        page = _content(pages[0]) if pages else None
        address = str(saved.get("Snapshot-Content-Location") or (pages and pages[0].get("Content-Location")) or "")
    except Exception as error:  # whatever breaks the standard library's parser, the other files are still read
        raise ReadError(id, f"can't be parsed as MHTML ({type(error).__name__}); save the page as .html") from error
    if page is None:
        raise ReadError(id, "holds no web page; save the page as .html")
    yield from _at(address, read_webpages(page, id))


def read_webarchive(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of a .webarchive, as Safari saves a page, at the address from which it came. Raises ReadError."""
    try:
        main = plistlib.loads(data)["WebMainResource"]
        page, address = main["WebResourceData"], str(main.get("WebResourceURL", ""))
        charset = str(main.get("WebResourceTextEncodingName") or "utf-8")
        if charset.lower() != "utf-8":
            page = page.decode(charset).encode()
    except (ValueError, LookupError, TypeError, AttributeError, ExpatError, OverflowError, RecursionError) as error:
        fault = f"is no .webarchive, or a broken one ({type(error).__name__}); save the page as .html"
        raise ReadError(id, fault) from None
    if not isinstance(page, bytes):
        raise ReadError(id, "holds no web page; save the page as .html")
    yield from _at(address, read_webpages(page, id))


def _content(part: EmailMessage) -> bytes:
    """The page in UTF-8, whichever charset the part declares; else as it is."""
    page = part.get_payload(decode=True)
    charset = part.get_content_charset()
    if not isinstance(page, bytes) or not charset or charset == "utf-8":
        return page if isinstance(page, bytes) else b""
    try:
        return page.decode(charset).encode()
    except (LookupError, UnicodeDecodeError):
        return page


def _at(address: str, reads: Iterator[Read]) -> Iterator[Read]:
    for read in reads:
        known = isinstance(read, Article) and not read.url and address.startswith(("http://", "https://"))
        yield replace(read, url=address) if isinstance(read, Article) and known else read
