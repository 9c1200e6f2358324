"""A file of which only its inside says what it is (.xml, .json, .csv, .html, .txt) → the reader of its kind."""

import json
import re
from collections.abc import Iterator

from retrieval.errors import ReadError
from retrieval.packing import Read
from retrieval.reading.decoding import decode
from retrieval.reading.documents import read_table
from retrieval.reading.exports.clippings import is_clippings, read_clippings
from retrieval.reading.exports.feeds import read_feed
from retrieval.reading.exports.later import is_later, read_later, read_links, read_list
from retrieval.reading.exports.telegram import is_telegram, read_telegram
from retrieval.reading.exports.trees import root_of
from retrieval.reading.exports.wiki import read_wiki
from retrieval.reading.exports.wordpress import is_wordpress, read_wordpress
from retrieval.reading.pages import page_of_piece, read_webpages
from retrieval.reading.plaintext import read_text

# The titles of the pages of links that Pocket and Instapaper export.
LIST_TITLE = re.compile(rb"<title>\s*(?:Pocket Export|Instapaper: Export)\s*</title>", re.I)


def read_xml(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of a feed, of WordPress's export or of MediaWiki's. Raises ReadError."""
    root = root_of(data, id)
    if root == "mediawiki":
        yield from read_wiki(data, id)
    elif is_wordpress(data):
        yield from read_wordpress(data, id)
    elif root.lower() in ("rss", "feed", "rdf"):
        yield from read_feed(data, id)
    else:
        raise ReadError(id, f"is XML of a kind that isn't read (<{root}>); save its text, or its pages as .html")


def read_json(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of Telegram's export, or of what was kept to be read later. Raises ReadError."""
    try:
        said = json.loads(decode(data, id))
    except (ValueError, RecursionError) as error:
        raise ReadError(id, f"is no JSON ({error}); export it again") from None
    if is_telegram(said):
        yield from read_telegram(said, id)
    elif is_later(said):
        yield from read_later(said, id)
    else:
        kinds = "exports of Telegram, Wallabag, Karakeep, Omnivore and Readwise are"
        raise ReadError(id, f"is JSON of a kind that isn't read ({kinds}); make a .jsonl of it, one article a line")


def read_html(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The articles of a page, or the addresses of one that is a list of what to read later. Raises ReadError."""
    if LIST_TITLE.search(data, 0, 2000):
        tree = page_of_piece(decode(data, id, html=True), id)
        yield from read_links([link.get("href") or "" for link in tree.iter("a")], id)
    else:
        yield from read_webpages(data, id)


def read_texts(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """A .txt file: an article as a rule; a Kindle's highlights."""
    if is_clippings(data):
        yield from read_clippings(data, id)
    else:
        yield read_text(data, id)


def read_csv(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """A .csv file: what was kept to be read later, else a table of which each row is a passage. Raises ReadError."""
    listed = read_list(data, id)
    if listed is None:
        yield read_table(data, id)
    else:
        yield from listed
