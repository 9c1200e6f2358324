"""The pages as a browser gets them: read with an HTML parser, filled in as a person would, without JavaScript."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path

import httpx
import pytest
from lxml import html

from tests.bot.serving.test_guard import new_key
from tests.common.port_gwen import ARTICLES, LIT, STEPS, TWO_SOURCES, WHEN_LIT
from tests.common.served import Served, served

BROWSER = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "en"}
HOSTILE = """<script>alert(1)</script> "The Harrow" & co

The <b>Skarn</b> mast is 61 metres high, says "Morag & Sons". It was built in 1921.
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served"), ARTICLES | {"mast.txt": HOSTILE}) as running:
        yield running


def get(server: Served, path: str, **headers: str) -> httpx.Response:
    return server.client.get(path, headers=BROWSER | headers)


def ask(server: Served, question: str, before: html.HtmlElement | None = None) -> html.HtmlElement:
    """The page after a question was typed into the one `before`, sent as a browser sends its form."""
    page = html.fromstring(get(server, "/").text) if before is None else before
    (form,) = page.cssselect("form.ask")
    fields = [*((name, value) for name, value in form.form_values() if name != "question"), ("question", question)]
    encoded = str(httpx.QueryParams(fields))
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": server.url}
    told = server.client.post(form.action.partition("#")[0], content=encoded, headers=BROWSER | kind)
    assert told.status_code == 200, told.text
    return html.fromstring(told.text)


def quoted(page: html.HtmlElement, where: str = "#answer > figure") -> list[str]:
    return [one.text_content() for one in page.cssselect(f"{where} blockquote")]


def press(server: Served, page: html.HtmlElement, label: str) -> html.HtmlElement:
    """The page after a button with this label."""
    (button,) = [one for one in page.cssselect("button") if one.text_content().strip() == label]
    form = next(button.iterancestors("form"))
    fields = [*form.form_values(), (button.get("name"), button.get("value"))]
    return html.fromstring(server.client.post("/", content=str(httpx.QueryParams(fields)), headers=BROWSER).text)


def test_the_page_needs_no_program_and_nothing_from_elsewhere(server: Served) -> None:
    """No script, no style in the page, all addresses its own; and the browser is told to allow nothing else."""
    for path in ("/", "/docs", "/nowhere"):
        told = get(server, path)
        page = html.fromstring(told.text)
        assert not page.cssselect("script, style, iframe, [style], [onclick]")
        addresses = [*page.xpath("//@src"), *page.xpath("//@href"), *page.xpath("//@action")]
        assert [one for one in addresses if not one.startswith(("/", "#"))] == []
        assert "default-src 'none'" in told.headers["content-security-policy"]
        assert "script-src" not in told.headers["content-security-policy"]


def test_every_field_has_a_name_and_every_page_a_language_a_title_and_one_heading(server: Served) -> None:
    cited = html.fromstring(ask_html(server, WHEN_LIT)).cssselect("figcaption a")[0].get("href")
    for path, lang in (("/", "en"), ("/?lang=fr", "fr"), ("/docs", "en"), (cited, "en")):
        page = html.fromstring(get(server, path).text)
        assert page.get("lang") == lang
        assert page.findtext(".//title")
        assert len(page.cssselect("h1")) == len(page.cssselect("main")) == 1
        for field in page.cssselect("input:not([type=hidden])"):
            (label,) = page.cssselect(f'label[for="{field.get("id")}"]')
            assert label.text_content().strip()
        assert all(one.text_content().strip() for one in page.cssselect("button, a, summary"))
        levels = [int(one.tag[1]) for one in page.cssselect("h1, h2, h3")]
        assert all(after <= before + 1 for before, after in pairwise(levels))


def ask_html(server: Served, question: str) -> str:
    return str(html.tostring(ask(server, question), encoding="unicode"))


def test_a_question_is_answered_with_the_sentence_and_its_source(server: Served) -> None:
    page = ask(server, WHEN_LIT)
    assert quoted(page) == [LIT]
    (figure,) = page.cssselect("#answer > figure")
    assert figure.cssselect("blockquote")[0].get("lang") == "fr"
    assert "La Gazette du Ponant" in figure.cssselect("figcaption")[0].text_content()
    assert "lanterne" in page.cssselect("#answer details")[0].text_content()


def test_the_conversation_goes_on(server: Served) -> None:
    """Follow-ups, "why?" and "another", small talk and help, as on Telegram; earlier answers stay on the page."""
    first = ask(server, WHEN_LIT)
    second = ask(server, "Et la tour, combien de marches ?", first)
    assert quoted(second)[0] in STEPS
    assert quoted(second, ".earlier figure") == [LIT]
    why = ask(server, "pourquoi", second)
    assert "open" in why.cssselect("#answer details")[0].attrib
    assert quoted(why) == quoted(second)
    thanks = ask(server, "merci !", second)
    assert thanks.cssselect("#answer .notice")[0].text_content().strip()
    assert quoted(thanks, ".earlier figure")[-1] == LIT
    assert "source:lemonde" in ask(server, "/help search").cssselect("#answer .notice")[0].text_content()
    assert "below the answer" in ask(server, "/undo").cssselect("#answer .notice")[0].text_content()


def test_a_search_that_is_narrowed_can_be_widened_by_a_button(server: Served) -> None:
    page = ask(server, f"{TWO_SOURCES} -granit")
    assert quoted(page) == [STEPS[1]]
    (words,) = [one for one in page.cssselect("#answer .opening") if "granit" in one.text_content()]
    assert words is not None
    assert set(quoted(press(server, page, "Ask all articles"))) == set(STEPS)


def test_silence_quotes_nothing_and_links_to_what_came_nearest(server: Served) -> None:
    page = ask(server, "Qui a peint le phare de Port-Gwen au Pérou en 1850 ?")
    assert quoted(page) == []
    assert page.cssselect("#answer .opening")
    assert [one.get("href")[:3] for one in page.cssselect("#answer .nearest a")][:1] == ["/s/"]


def test_a_pasted_quotation_is_looked_for(server: Served) -> None:
    page = ask(server, f"« {LIT} »")
    (notice,) = page.cssselect("#answer .notice")
    assert LIT in [one.text_content().strip() for one in notice.cssselect("blockquote")]


def test_a_citation_is_shown_in_its_paragraph_with_its_references(server: Served) -> None:
    """Marked letter for letter, with what is known of the article, and in each form that a paper needs."""
    address = ask(server, WHEN_LIT).cssselect("figcaption a")[0].get("href")
    page = html.fromstring(get(server, address).text)
    assert page.cssselect("mark")[0].text_content() == LIT
    assert page.cssselect(".paragraph")[0].text_content() == f"{LIT} Elle porte à 29 milles par temps clair."
    assert "Anne Le Bris" in page.text_content()
    assert "March 12, 2024" in page.text_content()
    forms = {one.text_content(): one.get("href") for one in page.cssselect(".forms a")}
    told = get(server, forms["BibTeX"])
    assert told.headers["content-type"] == "text/plain; charset=utf-8"
    assert "Le phare de Port-Gwen" in told.text
    assert get(server, address.partition("?")[0] + "/word").status_code == 404


def test_what_an_article_holds_is_text_whatever_it_looks_like(server: Served) -> None:
    """Markup of an article, or of a question, is shown and does nothing."""
    page = ask(server, "How high is the Skarn mast?")
    (sentence,) = quoted(page)
    assert sentence == 'The <b>Skarn</b> mast is 61 metres high, says "Morag & Sons".'
    assert not page.cssselect("script, blockquote b")
    shown = ask(server, "<img src=x onerror=alert(1)> & what?")
    assert not shown.cssselect("img")
    assert "<img src=x" in shown.cssselect("h2")[0].text_content()


def test_what_fails_is_a_page_for_a_browser(server: Served) -> None:
    told = get(server, "/s/000000000000-1-2", **{"Accept-Language": "fr"})
    page = html.fromstring(told.text)
    assert told.status_code == 404
    assert "Aucun article" in page.cssselect("[role=alert]")[0].text_content()
    form: Mapping[str, str] = {"question": "a" * 5000}
    assert server.client.post("/", data=form, headers=BROWSER).status_code == 422
    assert server.client.post("/", content=b"\xff=\xff", headers=BROWSER).status_code == 422


def test_a_form_of_elsewhere_and_one_that_somebody_wrote_do_no_harm(server: Served) -> None:
    origin = {"Origin": "https://evil.example"}
    assert server.client.post("/", data={"question": "Qui ?"}, headers=BROWSER | origin).status_code == 403
    written = {"question": WHEN_LIT, "subject": "{", "at": "9e99", "turn": ["[", '["Q", ["0-0-0", 7]]', "7"]}
    page = html.fromstring(server.client.post("/", data=written, headers=BROWSER).text)
    assert quoted(page) == [LIT]


def test_examples_are_offered_and_answered_in_the_readers_language(server: Served) -> None:
    page = html.fromstring(get(server, "/?lang=fr").text)
    for _ in range(600):  # they are looked for behind the start
        if found := page.cssselect(".examples button"):
            break
        page = html.fromstring(get(server, "/?lang=fr").text)
    assert quoted(press(server, page, found[0].text_content().strip()))


def test_the_page_of_programs_says_all_that_the_description_does(server: Served) -> None:
    page = html.fromstring(get(server, "/docs").text)
    text, rows = page.text_content(), {one.text_content() for one in page.cssselect("tbody th code")}
    described = server.client.get("/openapi.json").json()
    assert [path for path in described["paths"] if path not in text] == []
    shapes = described["components"]["schemas"].values()
    assert {name for shape in shapes for name in shape.get("properties", {})} <= rows


def test_a_browser_of_elsewhere_enters_with_a_key(tmp_path: Path) -> None:
    """The key is asked for on the page, kept where no program of a page can read it, and forgotten on demand."""
    with served(tmp_path, ARTICLES, IBID_SERVE_KEYS="always") as running:
        told = get(running, "/")
        assert told.status_code == 401
        (field,) = html.fromstring(told.text).cssselect("form[action='/key'] input")
        assert field.get("type") == "password"
        entered = running.client.post("/key", data={"key": new_key(running)}, headers=BROWSER)
        assert "HttpOnly" in entered.headers["set-cookie"]
        assert get(running, "/").status_code == 200
        assert quoted(ask(running, WHEN_LIT)) == [LIT]
        running.client.post("/key", data={"key": ""}, headers=BROWSER)
        assert get(running, "/").status_code == 401
