"""The page of a question set shows what went wrong, and carries nothing that a browser would run or fetch."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from bot.shell.plots import draw_reliability, draw_risk_coverage, draw_spread
from bot.shell.report_page import MOST_MISSES, render_report
from bot.shell.reports import AskedSet
from retrieval.evaluation.calibration import Bin
from retrieval.evaluation.evaluation import GoldQuestion, ask
from retrieval.types import Article
from tests.common.stories import BRIDGE, LIGHTHOUSE, article, library

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>&amp;'


class Page(HTMLParser):
    """The elements of a page, each with its attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def asked(articles: tuple[Article, ...], *questions: GoldQuestion) -> AskedSet:
    made, index = library(*articles)
    outcomes = tuple(ask(question, made, index, None) for question in questions)
    return AskedSet(outcomes, {one.id: one for one in articles})


def gold(text: str, answer: str, story: Article, kind: str = "") -> GoldQuestion:
    start = story.text.index(answer) if answer else 0
    spans = ((start, start + len(answer)),) if answer else ()
    return GoldQuestion(text, text, story.id, spans, answerable=bool(answer), kind=kind)


def test_the_page_shows_each_miss_with_the_given_and_the_gold_sentence() -> None:
    """An answerable question whose first sentence is wrong, and an unanswerable one that was answered."""
    bridge, lighthouse = article(BRIDGE), article(LIGHTHOUSE, "en", title="A lamp goes out")
    wrong = gold("Combien mesure le viaduc de Kerlan ?", "8,4 millions", bridge, "trap")
    spoken = gold("When was the Skarn lighthouse switched off?", "", lighthouse)
    right = gold("Qui est Solange Prigent ?", "présidente", bridge)
    page = render_report("Three", asked((bridge, lighthouse), wrong, spoken, right))
    text = Page(page).text
    assert text.count("Gold, ") == 1
    assert text.index("Combien mesure") < text.index("Il mesure 412 mètres") < text.index("Les travaux ont coûté")
    assert text.index("Answered though") < text.index("When was the Skarn") < text.index("A lamp goes out")
    assert "Qui est Solange Prigent ?" not in text
    assert "sentence_at_10.500" in text
    assert "<th>definition</th><td>1</td><td>1</td><td>1.000</td>" in page
    assert "<th>fr</th><td>2</td><td>2</td><td>0.500</td>" in page
    assert "<th>en</th><td>1</td><td>0</td><td>–</td>" in page
    assert "<th>trap</th><td>1</td><td>1</td><td>0.000</td>" in page


def test_the_worst_miss_is_first_and_a_hundred_are_shown() -> None:
    """The surer Ibid was, the further up; the rest is counted."""
    bridge = article(BRIDGE)
    sure = gold("Combien mesure le viaduc de Kerlan ?", "8,4 millions", bridge)
    unsure = gold("Kerlan girafes éléphants zèbres", "8,4 millions", bridge)
    text = Page(render_report("Many", asked((bridge,), *[unsure] * MOST_MISSES, sure))).text
    assert "101 questions, the highest probability first; 100 are shown" in text
    assert text.index("Combien mesure") < text.index("girafes")
    assert text.count("question Kerlan girafes") == MOST_MISSES - 1


def test_hostile_text_stays_text() -> None:
    """Markup in a title, an article, a question, an id, a kind and the name of the file is shown, never obeyed."""
    trap = article(f"Kerlan\n\nLe viaduc {HOSTILE} mesure 412 mètres. La mairie dort.", title=HOSTILE, lang="fr")
    question = GoldQuestion(HOSTILE, f"Kerlan viaduc {HOSTILE} ?", trap.id, ((0, 1),), answerable=True, kind=HOSTILE)
    page = Page(render_report(HOSTILE, asked((trap,), question)))
    tags = {tag for tag, _ in page.elements}
    assert not tags & {"script", "img", "iframe", "link", "object"}
    assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
    assert page.text.count("onerror=alert(2)") >= 6


def test_the_page_fetches_nothing() -> None:
    """No element points anywhere, the styles import nothing, and the browser is told to hold it to that."""
    bridge = article(BRIDGE, url="https://example.org/kerlan")
    page = render_report("One", asked((bridge,), gold("Combien mesure le viaduc ?", "8,4 millions", bridge)))
    attributes = [given for _, given in Page(page).elements]
    assert not any({"src", "href", "srcset", "action", "data"} & given.keys() for given in attributes)
    assert not re.search(r"url\(|@import", page)
    assert any("default-src 'none'" in (given.get("content") or "") for given in attributes)


def test_a_set_of_no_questions_has_a_page() -> None:
    """Figures that nothing was asked for are dashes."""
    text = Page(render_report("None", AskedSet((), {}))).text
    assert "sentence_at_1–" in text
    assert "No unanswerable question was answered." in text


def test_a_curve_runs_where_its_figures_are() -> None:
    """Across from 46 to 348 is 0 to 1; up from 226 to 14 is 0 to the top of the scale, here .4."""
    drawn = ET.fromstring(draw_risk_coverage([(0.0, 0.0), (0.5, 0.2), (1.0, 0.4)], (0.5, 0.2)))  # noqa: S314 — our own drawing
    line, dot = drawn.find("polyline"), drawn.find("circle")
    assert line is not None
    assert dot is not None
    assert line.get("points") == "46.0,226.0 197.0,120.0 348.0,14.0"
    assert (dot.get("cx"), dot.get("cy")) == ("197.0", "120.0")


def test_a_reliable_probability_lies_on_the_diagonal() -> None:
    """Each bin is a dot at its probability and its share of answerable questions, and tells its size."""
    drawn = ET.fromstring(draw_reliability([Bin(7, 0.0, 0.0), Bin(5, 1.0, 1.0)]))  # noqa: S314 — our own drawing
    dots = [(dot.get("cx"), dot.get("cy"), dot.findtext("title")) for dot in drawn.iter("circle")]
    assert dots[0] == ("46.0", "226.0", "7 questions: probability 0.000, answerable 0.000")
    assert dots[1][:2] == ("348.0", "14.0")


def test_the_spread_stands_on_both_sides_of_the_middle() -> None:
    """Bars of answerable questions go up from the middle, the others down, as high as their share; 1 is in the last."""
    drawn = ET.fromstring(draw_spread([1.0, 0.99], [0.0]))  # noqa: S314 — our own drawing
    bars = [(float(bar.get("y", 0)), float(bar.get("height", 0))) for bar in drawn.iter("rect")]
    assert bars[19] == pytest.approx((14, 106))
    assert bars[20] == pytest.approx((120, 106))
    assert sum(height for _, height in bars) == pytest.approx(212)
