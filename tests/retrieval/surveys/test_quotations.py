"""A pasted text is found word for word, nearly, or not at all, with the offsets of the article's own words."""

import pytest

from retrieval.index.index import build_index
from retrieval.library.library import Library
from retrieval.surveys.quotations import Found, find_quotation
from retrieval.surveys.typography import plain
from tests.common.stories import BRIDGE, LIGHTHOUSE, TOWER, article

STORIES = (
    article(BRIDGE, date="2023-05-16", source="La Gazette"),
    article(LIGHTHOUSE, "en", date="2019-05-05"),
    article(TOWER),
)
LIBRARY = Library(STORIES)
INDEX = build_index(LIBRARY)


def find(text: str, library: Library = LIBRARY) -> Found:
    return find_quotation(text, library, INDEX if library is LIBRARY else build_index(library))


def changed(found: Found) -> list[tuple[str, str]]:
    """The article's words and those that were given instead."""
    text = found.places[0].article.text
    return [(text[slice(*one.in_article)], found.text[slice(*one.given)]) for one in found.differences]


@pytest.mark.parametrize(
    "text",
    [
        "Il mesure 412 mètres de long.",
        "412 mètres de long",
        "« Nous avons perdu un tiers de nos clients », regrette Solange Prigent",
        '"Nous avons perdu un tiers de nos clients", regrette Solange Prigent',
        "Selon elle , la prime promise par la CCPK\n(Communauté de communes",
        "Les travaux ont coûté 8,4\u00a0millions d’euros,",
        "The Skarn lighthouse was switched off on 4 May 2019 after 161 years",
        "Engineers replaced it with a buoy because ships",
    ],
)
def test_marks_and_spaces_do_not_matter_to_what_stands_word_for_word(text: str) -> None:
    found = find(text)
    assert (found.verdict, found.differences) == ("verbatim", ())
    (place,) = found.places
    assert plain(place.text).text == plain(text).text.lstrip("'")
    assert place.article.text[place.start : place.end] == place.text
    assert place.citations[0].sentence.start <= place.start < place.citations[0].sentence.end


def test_it_is_found_across_the_ends_of_sentences_and_paragraphs() -> None:
    text = "Il mesure 412 mètres de long. La mairie avait ordonné sa fermeture"
    found = find(text)
    (place,) = found.places
    assert found.verdict == "verbatim"
    assert place.text == "Il mesure 412 mètres de long.\n\nLa mairie avait ordonné sa fermeture"
    assert [one.text.split()[0] for one in place.citations] == ["Il", "La"]


def test_a_title_is_found_and_cites_the_first_sentence_below_it() -> None:
    (place,) = find("Le viaduc de Kerlan rouvre au trafic").places
    assert place.start == 0
    assert place.citations[0].text.startswith("Le viaduc de Kerlan, fermé")


def test_a_part_of_a_word_is_no_quotation() -> None:
    """« voit » does not stand in « pouvoit », nor 42 in 4 200."""
    assert find("mesure 412 mètres de lon").verdict == "nearly"


@pytest.mark.parametrize(
    ("text", "differences"),
    [
        ("il mesure 412 mètres de long", [("Il", "il")]),
        ("Il mesure 412 metres de long", [("mètres", "metres")]),
        ("Il mesure 420 mètres de long", [("412", "420")]),
        ("La tour de Sarn pèse 4 300 tonnes", [("4 200", "4 300")]),
        ("Le viaduc de Kerlan fermé depuis mars 2021 a rouvert mardi matin", [(",", ""), (",", "")]),
        ("Les travaux ont vraiment coûté 8,4 millions, payés pour moitié", [("", "vraiment"), ("d'euros", "")]),
    ],
)  # fmt: skip
def test_what_differs_is_told_on_both_sides_case_and_accents_included(
    text: str, differences: list[tuple[str, str]]
) -> None:
    found = find(text)
    assert found.verdict == "nearly"
    assert changed(found) == differences


@pytest.mark.parametrize(
    "text",
    [
        "Le viaduc de Kerlan est interdit aux camions depuis l'hiver",
        "The lighthouse keeper wrote a book about his cats",
        "Rien de tout cela ne se trouve dans aucun article",
    ],
)
def test_what_only_speaks_of_the_same_is_in_no_article(text: str) -> None:
    found = find(text)
    assert (found.verdict, found.places) == ("absent", ())


def test_the_passages_that_came_closest_are_offered_for_what_stands_nowhere() -> None:
    assert "viaduc" in find("Le viaduc de Kerlan est interdit aux camions depuis l'hiver").nearest[0].text


def test_each_article_that_has_the_words_is_named_the_oldest_first() -> None:
    younger = article(f"{BRIDGE}\n\nUn ajout.", id="b", date="2023-06-01")
    older = article(f"Avant tout.\n\n{BRIDGE}", id="a", date="2023-05-01")
    undated = article(f"Sans date.\n\n{BRIDGE}", id="0")
    library = Library([younger, undated, older])
    assert [place.article.id for place in find("Il mesure 412 mètres de long.", library).places] == ["a", "b", "0"]
    nearly = find("Il mesure 413 mètres de long.", library)
    assert {place.article.id for place in nearly.places} == {"a", "b", "0"}
    assert {place.text for place in nearly.places} == {nearly.places[0].text}


def test_letters_with_accents_in_two_code_points_are_the_same_and_offsets_count_the_articles_own() -> None:
    library = Library([article("Titre\n\nLe cafe\u0301 de l\u2019e\u0301te\u0301 ferme ce soir.")])
    (place,) = find("Le café de l'été ferme ce soir", library).places
    assert place.text == "Le cafe\u0301 de l\u2019e\u0301te\u0301 ferme ce soir"


def test_what_has_no_words_is_nowhere() -> None:
    assert find("… !").verdict == "absent"
    assert find("Un mot", Library()).verdict == "absent"
