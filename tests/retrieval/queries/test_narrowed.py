"""A filter lets through the passages of the articles that it asks for, however far down the ranking they stand."""

import pytest

from retrieval.asking import ask
from retrieval.index.index import Index, build_index
from retrieval.library.library import Library
from retrieval.types import Answer
from tests.common.stories import article

PONT = "Le pont de Carnez\n\nLe pont de Carnez a coûté {} millions d'euros à la région. Il est {}."
GIVEN = [
    article(PONT.format(4, "rouge"), date="2023-05-16", source="La Gazette du Ponant", author="Anne Le Bris", id="a"),
    article(PONT.format(5, "bleu"), date="2023-09", source="L'Écho", author="Jean Dupont", id="b"),
    article(PONT.format(6, "vert"), date="2024", source="Radio Carnez", id="c", title="Dépêche de midi"),
    article(PONT.format(7, "gris"), id="d"),
    article("The bridge\n\nThe Carnez bridge cost 8 million euros. It is white.", "en", date="2022-01-02", id="e"),
]
ASKED = "Combien a coûté le pont de Carnez ?"


@pytest.fixture(scope="module")
def shelf() -> tuple[Library, Index]:
    library = Library(GIVEN)
    return library, build_index(library)


def asked_articles(found: Answer) -> set[str]:
    """Which articles an answer is from, whether quoted or offered as nearest."""
    sentences = (*found.citations, *found.nearest, *found.further, *found.agreeing, *found.differing)
    return {one.article.id for one in sentences}


@pytest.mark.parametrize(
    ("operators", "expected"),
    [
        ("source:gazette", "a"),
        ("source:LEcho", "b"),
        ('source:"radio carnez"', "c"),
        ('author:"le bris"', "a"),
        ("auteur:dupont", "b"),
        ("titre:depeche", "c"),
        ("in:4", "d"),
        ("after:2023-09", "bc"),
        ("after:2023-09-02", "c"),
        ("before:2023-09", "ae"),
        ("before:2024 after:2023", "ab"),
        ("before:2023-10", "abe"),
        ("before:2024-06", "abe"),
        ("after:2024", "c"),
        ("-rouge -gris lang:fr", "bc"),
        ('"est bleu"', "b"),
        ("lang:en", "e"),
        ("source:gazette before:2020", ""),
        ('"pont de carnez" -vert lang:fr after:2023-06', "b"),
        ("in:all", "abcde"),
    ],
)
def test_twenty_questions_find_what_they_ask_for_and_nothing_else(
    shelf: tuple[Library, Index], operators: str, expected: str
) -> None:
    found, _ = ask(f"{ASKED} {operators}", *shelf)
    assert asked_articles(found) <= set(expected)
    assert bool(asked_articles(found)) == bool(expected)
    assert [fault.kind for fault in found.faults] == ([] if expected else ["nothing"])


def test_the_best_of_few_articles_is_found_behind_thousands_of_others() -> None:
    many = [article(f"Pont\n\nLe pont de Carnez a coûté {n} millions d'euros.", id=f"m{n}") for n in range(1500)]
    one = article("Note\n\nUn pont, celui de Carnez, aurait coûté bien plus.", source="L'Écho", id="echo")
    library = Library([*many, one])
    found, _ = ask(f"{ASKED} source:écho", library, build_index(library))
    assert asked_articles(found) == {"echo"}


def test_a_withdrawn_article_is_asked_no_more_and_a_new_outlet_is_known_at_once() -> None:
    library = Library(GIVEN[:2])
    assert library.sources == {"La Gazette du Ponant", "L'Écho"}
    library.remove(1)
    assert library.sources == {"L'Écho"}
    found, _ = ask(f"{ASKED} source:gazette", library, build_index(library))
    assert [fault.kind for fault in found.faults] == ["nothing"]
