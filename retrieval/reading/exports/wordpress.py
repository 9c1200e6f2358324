"""A WordPress export (WXR) as articles: its published posts and pages."""

import re
from collections.abc import Iterator

from retrieval.errors import ReadError, Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose
from retrieval.reading.dates import normal_date
from retrieval.reading.exports.trees import elements, field_of
from retrieval.reading.metadata import LINK, Metadata, make_article, normal_language
from retrieval.reading.pages import Element, page_lines

# [gallery ids="1,2"], [caption …] and [/caption]: what plug-ins put in their place is not in the export.
SHORTCODE = re.compile(r"\[/?[a-z][\w-]{2,30}(?:\s[^\]\n]{0,500})?/?\](?!\()")
# Posts of the old editor have an empty line between paragraphs, and no tags.
PARAGRAPHED = re.compile(r"<p[\s>]|<!-- wp:", re.I)
EMPTY_LINE = re.compile(r"\n[ \t]*\n")
PUBLISHED = ("post", "page")


def is_wordpress(data: bytes) -> bool:
    """Whether an RSS file is WordPress's export."""
    return b"wordpress.org/export/" in data[:20_000]


def read_wordpress(data: bytes, id: str) -> Iterator[Read]:  # noqa: A002 — the name of the article's field
    """Its posts and pages that are published. Raises ReadError where the file is broken off."""
    outlet = lang = ""
    count = held_back = 0
    for item in elements(data, "item", id):
        channel = item.getparent()
        outlet, lang = outlet or field_of(channel, "title"), lang or field_of(channel, "language")
        if field_of(item, "post_type", "wordpress.org/export") not in PUBLISHED:
            continue
        if field_of(item, "status", "wordpress.org/export") != "publish":
            held_back += 1
            continue
        read = _article(item, id, Metadata(source=outlet or None, lang=normal_language(lang)))
        count += not isinstance(read, ReadError)
        yield read
    more = f"; what is not published was left out ({held_back})" if held_back else ""
    yield Remark(id, f"holds {count} {'article' if count == 1 else 'articles'}{more}")


def _article(item: Element, name: str, site: Metadata) -> Read:
    html = SHORTCODE.sub("", field_of(item, "encoded", "content"))
    if not PARAGRAPHED.search(html):
        html = EMPTY_LINE.sub("<br>", html.replace("\r\n", "\n"))
    link, number = field_of(item, "link"), field_of(item, "post_id", "wordpress.org/export")
    written = field_of(item, "post_date", "wordpress.org/export") or field_of(item, "pubDate")
    known = Metadata(
        title=field_of(item, "title") or None,
        date=normal_date(written),
        url=link if LINK.fullmatch(link) else None,
        author=field_of(item, "creator", "purl.org/dc") or None,
        source=site.source,
        lang=site.lang,
    )
    try:
        return make_article(f"{name}#{number or link}", *compose(page_lines(html, name)), known)
    except ReadError as error:
        return error
