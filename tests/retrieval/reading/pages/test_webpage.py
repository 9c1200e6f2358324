import pytest

from retrieval.reading.pages.webpage import read_webpage
from retrieval.types import Article

STORY = """<p>The ferry of Sund carried 3,310 passengers in May, which nobody had foreseen when the line was opened.</p>
<p>Its captain, Pia Holt, says that the boat has never been late, but on the two days of the great storm.</p>
<p>The council wants a second boat before the autumn, because people waited two hours on the first warm Sunday.</p>
<p>A yard in the south has offered to build it in fourteen months, and to keep it in repair for five years.</p>"""
PAGE = (
    "<!doctype html><html lang=en><head><meta charset=utf-8><title>{title}</title>{head}</head>"
    "<body>{top}<article><h1>The ferry of Sund</h1>{text}</article></body></html>"
)


def page(text: str = STORY, head: str = "", top: str = "", title: str = "The ferry of Sund") -> Article:
    return read_webpage(PAGE.format(text=text, head=head, top=top, title=title).encode(), "page.html")


def paragraph(html: str) -> str:
    """What becomes of a paragraph that stands in an article of some length."""
    article = page(f"{STORY}<p>{html}</p>")
    last = article.blocks[-1]
    return article.text[last.start : last.end]


@pytest.mark.parametrize("mark", ["<!-- -->", "<!-- slot 3 -->", "<?php x ?>", "<!--[if IE]>x<![endif]-->"])
def test_a_comment_does_not_end_a_paragraph(mark: str) -> None:
    """Comments and instructions, of which pages made by programs are full, change nothing of the text."""
    said = f"The bell weighs {mark}40 kilograms{mark}, and hangs{mark} above the door of Mr{mark}. Ruud."
    assert paragraph(said) == "The bell weighs 40 kilograms, and hangs above the door of Mr. Ruud."


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("It cost 31<sup>4</sup> million in 1994<sup>12</sup>.", "It cost 31 million in 1994."),
        ('It carried 120<sup><a href="#n5">5</a></sup> people.', "It carried 120 people."),
        ('It is old.<sup class="reference"><a href="#cite_note-1">[1]</a></sup> It is safe.', "It is old. It is safe."),
        ("It was sold<sup>a</sup> and bought<sup>*</sup> again<sup>1, 2</sup>.", "It was sold and bought again."),
        ('It is long<a href="#fn2" role="doc-noteref">[2]</a> and wide.', "It is long and wide."),
        ("It has 10<sup>6</sup> rivets.", "It has 10⁶ rivets."),
        ("Its hull covers 12 km<sup>2</sup> or 3 m<sup>3</sup>.", "Its hull covers 12 km² or 3 m³."),
        ("At 10<sup>-3</sup> bar, E = mc<sup>2</sup>.", "At 10⁻³ bar, E = mc²."),
        ("It held <sup>14</sup>C and Na<sup>+</sup>.", "It held ¹⁴C and Na⁺."),
        (
            "Le XIX<sup>e</sup> siècle, le 1<sup>er</sup> mai, M<sup>me</sup> Roy.",
            "Le XIXe siècle, le 1er mai, Mme Roy.",
        ),
        ("On the 20<sup>th</sup> of May, H<sub>2</sub>O froze.", "On the 20th of May, H2O froze."),
    ],
)
def test_marks_of_notes_go_and_powers_stay(html: str, text: str) -> None:
    """No figure runs into the number of a note, and none loses its power."""
    assert paragraph(html) == text


@pytest.mark.parametrize(
    "html",
    [
        "The boat is from <s>1949</s> 1994.",
        "The boat is from <del>1949</del> <ins>1994</ins>.",
        "The boat is from <strike>1949, they say,</strike> 1994.",
        "The boat is from <span style='text-decoration: line-through'>1949</span> 1994.",
        "The boat is from <span hidden>1949 or</span> 1994.",
        "The boat is from <span style='color: red; display:none'>1949 or</span> 1994.",
        "The boat is from <template>1949 or</template> 1994.",
    ],
)
def test_what_is_struck_out_or_hidden_is_no_text(html: str) -> None:
    """What its authors took back, and what no browser shows, is not quoted."""
    assert paragraph(html) == "The boat is from 1994."


def test_a_page_that_is_shown_by_its_script_is_read() -> None:
    """Where all of the text is hidden until a script runs, it is the text."""
    assert "Pia Holt" in page(f'<div style="display:none">{STORY}</div>').text


def test_the_lines_of_a_short_page_stay_lines() -> None:
    """Heading and paragraphs are blocks of their own, however little the page holds."""
    short = "<html><body><h1>Notice</h1><p>The ferry leaves at nine.</p><p>Dogs are allowed.</p></body></html>"
    article = read_webpage(short.encode(), "page.html")
    assert [(block.kind, article.text[block.start : block.end]) for block in article.blocks] == [
        ("heading", "Notice"),
        ("body", "The ferry leaves at nine."),
        ("body", "Dogs are allowed."),
    ]


def test_an_article_in_several_parts_is_read_whole() -> None:
    """What stands in the same template as most of the article is part of it, wherever a page interrupts it."""
    texts = [
        f"Sentence {n} of the long story tells of the ferry, of its captain and of the town council." for n in range(9)
    ]
    parts = [
        f'<div class="chunk"><div class="inner">{"".join(f"<p>{t}</p>" for t in texts[i : i + 3])}</div></div>'
        for i in (0, 3, 6)
    ]
    between = '<aside class="ad"><div>Buy now</div></aside>'
    html = f'<html><body><div class="story">{between.join(parts)}</div></body></html>'
    article = read_webpage(html.encode(), "page.html")
    assert [article.text[block.start : block.end] for block in article.blocks] == texts


@pytest.mark.parametrize(
    ("title", "top"),
    [
        ("The ferry of Sund breaks its record - Sund Post", '<header><h1><a href="/">Sund Post</a></h1></header>'),
        ("The ferry of Sund breaks its record | Sund Post", "<header><h1>Sund Post</h1></header>"),
    ],
)
def test_the_masthead_is_no_title(title: str, top: str) -> None:
    """The article's own heading is its title, where the greatest one names the paper."""
    html = PAGE.format(text=STORY, head="", top=top, title=title).replace(
        "<h1>The ferry of Sund</h1>", "<h2>The ferry of Sund breaks its record</h2>"
    )
    assert read_webpage(html.encode(), "page.html").title == "The ferry of Sund breaks its record"


def test_the_outlet_is_no_part_of_the_title() -> None:
    """What a site puts behind every title goes; a dash that belongs to the title stays."""
    head = '<meta property="og:title" content="Sund – a town by the sea | Sund Post">'
    head += '<meta property="og:site_name" content="Sund Post">'
    article = page(head=head, title="Sund Post")
    assert (article.title, article.source) == ("Sund – a town by the sea", "Sund Post")


LINKED = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "date"),
    [
        (LINKED.format('{"@type":"NewsArticle","datePublished":"19 Nov 2019 07:09 GMT"}'), "2019-11-19"),
        (LINKED.format('{"@type":"NewsArticle","datePublished":"November 19, 2019, 07:47 PM EST"}'), "2019-11-19"),
        (LINKED.format('{"@type":"Article","datePublished":"Tue, 19 Nov 2019 07:09:00 +0000"}'), "2019-11-19"),
        (LINKED.format('{"@graph":[{"@type":"WebPage","datePublished":"2001-01-01"},'
                       '{"@type":["NewsArticle"],"datePublished":"2019-11-19T01:00Z"}]}'), "2019-11-19"),
        (LINKED.format('{"@type":"NewsArticle","hasPart":{"@type":"NewsArticle","datePublished":"2001-01-01"},'
                       '"datePublished":"2019-11-19"}'), "2019-11-19"),
        (LINKED.format('<![CDATA[{"@type":"WebPage","mainEntity":{"@type":"BlogPosting","datePublished":"2019-11-19"}}]]>'),
         "2019-11-19"),
        (LINKED.format('{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","datePublished":"2001-01-01"}]}'),
         None),
        (LINKED.format('{"@type":"NewsArticle","datePublished":'), None),
        ('<meta property="article:published_time" content="2019年11月19日">', "2019-11-19"),
        ("", None),
    ],
)  # fmt: skip
def test_the_date_is_that_of_the_article(head: str, date: str | None) -> None:
    """In whatever form it is declared, and not that of the page around it or of what the page links to."""
    assert page(head=head).date == date


@pytest.mark.parametrize(
    ("top", "date"),
    [
        ("<time>19 November 2019</time>", "2019-11-19"),
        ("<div><time datetime='2019-11-19T10:00'>Tuesday</time></div>", "2019-11-19"),
        ("<div><time>1 May 2019</time></div><div><time>2 May 2019</time></div>", None),
        ("<aside><time>1 May 2019</time></aside>", None),
    ],
)
def test_a_time_of_the_page_is_its_date_if_it_has_one_alone(top: str, date: str | None) -> None:
    """Of several days, none is guessed."""
    assert page(top=top).date == date


@pytest.mark.parametrize(
    "aside",
    [
        "<p>Related: The ferries of the north, in pictures</p>",
        "<p>[Related: The ferries of the north]</p>",
        "<p>Read more: How the harbour was built</p>",
        "<p>À lire aussi : Le port en images</p>",
        "<p>Get the latest news right in your inbox. Subscribe to our newsletters.</p>",
        "<p>Follow us on Twitter and Facebook.</p>",
        "<h3>Comments</h3>",
        "<p>___</p>",
        "<p>DON'T MISS</p><p>Plague and other diseases: what is known</p><p>Five boats that never came back</p>",
    ],
)
def test_what_only_stands_among_the_paragraphs_is_no_text(aside: str) -> None:
    """Links to other articles, appeals and labels are left out; what comes after them is read."""
    first, rest = STORY.split("\n", 1)
    assert page(f"{first}{aside}{rest}").text == page().text


@pytest.mark.parametrize(
    "text",
    [
        "Read more than a book a week, the teacher tells them.",
        "“Related to whom?” asked the judge.",
        "Share prices fell by a tenth.",
        "Le maire voulait recevoir la délégation à midi.",
        "Sign up for the race at the town hall before 3 May.",
    ],
)
def test_a_sentence_that_only_begins_like_one_stays(text: str) -> None:
    """Rather a line too many than one of the article too few."""
    assert paragraph(text) == text
