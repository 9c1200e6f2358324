"""What a page declares of itself: its title, its outlet, and when it was published. Nothing is guessed from text."""

import json
import re
from collections.abc import Iterator
from typing import Any

from retrieval.reading.dates import normal_date
from retrieval.reading.pages.lines import collapse
from retrieval.reading.pages.trees import Element, text_of

LOWER = "translate(@{}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
# What schema.org calls an article; a WebPage is the page around it, and has a date of its own.
ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Recipe)$")
AROUND = re.compile(r"(?:WebPage|WebSite|ItemPage)$")
# Most trustworthy first.
DATES = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    (
        "//*[@itemprop='datePublished'][not(ancestor::*[@itemprop][@itemscope])]/@*[name()='content' or "
        "name()='datetime'] | //*[@itemprop='datePublished'][not(@content)][not(@datetime)]/text()"
    ),
    (
        f"//meta[contains(' date dc.date dc.date.issued dcterms.date dcterms.created dcterms.issued pubdate "
        f"publish-date publication_date sailthru.date citation_publication_date citation_date parsely-pub-date "
        f"article.published ', concat(' ', {LOWER.format('name')}, ' '))]/@content"
    ),
    "//article//time/@datetime | //main//time/@datetime | //header//time/@datetime",
    "//time[@pubdate]/@datetime | //time[@pubdate]/text()",
    "//article//time//text() | //main//time//text() | //header//time//text()",
)
# What old pages put around a script.
WRAPPED = (("//", "//"), ("<![CDATA[", "]]>"), ("<!--", "-->"), ("", "//"), ("", ";"))
# Parts of a page that speak of other articles.
ELSEWHERE = "[not(ancestor::aside)][not(ancestor::nav)][not(ancestor::footer)]"
FRONT_PAGE = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?")
SITE_BEHIND = re.compile(r"(?<!\s)\s{1,9}[|–—·•»:-]{1,3}\s+")


def declared_title(tree: Element, found: str | None, outlet: str | None) -> str | None:
    """The heading that the page's `<title>` begins with or repeats, else what it declares, else what was `found`.

    The name of the outlet, at the head of every page, is no title of an article.
    """
    whole = collapse(text_of(title)) if (title := tree.find(".//title")) is not None else ""
    declared = [_linked(node, "headline") for node in articles_in(tree)]
    declared += [collapse(content) for content in tree.xpath("//meta[@property='og:title']/@content")]
    headings = [collapse(text_of(heading)) for heading in tree.iter("h1", "h2")]
    sides = {side.casefold() for side in SITE_BEHIND.split(whole)}
    names = {name.casefold() for name in (outlet or "", *_sites(tree)) if name}
    named = [heading for heading in headings if heading.casefold() in sides - names]
    for heading in sorted(named, key=len, reverse=True):
        if not _is_masthead(heading, tree, whole):
            return heading
    for title in filter(None, declared):
        return _without_site(title, names)
    if found and found.casefold() not in names and (found != whole or not _is_masthead(found, tree, whole)):
        return _without_site(found, names)
    return _without_site(whole, names) or None


def declared_outlet(tree: Element, found: str | None) -> str | None:
    """What the page calls its site, else its publisher, else what was `found`."""
    publishers = [_linked(node.get("publisher"), "name") for node in articles_in(tree)]
    return next(filter(None, (*_sites(tree), *publishers)), None) or found


def declared_date(tree: Element) -> str | None:
    """The day on which the page says that its article was published."""
    nodes = list(linked_data(tree))
    for node in (*filter(_is_article, nodes), None, *filter(_is_around, nodes)):
        written = [_linked(node, "datePublished")] if node is not None else _written_dates(tree)
        for value in written:
            if date := normal_date(value):
                return date
    return None


def articles_in(tree: Element) -> list[dict[str, Any]]:
    """What the page's linked data says of articles that stand on it, not of those that these mention."""
    return [node for node in linked_data(tree) if _is_article(node)]


def linked_data(tree: Element) -> Iterator[dict[str, Any]]:
    """The objects of the page's JSON-LD: those at its top, in its graphs, and what a page says to be about."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or ""):
            continue
        try:
            said = json.loads(_unwrapped(script.text or ""), strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [said]
        while waiting:
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting[:0] = node
            elif isinstance(node, dict):
                yield node
                waiting[:0] = [node.get("@graph"), node.get("mainEntity")]


def _unwrapped(script: str) -> str:
    for before, behind in WRAPPED:
        script = script.strip().removeprefix(before).removesuffix(behind)
    return script


def _written_dates(tree: Element) -> Iterator[str]:
    for path in DATES:
        yield from map(str, tree.xpath(path))
    # A time that stands anywhere else is the page's own if there is no other.
    times = tree.xpath(f"//time{ELSEWHERE}")
    days = {normal_date(time.get("datetime") or collapse(text_of(time))) for time in times} - {None}
    if len(days) == 1:
        yield from (day for day in days if day)


def _is_article(node: dict[str, Any]) -> bool:
    return any(ARTICLE.search(kind) for kind in _kinds(node))


def _is_around(node: dict[str, Any]) -> bool:
    return not _kinds(node) or any(AROUND.search(kind) for kind in _kinds(node))


def _kinds(node: dict[str, Any]) -> list[str]:
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _linked(node: object, name: str) -> str:
    """A field of an object of linked data, as text."""
    if isinstance(node, list):
        node = node[0] if node else None
    value = node.get(name) if isinstance(node, dict) else None
    return collapse(value) if isinstance(value, str) else ""


def _sites(tree: Element) -> list[str]:
    return [collapse(name) for name in tree.xpath("//meta[@property='og:site_name']/@content") if name.strip()]


def _is_masthead(heading: str, tree: Element, whole: str) -> bool:
    """Whether a heading names the site: it leads to its front page, or stands behind the title on it."""
    for element in tree.iter("h1", "h2"):
        if collapse(text_of(element)) == heading:
            if any(
                re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", a.get("href") or "-") for a in element.iter("a")
            ):
                return True
            break
    sides = SITE_BEHIND.split(whole)
    return (
        len(sides) > 1
        and sides[-1] == heading
        and any(collapse(text_of(other)) == sides[0] for other in tree.iter("h1", "h2", "h3"))
    )


def _without_site(title: str, names: set[str]) -> str:
    """`title` without the outlet's name behind it or before it."""
    for side in SITE_BEHIND.finditer(title):
        if title[side.end() :].casefold() in names and title[: side.start()]:
            return title[: side.start()]
        if title[: side.start()].casefold() in names and title[side.end() :]:
            return title[side.end() :]
    return title
