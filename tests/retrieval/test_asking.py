"""The Python face: articles are opened, asked, and cited in three lines."""

from pathlib import Path

import pytest
from sqlalchemy.engine import URL

import retrieval
from retrieval.errors import IbidError, UnknownCitation
from retrieval.library import Arrival, Library
from tests.common.port_gwen import ARTICLES, LIT, VISIT, WHEN_LIT
from tests.common.stories import article


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in ARTICLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_articles_are_opened_asked_and_cited(folder: Path) -> None:
    """A citation is the sentence at its offsets, and its id leads back to it."""
    articles = retrieval.open_articles(folder, reader="none")
    (first, *_) = articles.answer(WHEN_LIT).citations
    assert first.text == LIT
    assert first.article.text[first.sentence.start : first.sentence.end] == LIT
    assert articles.source(first.id).state == "current"
    assert articles.source(first.id).citation.text == LIT


def test_the_reader_has_read_all_when_articles_are_open(folder: Path) -> None:
    """The first question has the answer that every later one has."""
    articles = retrieval.open_articles(folder / "phare.md")
    assert articles.dense
    assert articles.dense.size == 4
    assert articles.answer(WHEN_LIT).citations[0].text == LIT


def test_operators_are_known_and_passages_found(folder: Path) -> None:
    articles = retrieval.open_articles(folder, reader="none")
    answer, passages = articles.passages("marches de la tour de Port-Gwen -granit", 10)
    assert answer.filter.without == ("granit",)
    assert passages[0].text == VISIT.split("\n\n")[1].split(". ")[0] + "."
    assert len({(one.article.id, one.passage.start) for one in passages}) == len(passages)
    assert len(articles.passages("la tour de Port-Gwen", 1)[1]) == 1


def test_an_unknown_id_is_an_error_of_ours(folder: Path) -> None:
    with pytest.raises(UnknownCitation):
        retrieval.open_articles(folder, reader="none").source("0000000000000-1-2")


def test_what_can_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_bytes(b"\0\0")
    with pytest.raises(IbidError, match=r"broken\.txt"):
        retrieval.open_articles(tmp_path / "broken.txt", reader="none")
    with pytest.raises(IbidError, match="nowhere"):
        retrieval.open_articles(tmp_path / "nowhere", reader="none")


def test_a_kept_library_is_opened_beside_whoever_else_uses_it(tmp_path: Path) -> None:
    """What another adds is found by the next question; a folder without a library is refused, and stays as it is."""
    with pytest.raises(IbidError, match="IBID_DATA"):
        retrieval.open_library(tmp_path / "none", reader="none")
    assert not (tmp_path / "none").exists()
    other = Library(address=URL.create("sqlite", database=str(tmp_path / "ibid.sqlite")))
    list(other.add([Arrival(article("Le phare\n\nLe phare mesure 37 mètres."), origin="a", file="a")]))
    articles = retrieval.open_library(tmp_path, reader="none")
    assert articles.answer("Combien mesure le phare ?").citations[0].text == "Le phare mesure 37 mètres."
    list(other.add([Arrival(article("Le pont\n\nLe pont mesure 12 mètres."), origin="b", file="b")]))
    assert articles.answer("Combien mesure le pont ?").citations[0].text == "Le pont mesure 12 mètres."
