"""A question can be asked of what has just arrived alone, at a cost that does not grow with the library."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.asking import Articles
from retrieval.index import KeptIndex, build_index
from retrieval.library import Arrival, Library, first_passage_since, next_passage
from retrieval.queries import Arrived, portions
from retrieval.queries.arrived import AT_ONCE
from retrieval.types import Article
from tests.common.stories import BRIDGE, LIGHTHOUSE, article

FERRY = (
    "Le bac de Kerlan reprend du service\n\nLe bac de Kerlan transporte 120 voitures par jour depuis lundi.\n\n"
    "La traversée dure neuf minutes. Le billet coûte deux euros."
)


def add(library: Library, *articles: Article) -> None:
    for outcome in library.add(Arrival(one, one.id, one.id) for one in articles):
        assert outcome.kind in ("added", "updated"), outcome


@pytest.fixture
def articles(tmp_path: Path) -> Iterator[Articles]:
    library = Library([article(BRIDGE, id="bridge"), article(LIGHTHOUSE, id="light")])
    yield Articles(library, KeptIndex(library, tmp_path), None, None)
    library.close()


def told(articles: Articles, question: str, begin: int) -> list[str]:
    stop = next_passage(articles.library.engine)
    return [
        citation.text
        for arrived in articles.arrived(begin, stop)
        for citation, _ in articles.answering(question, arrived)
    ]


def test_only_what_arrived_answers(articles: Articles) -> None:
    begin = next_passage(articles.library.engine)
    question = "Combien de voitures le bac de Kerlan transporte-t-il par jour ?"
    assert told(articles, question, begin) == []
    add(articles.library, article(FERRY, id="ferry"))
    assert told(articles, question, begin) == ["Le bac de Kerlan transporte 120 voitures par jour depuis lundi."]
    assert told(articles, question, next_passage(articles.library.engine)) == []


def test_what_answers_another_question_is_not_told(articles: Articles) -> None:
    begin = next_passage(articles.library.engine)
    add(articles.library, article(FERRY, id="ferry"))
    assert told(articles, "Qui a gagné la coupe de Bretagne de voile en 2019 ?", begin) == []


def test_an_operator_narrows_what_arrived_and_a_faulty_one_finds_nothing(articles: Articles) -> None:
    begin = next_passage(articles.library.engine)
    add(articles.library, article(FERRY, id="ferry"))
    question = "Combien de voitures le bac de Kerlan transporte-t-il par jour ?"
    assert len(told(articles, f"{question} lang:fr", begin)) == 1
    assert told(articles, f"{question} lang:de", begin) == []
    assert told(articles, f"{question} before:yesterdayish", begin) == []


def test_they_are_found_in_the_order_in_which_the_index_finds_them(articles: Articles) -> None:
    index = build_index(articles.library)
    everything = Arrived.read(articles.library, 0, next_passage(articles.library.engine)).found_by(index)
    for query in (["w:viaduc"], ["w:kerlan", "w:phare"], ["w:nowhere"]):
        assert [n for n, _ in everything.top(query, 20)] == [n for n, _ in index.top(query, 20)]


def test_many_are_looked_through_some_at_a_time(articles: Articles) -> None:
    found = list(portions(articles.library, 5, 5 + 2 * AT_ONCE + 1))
    assert [(one.begin, one.stop) for one in found] == [(5, 205), (205, 405), (405, 406)]
    assert [(one.begin, one.stop) for one in portions(articles.library, 7, 7)] == [(7, 7)]


def test_what_has_come_since_a_moment_is_known_by_its_first_number(articles: Articles) -> None:
    engine = articles.library.engine
    before = next_passage(engine)
    assert first_passage_since(engine, 0.0) == 0
    assert first_passage_since(engine, 4e9) == before
    articles.library.remove(1)
    assert next_passage(engine) == before
    add(articles.library, article(FERRY, id="ferry"))
    assert next_passage(engine) > before
