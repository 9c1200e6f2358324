"""What a feed announces is read whatever form it has; what is none is told apart, and can do no harm."""

import json

import pytest

from retrieval.reading.listings.listing import each_feed, listing_of, read_listing

URL = "http://gazette.example/news/feed"
RSS = b"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>La  Gazette</title>
<item><title>Le pont</title><link>/pont#lire</link><pubDate>Mon, 06 Sep 2021 16:45:00 GMT</pubDate></item>
<item><title>Sans adresse</title></item>
<item><title>Ailleurs</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><entry><title>Bridge</title>
<link href="http://gazette.example/bridge"/><published>2021-09-06T10:00:00Z</published>
<updated>2021-09-07T10:00:00Z</updated><summary>Closed.</summary></entry></feed>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Gazette",
    "items": [{"id": "1", "url": "/one", "date_published": "2021-09-06T10:00:00Z", "content_text": "One."}, "two"],
}


def test_an_rss_feed_announces_pages_with_addresses_and_dates() -> None:
    found = read_listing(RSS, URL, "application/rss+xml")
    assert (found.is_feed, found.title, found.bare) == (True, "La Gazette", 2)
    assert [(page.url, page.date) for page in found.pages] == [("http://gazette.example/pont", "2021-09-06")]


def test_an_atom_feed_announces_them_too() -> None:
    (page,) = read_listing(ATOM, URL, "").pages
    assert (page.url, page.date) == ("http://gazette.example/bridge", "2021-09-06")


def test_a_json_feed_announces_them_too() -> None:
    found = read_listing(json.dumps(JSON).encode(), URL, "application/feed+json")
    assert found.title == "Gazette"
    assert [(page.url, page.date) for page in found.pages] == [("http://gazette.example/one", "2021-09-06")]


@pytest.mark.parametrize("change", [(b"Closed.", b"Open."), (b"2021-09-07", b"2021-09-08"), (b">Bridge<", b">A<")])
def test_the_mark_changes_with_what_the_feed_says(change: tuple[bytes, bytes]) -> None:
    (before,), (after,) = (read_listing(data, URL, "").pages for data in (ATOM, ATOM.replace(*change)))
    assert before.mark != after.mark


def test_a_page_names_its_feeds_and_that_of_its_comments_last() -> None:
    page = b"""<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
    <link rel="stylesheet" type="text/css" href="/a.css"><link rel="ALTERNATE home" type="application/atom+xml; x=y"
    title="All" href="/atom.xml"><link rel="alternate" hreflang="fr" href="/fr"></head><body></body></html>"""
    found = read_listing(page, "http://gazette.example/", "text/html")
    assert not found.is_feed
    assert list(each_feed(found)) == [
        ("http://gazette.example/atom.xml", "All"),
        ("http://gazette.example/comments/feed", "Comments"),
    ]


@pytest.mark.parametrize("data", [b"", b"{", b"{}", b"/etc/passwd", b"\x00\xff<", b'{"version": "jsonfeed.org"}'])
def test_what_is_no_feed_is_told_apart(data: bytes) -> None:
    assert not read_listing(data, URL, "").is_feed


def test_it_is_read_in_another_process_with_the_same_result() -> None:
    assert listing_of(RSS, URL, "application/rss+xml") == read_listing(RSS, URL, "application/rss+xml")
