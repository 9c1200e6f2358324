import json

import pytest

from retrieval.errors import ReadError
from tests.common.exports import (
    ATOM,
    CLIPPINGS,
    KARAKEEP,
    POCKET,
    READWISE,
    RSS,
    TELEGRAM,
    WALLABAG,
    WIKI,
    WORDPRESS,
)  # fmt: skip
from tests.common.reads import addresses_in, articles_in, bodies, reads_of, remarks_on


def test_the_entries_of_a_feed_are_articles() -> None:
    """With title, day, outlet and address; what is struck out is no text, and what is only announced is counted."""
    (weir,) = articles_in(RSS, "feed.rss")
    assert (weir.title, weir.date, weir.source) == ("The weir & the mill", "2024-05-14", "Holm Courier")
    assert (weir.url, weir.id) == ("https://example.org/weir", "feed.rss#weir-1")
    assert bodies(weir) == ["The weir of Holm was raised in April.", "It cost 4 million."]
    assert remarks_on(RSS, "feed.rss") == ["feed.rss: holds 1 article, and only announces 1"]
    assert [article.author for article in articles_in(ATOM, "feed.atom")] == ["Ana Roy"]


def test_a_blog_is_its_published_posts() -> None:
    """Drafts and pictures are left out, comments of the editor cut nothing, old posts keep their paragraphs."""
    weir, old = articles_in(WORDPRESS, "blog.xml")
    assert (weir.title, weir.date, weir.author) == ("The weir", "2024-05-14", "ana")
    assert (weir.source, weir.lang, weir.id) == ("Holm notes", "en", "blog.xml#7")
    assert bodies(weir) == ["The weir was raised in April."]
    assert bodies(old) == ["The mill stood still.", "It runs again."]
    assert remarks_on(WORDPRESS, "blog.xml") == ["blog.xml: holds 2 articles; what is not published was left out (1)"]


def test_the_pages_of_a_wiki_are_read_as_they_are_shown() -> None:
    """Without boxes, tables, notes, pictures and what is struck out; powers stay powers."""
    (weir,) = articles_in(WIKI, "wiki.xml")
    assert (weir.title, weir.url) == ("Weir of Holm", "https://wiki.example.org/wiki/Weir_of_Holm")
    assert (weir.source, weir.date) == ("Holm Wiki", None)
    assert [(block.kind, weir.text[block.start : block.end]) for block in weir.blocks] == [
        ("body", "The weir of Holm is in the Aa. It holds 10⁶ m³."),
        ("heading", "History"),
        ("body", "It was built in 1891."),
    ]


def test_a_chat_is_an_article_a_day() -> None:
    """Who wrote stands above what was written; what was struck out or is no text is left out."""
    first, second = articles_in(TELEGRAM, "result.json")
    assert (first.title, first.date, first.source) == ("Holm news, 2024-05-14", "2024-05-14", "Holm news")
    assert [(block.kind, first.text[block.start : block.end]) for block in first.blocks] == [
        ("heading", "Ana Roy"),
        ("body", "The weir holds."),
        ("heading", "Tom Blake"),
        ("body", "Since when?"),
        ("body", "Since April."),
    ]
    assert (second.author, bodies(second)) == ("Ana Roy", ["The mill runs again."])
    several = json.dumps(
        {"about": "…", "chats": {"list": [json.loads(TELEGRAM), json.loads(TELEGRAM) | {"name": "Aa"}]}}
    )
    assert len(articles_in(several, "result.json")) == 4


def test_what_was_kept_to_be_read_later_is_read_or_named() -> None:
    """Texts become articles, and of pages without a text the address is told."""
    (weir,) = articles_in(WALLABAG, "wallabag.json")
    assert (weir.title, weir.date, weir.author) == ("The weir", "2024-05-14", "Ana Roy")
    assert (weir.url, bodies(weir)) == ("https://example.org/weir", ["The weir was raised in April."])
    assert addresses_in(WALLABAG, "wallabag.json") == ["https://example.org/mill"]
    assert [article.title for article in articles_in(KARAKEEP, "karakeep.json")] == ["A note"]
    assert addresses_in(KARAKEEP, "karakeep.json") == addresses_in(POCKET, "p.csv") == ["https://example.org/weir"]
    page = "<html><title>Pocket Export</title><body><ul><li><a href='https://example.org/weir'>x</a></ul></body></html>"
    assert addresses_in(page, "ril_export.html") == ["https://example.org/weir"]
    assert remarks_on(POCKET, "p.csv") == ["p.csv: names 1 web page without the text"]


def test_highlights_are_an_article_a_book() -> None:
    """Notes are the reader's, not the book's; of a highlight that was made longer the longer one is kept."""
    (aa,) = articles_in(READWISE, "readwise.csv")
    assert (aa.title, aa.author) == ("The Aa", "Ana Roy")
    assert bodies(aa) == ["The weir holds, they say.", "It was built in 1891."]
    weirs, river = articles_in(CLIPPINGS, "My Clippings.txt")
    assert (weirs.title, weirs.author) == ("The Aa and its weirs", "Roy, Ana")
    assert bodies(weirs) == ["The weir of Holm was built in 1891, and raised twice."]
    assert [block.page for block in (*weirs.blocks, *river.blocks)] == [12, 3]
    assert (river.title, river.lang) == ("Une autre rivière", "fr")


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        ("<root/>", "x.xml", "is XML of a kind that isn't read (<root>)"),
        ("no XML", "x.xml", "is no sound XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "x.xml", "defines entities of its own"),
        ('{"a": 1}', "x.json", "is JSON of a kind that isn't read"),
        ("{", "x.json", "is no JSON"),
    ],
)
def test_what_is_no_known_export_is_named(data: str, name: str, reason: str) -> None:
    """With its fault, and what would be read."""
    with pytest.raises(ReadError) as caught:
        reads_of(data, name)
    assert reason in str(caught.value)
