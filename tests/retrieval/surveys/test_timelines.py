"""A timeline has the dated sentences about a subject, in the order of their dates, and what is not told in none."""

from retrieval.library.library import Library
from retrieval.surveys.timelines import Event
from tests.common.stories import BRIDGE, LIGHTHOUSE, article, surveys

MARKET = """Le marché de Kerlan

Le viaduc de Kerlan a été inauguré en 1908 par le préfet. Il a été repeint le 3 mai 1950.

Une foire se tient en 1999 à Sarn.

En 1911, une tempête emporta le toit du marché. Le 4 juin, il fut réparé."""
LIBRARY = Library(
    (
        article(BRIDGE, date="2023-05-16", source="La Gazette"),
        article(BRIDGE, id="copy", date="2023-05-17", source="L'Écho"),
        article(LIGHTHOUSE, "en"),
        article(MARKET, date="2020-01-01"),
    )
)


def events(asked: str) -> tuple[Event, ...]:
    return surveys(LIBRARY).timeline(asked).events


def test_events_are_in_the_order_of_their_dates_each_with_its_words() -> None:
    found = events("viaduc de Kerlan")
    assert [(one.date, one.relative) for one in found] == [
        ("1908", False),
        ("1950-05-03", False),
        ("2021-03", False),
        ("2023-05-16", True),
    ]
    assert [one.citation.article.text[slice(*one.written)] for one in found] == [
        "1908", "3 mai 1950", "mars 2021", "mardi",
    ]  # fmt: skip


def test_what_several_articles_have_is_told_once_by_the_oldest() -> None:
    assert {one.citation.article.source for one in events("viaduc de Kerlan") if one.date > "2000"} == {"La Gazette"}


def test_a_sentence_that_follows_one_about_the_subject_comes_with_it() -> None:
    (event,) = (one for one in events("viaduc de Kerlan") if one.date == "1950-05-03")
    lead = event.citation.lead
    assert lead is not None
    assert event.citation.article.text[lead.start : lead.end].startswith("Le viaduc de Kerlan a été inauguré")


def test_of_an_article_whose_title_names_the_subject_every_dated_sentence_is_told() -> None:
    assert "1999" in [one.date for one in events("marché de Kerlan")]
    assert "1999" not in [one.date for one in events("viaduc de Kerlan")]


def test_a_day_behind_another_year_is_not_taken_for_one_of_the_articles_year() -> None:
    assert [one.date for one in events("marché de Kerlan") if one.date > "2000"] == []


def test_operators_say_which_articles_and_faults_are_told() -> None:
    assert [one.date for one in events("viaduc de Kerlan source:gazette")] == ["2021-03", "2023-05-16"]
    wrong = surveys(LIBRARY).timeline("viaduc sorce:gazette")
    assert [one.kind for one in wrong.faults] == ["name"]
    assert wrong.events == ()


def test_what_is_told_nowhere_has_no_events() -> None:
    assert events("cassoulet") == ()
    assert events("…") == ()
