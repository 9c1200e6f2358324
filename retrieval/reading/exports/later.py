"""What was kept to be read later: the texts that an export holds, else the addresses to fetch.

Pocket, Instapaper and Readwise Reader write addresses; Wallabag whole articles; Karakeep notes and addresses; Omnivore
addresses, with the pages beside them; Readwise highlights, which are sentences of the book or article.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose, split_blocks
from retrieval.reading.dates import normal_date
from retrieval.reading.decoding import decode
from retrieval.reading.metadata import LINK, Metadata, make_article, normal_language
from retrieval.reading.pages import page_lines
from retrieval.types import Address

# The columns by which an export is known, in small letters.
LISTS = {
    "pocket": {"title", "url", "time_added"},
    "instapaper": {"url", "title", "selection", "folder"},
    "reader": {"title", "url", "document tags", "saved date"},
}
READWISE = {"highlight", "book title", "book author"}


def read_list(data: bytes, id: str) -> Iterator[Read] | None:  # noqa: A002 — the name of the article's field
    """What a .csv file of Pocket, Instapaper or Readwise holds; None where it is another table."""
    text = decode(data, id)
    rows = csv.DictReader(io.StringIO(text, newline=""))
    try:
        columns = {name.strip().lower() for name in rows.fieldnames or () if name}
        if columns >= READWISE:
            return _highlights(map(_small, rows), id)
        if any(known <= columns for known in LISTS.values()):
            return _addresses((_small(row).get("url", "") for row in rows), id)
    except csv.Error:
        return None
    return None


def is_later(said: object) -> bool:
    """Whether a JSON file is an export of Wallabag, Karakeep, Omnivore or Readwise."""
    return bool(_entries(said))


def read_later(said: object, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of such an export, then the addresses of those whose text it does not hold."""
    addresses, count = [], 0
    for number, entry in enumerate(_entries(said), 1):
        name = f"{id}#{entry.get('id') or entry.get('slug') or number}"
        read = _article(entry, name)
        if read is None:
            addresses.append(_address(entry))
        else:
            count += not isinstance(read, ReadError)
            yield read
    if count:
        yield Remark(id, f"holds {count} {'article' if count == 1 else 'articles'}")
    yield from _addresses(addresses, id)


def _entries(said: object) -> list[dict[str, Any]]:
    if isinstance(said, dict):
        said = said.get("bookmarks") or said.get("results") or said.get("items")
    found = [entry for entry in said if isinstance(entry, dict)] if isinstance(said, list) else []
    return [entry for entry in found if _address(entry) or _text(entry) or entry.get("highlights")]


def _article(entry: Mapping[str, Any], name: str) -> Read | None:
    """The entry as an article; None where it holds no text."""
    known = Metadata(
        title=_said(entry, "title", "readable_title") or None,
        date=normal_date(_said(entry, "published_at", "publishedAt")),
        url=_address(entry) or None,
        author=_said(entry, "author") or ", ".join(map(str, entry.get("published_by") or ())) or None,
        source=_said(entry, "siteName", "domain_name") or None,
        lang=normal_language(_said(entry, "language")),
    )
    try:
        if highlights := entry.get("highlights"):
            texts = [_said(one, "text") for one in highlights if isinstance(one, dict)]
            return make_article(name, *compose((text, "body") for text in texts), known)
        if not (text := _text(entry)):
            return None
        if "<" in text:
            return make_article(name, *compose(page_lines(text, name)), known)
        return make_article(name, text, split_blocks(text), known)
    except ReadError as error:
        return error


def _text(entry: Mapping[str, Any]) -> str:
    content = entry.get("content")
    if isinstance(content, dict):
        return _said(content, "text", "htmlContent")
    return _said(entry, "content", "html", "text")


def _address(entry: Mapping[str, Any]) -> str:
    content = entry.get("content")
    given = _said(entry, "url", "source_url", "originalUrl")
    url = given or (_said(content, "url") if isinstance(content, dict) else "")
    return url if LINK.fullmatch(url) else ""


def _said(entry: Mapping[str, Any], *names: str) -> str:
    """The first of these fields that holds a text."""
    return next((value.strip() for name in names if isinstance(value := entry.get(name), str) and value.strip()), "")


def _highlights(rows: Iterable[Mapping[str, str]], id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """An article a book, a paragraph a highlight."""
    books: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if text := row.get("highlight", "").strip():
            books.setdefault((row.get("book title", "").strip(), row.get("book author", "").strip()), []).append(text)
    for (title, author), texts in books.items():
        text, blocks = compose((one, "body") for one in texts)
        yield make_article(f"{id}#{title}", text, blocks, Metadata(title=title or None, author=author or None))
    yield Remark(id, f"holds the highlights of {len(books)} {'book' if len(books) == 1 else 'books'}")


def _addresses(urls: Iterable[str], id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    found: Sequence[str] = list(dict.fromkeys(url.strip() for url in urls if url and LINK.fullmatch(url.strip())))
    if found:
        yield Remark(id, f"names {len(found)} web {'page' if len(found) == 1 else 'pages'} without the text")
    yield from map(Address, found)


def _small(row: Mapping[str | None, Any]) -> dict[str, str]:
    """A row by its columns' names in small letters."""
    return {name.strip().lower(): value for name, value in row.items() if name and isinstance(value, str)}


def read_links(links: Iterable[str], id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The addresses of a page of links, as Pocket and Instapaper export it."""
    yield from _addresses(links, id)
