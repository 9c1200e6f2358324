import gzip

import pytest

from retrieval.errors import ReadError
from retrieval.reading.pages import read_packed_page
from tests.common.exports import EXPORTS, PAGE_BYTES
from tests.common.reads import articles_in, bodies, remarks_on
from tests.common.stories import BRIDGE

EUROPRESSE = """<html><body>{}</body></html>""".format(
    "".join(
        f"""<article><header>
        <div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Courrier, no. 8</span>
        </div><span class="DocHeader">Région, mardi {n} mai 2023 {n}05 mots, p. 3</span><div class="titreArticle">
        <p class="titreArticleVisu rdp__articletitle">Le barrage, jour {n}</p></div></header><section>
        <div class="docOcurrContainer"><p>Le barrage a tenu {n} jours<!-- x -->, dit le maire.</p></div>
        </section></article>"""
        for n in (2, 3, 4)
    )
)
FACTIVA = "<html><title>Factiva</title><body>{}</body></html>".format(
    "".join(
        f"""<div class="article enArticle"><div id="hd"><span class="enHeadline">Weir, day {n}</span></div>
        <div>By Ana Roy</div><div>{n}00 words</div><div>{n} May 2023</div><div>08:00 AM</div><div>Holm Courier</div>
        <div>English</div><p class="articleParagraph enarticleParagraph">The weir held for {n} days.</p></div>"""
        for n in (2, 3)
    )
)
CODED = "<html><body>{}</body></html>".format(
    "".join(
        f"""<table><tr><td><b>HD</b></td><td>Weir, day {n}</td></tr><tr><td>WC</td><td>90 words</td></tr>
        <tr><td>PD</td><td>{n} May 2023</td></tr><tr><td>SN</td><td>Holm Courier</td></tr>
        <tr><td>BY</td><td>Ana Roy</td></tr>
        <tr><td>TD</td><td><p>The weir held for {n} days.</p></td></tr><tr><td>CO</td><td>aaco</td></tr></table>"""
        for n in (2, 3)
    )
)
NEXIS = "<html><body>{}</body></html>".format(
    "".join(
        f"""<div><p>{n - 1} of 2 DOCUMENTS</p></div><div>Holm Courier</div><div>May {n}, 2023 Tuesday</div>
        <div>Weir, day {n}</div><div>BYLINE: Ana Roy</div><div>SECTION: NEWS; Pg. 3</div><div>LENGTH: 90 words</div>
        <p>The weir held for {n} days.</p><div>LOAD-DATE: May {n}, 2023</div><div>Copyright 2023 Holm Courier</div>"""
        for n in (2, 3)
    )
)


def test_every_article_of_a_europresse_export_is_read() -> None:
    """Each with its own title, outlet and day; the count is said."""
    articles = articles_in(EUROPRESSE, "press.html")
    assert [(one.id, one.title, one.date, one.source) for one in articles] == [
        (f"press.html#{n - 1}", f"Le barrage, jour {n}", f"2023-05-0{n}", "Le Courrier") for n in (2, 3, 4)
    ]
    assert bodies(articles[0]) == ["Le barrage a tenu 2 jours, dit le maire."]
    assert remarks_on(EUROPRESSE, "press.html") == ["press.html: holds 3 articles"]


@pytest.mark.parametrize("page", [FACTIVA, CODED, NEXIS], ids=["Factiva", "Factiva with codes", "Nexis"])
def test_every_article_of_other_databases_is_read(page: str) -> None:
    """None of what stands around a text is in it."""
    articles = articles_in(page, "press.html")
    assert [(one.title, one.date, one.source, one.author) for one in articles] == [
        (f"Weir, day {n}", f"2023-05-0{n}", "Holm Courier", "Ana Roy") for n in (2, 3)
    ]
    assert [bodies(one) for one in articles] == [[f"The weir held for {n} days."] for n in (2, 3)]


def test_a_page_of_several_stories_is_as_many_articles() -> None:
    """A paper that has its stories one below another; cards beside one article are none."""
    long = "".join(
        f"<p>Sentence {n} of this story is one of many that were written on the weir of Holm.</p>" for n in range(8)
    )
    two = "".join(f"<article><h2>Story {n}</h2><time>{n} May 2023</time>{long}</article>" for n in (1, 2))
    articles = articles_in(f"<html><body>{two}</body></html>", "paper.html")
    assert [(one.title, one.date, len(bodies(one))) for one in articles] == [
        ("Story 1", "2023-05-01", 8), ("Story 2", "2023-05-02", 8),
    ]  # fmt: skip
    cards = "".join(f"<article><h3>Card {n}</h3><p>A teaser of the story.</p></article>" for n in range(9))
    assert (
        len(articles_in(f"<html><body><article><h1>Story</h1>{long}</article>{cards}</body></html>", "one.html")) == 1
    )


@pytest.mark.parametrize("name", ["saved.mhtml", "saved.webarchive", "saved.html.gz", "saved.xhtml"])
def test_a_saved_page_is_the_page(name: str) -> None:
    """As browsers save it: the article, at the address from which it came where that is kept."""
    (saved,), (page,) = articles_in(EXPORTS[name], name), articles_in(PAGE_BYTES, "page.html")
    assert (saved.title, saved.text, saved.blocks) == (page.title, page.text, page.blocks)
    assert saved.url == ("https://example.org/viaduc" if name in ("saved.mhtml", "saved.webarchive") else None)
    assert saved.text.split("\n\n")[-1] in BRIDGE


def test_a_packed_page_that_unfolds_is_refused() -> None:
    """What is small on disk and large in memory is named with the limit."""
    packed = gzip.compress(b"<p>" * 20_000_000, 1)
    with pytest.raises(ReadError, match="unpacks to more than 50 MB"):
        list(read_packed_page(packed, "bomb.html.gz"))
