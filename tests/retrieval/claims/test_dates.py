"""Dates are read as precisely as they are written; what counts from the article's day is worked out, or left alone."""

import pytest

from retrieval.claims.dates import Dated, dates_in

WRITTEN = "2023-09-14"  # a Thursday


def found(text: str, lang: str = "fr", written: str | None = WRITTEN) -> list[tuple[str, str]]:
    """The words and the date of each."""
    return [(text[one.start : one.end], one.date) for one in dates_in(text, lang, written)]


@pytest.mark.parametrize(
    ("text", "lang", "dates"),
    [
        ("Il ferme le 1er mars 1998.", "fr", [("1er mars 1998", "1998-03-01")]),
        ("Fermé depuis mars 2021, rouvert en 2023", "fr", [("mars 2021", "2021-03"), ("2023", "2023")]),
        ("la loi du 29 juillet 1881 (1881)", "fr", [("29 juillet 1881", "1881-07-29"), ("1881", "1881")]),
        ("de 1914 à 1918", "fr", [("1914", "1914"), ("1918", "1918")]),
        ("on 4 May 2019, May 5, 2019", "en", [("4 May 2019", "2019-05-04"), ("May 5, 2019", "2019-05-05")]),
        ("the 4th of July 1776, in March 1801", "en", [("4th of July 1776", "1776-07-04"), ("March 1801", "1801-03")]),
        ("am 2023-09-13", "de", [("2023-09-13", "2023-09-13")]),
    ],
)
def test_a_written_date_is_as_precise_as_it_is(text: str, lang: str, dates: list[tuple[str, str]]) -> None:
    assert found(text, lang, None) == dates
    assert not any(one.relative for one in dates_in(text, lang, None))


@pytest.mark.parametrize(
    "text",
    [
        "2000 habitants, 1889 rivets, plus de 1887 pièces, 1500 euros, en 1999,5 km, dans les années 1980",
        "le 31 février 1990-02-31",
        "Il marche sur 12 mètres en mai",
    ],
)
def test_numbers_and_days_that_are_none_are_no_dates(text: str) -> None:
    assert [date for words, date in found(text, written=None) if words not in ("février 1990",)] == []


@pytest.mark.parametrize(
    ("text", "lang", "dates"),
    [
        ("Il a rouvert mardi matin.", "fr", [("mardi", "2023-09-12")]),
        ("jeudi", "fr", [("jeudi", "2023-09-14")]),
        ("jeudi dernier", "fr", [("jeudi dernier", "2023-09-07")]),
        ("hier, avant-hier", "fr", [("hier", "2023-09-13"), ("avant-hier", "2023-09-12")]),
        ("il y a trois jours, il y a 2 ans", "fr", [("il y a trois jours", "2023-09-11"), ("il y a 2 ans", "2021")]),
        ("l'an dernier ; le mois dernier", "fr", [("l'an dernier", "2022"), ("le mois dernier", "2023-08")]),
        ("la semaine dernière", "fr", [("la semaine dernière", "2023-09")]),
        ("le 13 septembre ; en décembre", "fr", [("13 septembre", "2023-09-13"), ("décembre", "2023-12")]),
        ("le 3 janvier, en mars dernier", "fr", [("3 janvier", "2024-01-03"), ("mars dernier", "2023-03")]),
        ("said on Tuesday, two years ago", "en", [("Tuesday", "2023-09-12"), ("two years ago", "2021")]),
        ("last Thursday; last March", "en", [("Thursday", "2023-09-07"), ("March", "2023-03")]),
    ],
)  # fmt: skip
def test_what_counts_from_the_articles_day_is_worked_out_and_marked(
    text: str, lang: str, dates: list[tuple[str, str]]
) -> None:
    assert found(text, lang) == dates
    assert all(one.relative for one in dates_in(text, lang, WRITTEN))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("Ils se verront lundi.", "fr"),
        ("Le musée ouvre le lundi, et chaque mardi.", "fr"),
        ("It may march every Monday.", "en"),
        ("They will meet on Friday.", "en"),
        ("lundi prochain", "fr"),
    ],
)
def test_what_is_to_come_or_comes_again_is_left_alone(text: str, lang: str) -> None:
    assert found(text, lang) == []


def test_nothing_counts_from_a_day_that_is_not_known() -> None:
    text = "hier, mardi, l'an dernier, le 13 septembre"
    assert found(text, written=None) == []
    assert found(text, written="2023") == [("l'an dernier", "2022")]
    assert found(text, written="2023-09") == [("l'an dernier", "2022"), ("13 septembre", "2023-09-13")]


def test_only_the_year_may_be_the_articles() -> None:
    (one,) = dates_in("le 13 septembre", "fr", WRITTEN)
    assert one == Dated(3, 15, "2023-09-13", relative=True, yearless=True)
