"""Compounds are found by the parts that the library holds."""

from retrieval.answering.answering import search
from retrieval.language.related import Compounds, possible_parts
from tests.common.stories import article, library


def test_a_word_finds_the_compounds_that_it_ends() -> None:
    """They are a kind of it; what merely ends alike is too short to be asked for."""
    known = Compounds(["liegegebuhr", "gebuhr", "hafengebuhr", "amt", "samt", "stadt"])
    assert set(known.ending_in("gebuhr")) == {"liegegebuhr", "hafengebuhr"}
    assert known.ending_in("amt") == ()


def test_a_compound_is_taken_for_its_parts_with_what_links_them_and_without() -> None:
    """The longest second part comes first, since it says what kind of thing it is."""
    assert ("hafen", "gebuhr") in possible_parts("hafengebuhr")
    assert ("arbeit", "markt") in possible_parts("arbeitsmarkt")
    assert possible_parts("amtssitz") == [("amts", "sitz")]
    assert possible_parts("rathaus") == []


def test_german_questions_find_what_is_written_together_and_apart() -> None:
    """Asked for the fee, the mooring fee is found; asked for the harbour fee, the fee of the harbour is."""
    port = article("Der Hafen\n\nDie Liegegebühr beträgt zwölf Euro am Tag. Der Kran steht seit 1931.", "de")
    _, ranking = search("Wie hoch ist die Gebühr?", *library(port))
    assert ranking is not None
    assert "Liegegebühr" in ranking.sentences[0].citation.text
    apart = article("Die Ordnung\n\nIm Hafen wird eine Gebühr von zwölf Euro erhoben. Der Kran ist alt.", "de")
    _, ranking = search("Wie hoch ist die Hafengebühr?", *library(apart))
    assert ranking is not None
    assert "zwölf Euro" in ranking.sentences[0].citation.text
