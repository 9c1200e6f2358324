"""What a feed announces (RSS, Atom, JSON Feed), or which feeds a page names; read in a process of its own.

>>> read_listing(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "http://a/", "").is_feed
True
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import blake2b
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from urllib.parse import urldefrag, urljoin

from retrieval.errors import ReadError
from retrieval.reading.dates import normal_date
from retrieval.reading.isolation import run_isolated

FEED_KINDS = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json", "application/rdf+xml")
)
# More than any feed lists; what is beyond is older.
MOST_PAGES = 1000
# Characters of an address, of a title.
LONGEST, TITLE = 2000, 300


@dataclass(frozen=True, slots=True)
class Announced:
    """A page that a feed announces: when it is dated, and a mark of all that the feed says of it."""

    url: str
    date: str | None
    mark: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed with the pages that it announces, or a page with the feeds (address, title) that it names; `bare` are the
    entries without an address."""

    is_feed: bool
    title: str = ""
    pages: tuple[Announced, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    bare: int = 0


def listing_of(data: bytes, url: str, content_type: str) -> Listing:
    """What stands at `url`, read where it can do no harm. Raises ReadError."""
    said = json.loads(run_isolated("retrieval.reading.listings.child", (url, content_type), data, url))
    if "fault" in said:
        raise ReadError(url, said["fault"])
    pages = tuple(Announced(**one) for one in said["pages"])
    feeds = tuple((address, title) for address, title in said["feeds"])
    return Listing(said["is_feed"], said["title"], pages, feeds, said["bare"])


def pack_listing(data: bytes, url: str, content_type: str) -> str:
    """The same in this process, as the child prints it."""
    try:
        return json.dumps(asdict(read_listing(data, url, content_type)))
    except ReadError as error:
        return json.dumps({"fault": error.reason})


def read_listing(data: bytes, url: str, content_type: str) -> Listing:
    """A feed's pages, or a page's feeds. Raises ReadError: feedparser is not installed."""
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _of_json(data, url)
    found = _of_xml(data, url, content_type)
    return found if found.is_feed else _of_page(data, url)


def _of_json(data: bytes, url: str) -> Listing:
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return Listing(is_feed=False)
    if "jsonfeed.org" not in str(said.get("version")) or not isinstance(said.get("items"), list):
        return Listing(is_feed=False)
    entries = [one for one in said["items"] if isinstance(one, dict)]
    told = [
        (
            _text(one.get("url")) or _text(one.get("external_url")),
            _text(one.get("date_published")) or _text(one.get("date_modified")),
            [one.get(name) for name in ("title", "date_modified", "content_html", "content_text", "summary")],
        )
        for one in entries
    ]
    return _listing(_text(said.get("title")), told, url)


def _of_xml(data: bytes, url: str, content_type: str) -> Listing:
    try:
        import feedparser
    except ImportError:
        raise ReadError(url, "feeds need more packages: pip install 'ibid[feeds]'") from None
    headers = {"content-location": url, "content-type": content_type} if content_type else {"content-location": url}
    try:
        # As a stream, since bytes might be taken for the name of a file. Nothing is fetched.
        feed = feedparser.parse(
            BytesIO(data), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # noqa: BLE001 — whatever breaks the parser is no feed
        return Listing(is_feed=False)
    if not feed.get("version"):
        return Listing(is_feed=False)
    told = [(_text(one.get("link")), _published(one), _said(one)) for one in feed.entries]
    return _listing(_text(feed.feed.get("title")), told, url)


def _published(entry: Any) -> str:
    return next(filter(None, (_text(dict.get(entry, name)) for name in ("published", "created", "updated"))), "")


def _said(entry: Any) -> list[object]:
    contents = [one.get("value") for one in entry.get("content", ())]
    return [entry.get("title"), dict.get(entry, "updated"), *contents, entry.get("summary")]


def _listing(title: str, told: list[tuple[str, str, list[object]]], url: str) -> Listing:
    pages: dict[str, Announced] = {}
    bare = 0
    for link, date, said in told[:MOST_PAGES]:
        address = _address(url, link)
        if not address:
            bare += 1
            continue
        mark = blake2b(json.dumps(said, default=str).encode(), digest_size=8).hexdigest()
        pages.setdefault(address, Announced(address, normal_date(date) if date else None, mark))
    return Listing(is_feed=True, title=title[:TITLE], pages=tuple(pages.values()), bare=bare)


def _of_page(data: bytes, url: str) -> Listing:
    links = _Links()
    links.feed(data.decode("utf-8", "replace"))
    feeds = {address: title for href, title in links.found if (address := _address(url, href))}
    return Listing(is_feed=False, feeds=tuple(feeds.items()))


def _address(base: str, link: str) -> str:
    """A link as a web address without its fragment; "" where it is none."""
    if not link:
        return ""
    try:
        address = urldefrag(urljoin(base, link.strip())).url
    except ValueError:
        return ""
    fit = address.lower().startswith(("http://", "https://")) and len(address) <= LONGEST
    return address if fit and address.isprintable() and " " not in address else ""


def _text(value: object) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


class _Links(HTMLParser):
    """The feeds that a page names in its head: `<link rel="alternate" type="application/rss+xml" href="…">`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        kind = said.get("type", "").partition(";")[0].strip().lower()
        if tag == "link" and "alternate" in said.get("rel", "").lower().split() and kind in FEED_KINDS:
            self.found.append((said.get("href", ""), " ".join(said.get("title", "").split())))


def each_feed(found: Listing) -> Iterator[tuple[str, str]]:
    """The feeds of a page, those of its comments last."""
    yield from sorted(found.feeds, key=lambda one: any(word in " ".join(one).lower() for word in COMMENTS))


# What the feed of a page's comments is called, in its address or title.
COMMENTS = ("comment", "commentaire", "kommentar", "comentario", "commenti")
