"""A saved feed (RSS, Atom) as articles: one an entry, with the text that it holds."""

from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import cast

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose
from retrieval.reading.dates import normal_date
from retrieval.reading.metadata import LINK, Metadata, make_article, normal_language
from retrieval.reading.pages import page_lines

# A summary that says less than this only announces its page.
TEXT_CHARACTERS = 200


def read_feed(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """The entries of a feed that hold text. Raises ReadError where it is no feed, or none does."""
    try:
        # Nothing is fetched: what is given are the bytes. What feedparser does not understand it leaves out.
        feed = _feedparser(id).parse(data, sanitize_html=False, resolve_relative_uris=False)
    except ReadError:
        raise
    except Exception as error:  # whatever feed breaks the parser, the other files are still read
        raise ReadError(id, f"can't be parsed as a feed ({type(error).__name__}); save its pages") from error
    if not feed.version:
        raise ReadError(id, "is no feed, and no export that is known; save its text")
    outlet, lang = feed.feed.get("title"), normal_language(str(feed.feed.get("language") or ""))
    count = 0
    for number, entry in enumerate(feed.entries, 1):
        contents = [str(one.get("value") or "") for one in entry.get("content", ())]
        html = max([*contents, str(entry.get("summary") or "")], key=len)
        link = str(entry.get("link") or "")
        known = Metadata(
            title=_plain(str(entry.get("title") or ""), id) or None,
            date=normal_date(str(entry.get("published") or entry.get("created") or "")),
            url=link if LINK.fullmatch(link) else None,
            author=entry.get("author") or None,
            source=outlet or None,
            lang=lang,
        )
        try:
            text, blocks = compose(page_lines(html, id))
            if len(text) < TEXT_CHARACTERS and not contents and known.url:
                continue
            yield make_article(f"{id}#{entry.get('id') or number}", text, blocks, known)
            count += 1
        except ReadError as error:
            yield error
    announced = len(feed.entries) - count
    more = f", and only announces {announced}" if announced else ""
    yield Remark(id, f"holds {count} {'article' if count == 1 else 'articles'}{more}")


def _plain(html: str, name: str) -> str:
    return " ".join(text for text, _ in page_lines(html, name)) if "<" in html or "&" in html else html.strip()


@cache
def _import() -> ModuleType:
    import feedparser

    return cast(ModuleType, feedparser)


def _feedparser(name: str) -> ModuleType:
    try:
        return _import()
    except ImportError:
        raise ReadError(name, "feeds need one more package: pip install 'ibid[feeds]'") from None
