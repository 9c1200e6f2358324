"""Sentences that share no word with a question are found by what they mean; what was found is ordered with the rest."""

import threading
from pathlib import Path

import pytest

from retrieval.answering.answering import answer, search
from retrieval.answering.reader import Reader
from retrieval.answering.reader.dense import Dense
from retrieval.index.bm25 import BM25
from retrieval.index.index import build_index
from retrieval.library.library import Library
from retrieval.types import Article
from tests.common.stories import article

PRISON = article(
    "Le maire condamné\n\n"
    "L'ancien maire purgera une peine de dix-huit mois d'emprisonnement. Il avait détourné des fonds.",
    "fr",
)
GARDEN = article("The garden\n\nThe roses were planted in spring. A wall keeps the wind away from the old trees.", "en")


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader().load()


def read(reader: Reader, *articles: Article) -> tuple[Library, BM25, Dense]:
    library = Library(articles)
    assert library.folder is not None
    dense = Dense(library, reader, library.folder)
    dense.catch_up()
    return library, build_index(library), dense


def test_a_sentence_without_a_word_of_the_question_is_found(reader: Reader) -> None:
    """By the words alone nothing is; with the vectors it comes first, and is quoted letter for letter."""
    library, index, dense = read(reader, PRISON, GARDEN)
    asked = "quelqu'un va en taule ?"
    _, by_words = search(asked, library, index)
    assert by_words is None or "peine" not in by_words.sentences[0].citation.text
    found = answer(asked, library, index, reader=reader, dense=dense)
    quoted = (*found.citations, *found.nearest)[0]
    assert quoted.text == "L'ancien maire purgera une peine de dix-huit mois d'emprisonnement."
    assert quoted.article.text[quoted.sentence.start : quoted.sentence.end] == quoted.text


def test_a_sentence_in_another_language_is_found_and_is_never_sure(reader: Reader) -> None:
    """The question is French, the sentence English."""
    library, index, dense = read(reader, PRISON, GARDEN)
    found = answer("Qu'est-ce qui protège les arbres du vent ?", library, index, reader=reader, dense=dense)
    assert (*found.citations, *found.nearest)[0].text == "A wall keeps the wind away from the old trees."
    assert found.confidence in ("possible", "nearest")


def test_articles_that_come_get_their_vectors_and_those_that_go_are_found_no_more(reader: Reader) -> None:
    """What is there is read once; what was withdrawn is not quoted, though its vectors are still in the file."""
    library, _, dense = read(reader, PRISON)
    assert (dense.size, dense.catch_up()) == (3, 0)
    library.remove(1)
    asked = "quelqu'un va en taule ?"
    assert search(asked, library, build_index(library), dense=dense)[1] is None
    assert library.restore(1)
    assert dense.catch_up() == 3
    ranking = search(asked, library, build_index(library), dense=dense)[1]
    assert ranking is not None


def test_reading_stops_where_it_is_told_and_goes_on_from_there(reader: Reader) -> None:
    """A limit of sentences, or an end of the process: whole passages are there, the next time brings the rest."""
    library = Library((PRISON, GARDEN))
    assert library.folder is not None
    dense = Dense(library, reader, library.folder)
    assert dense.catch_up(most=4) == 4
    stop = threading.Event()
    stop.set()
    assert dense.catch_up(stop=stop) == 0
    assert dense.catch_up() == 2
    assert Dense(library, reader, library.folder).size == dense.size == 6


def test_as_long_as_a_passage_has_no_vectors_they_order_nothing(reader: Reader) -> None:
    """Half of the vectors are there while the other half is read: an article that has them must not lead for that."""
    library = Library((GARDEN, PRISON))
    assert library.folder is not None
    index, dense = build_index(library), Dense(library, reader, library.folder)
    asked = "Qui avait détourné les roses ?"
    without = answer(asked, library, index, reader=reader)
    assert dense.catch_up(most=3) == 3
    half = answer(asked, library, index, reader=reader, dense=dense)
    assert (half.probability, half.citations, half.nearest) == (without.probability, without.citations, without.nearest)
    dense.catch_up()
    ranking = search(asked, library, index, dense=dense)[1]
    assert ranking is not None
    assert ranking.likeness is not None


def test_vectors_of_another_model_are_thrown_away(reader: Reader, tmp_path: Path) -> None:
    """They would only take room."""
    library = Library((PRISON,))
    old = tmp_path / f"vectors-{library.name}-00000000"
    old.mkdir()
    Dense(library, reader, tmp_path).catch_up()
    assert [path.name for path in tmp_path.iterdir()] == [f"vectors-{library.name}-{reader.digest}"]
