"""What kind of answer a question wants, typed with care or in haste."""

import pytest

from retrieval.answering.kinds import question_kind
from retrieval.language import fold, written_like_names


def kind(text: str, lang: str) -> str:
    return question_kind(text, lang, frozenset(fold(word) for word in written_like_names(text, lang)))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "What is European Union Law?"),
        ("en", "What is the European Court of Human Rights?"),
        ("en", "whats a heat pump"),
        ("en", "what does nato mean"),
        ("fr", "c'est quoi la ccpk"),
        ("fr", "c koi le rsa"),
        ("fr", "c'est quoi le revenu de solidarité active ?"),
        ("fr", "lavrof c qui"),
        ("de", "Was ist die Europäische Union?"),
        ("de", "wer ist angela merkel"),
        ("es", "¿Qué es la Unión Europea?"),
        ("it", "Che cos'è l'Unione europea?"),
        ("pt", "O que é a União Europeia?"),
    ],
)
def test_what_is_asks_for_a_definition(lang: str, text: str) -> None:
    """However long the name is, and wherever the question words stand."""
    assert kind(text, lang) == "definition"


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("en", "whats the population of paris", "number"),
        ("en", "what is macron doing", "thing"),
        ("en", "what was the first module of the iss", "thing"),
        ("fr", "c'est quoi la capitale du Chili", "place"),
        ("fr", "c koi le problème avec les tickets", "thing"),
        ("fr", "c'est qui le maire de kerlan", "person"),
        ("fr", "Le ministre de l'Industrie russe, c'est qui déjà ?", "person"),
        ("fr", "Qu'est-ce que la Commission a décidé ?", "thing"),
    ],
)
def test_what_is_may_ask_for_something_else(lang: str, text: str, wanted: str) -> None:
    """A noun that is counted, a verb or a description makes it another kind."""
    assert kind(text, lang) == wanted


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        ("fr", "d'où vient le lichen ?", "place"),
        ("fr", "ils viennent d'où les wagons", "place"),
        ("en", "where does the lichen come from", "place"),
        ("en", "wheres the ferry", "place"),
        ("fr", "pk il est parti", "reason"),
        ("fr", "comment ça se fait qu'elle soit pâle", "reason"),
        ("en", "how come it sank", "reason"),
        ("fr", "kan le pont a fermé", "date"),
        ("fr", "cmb ça coute", "number"),
        ("fr", "keskil a fait", "thing"),
    ],
)
def test_questions_typed_in_haste_are_read(lang: str, text: str, wanted: str) -> None:
    """Question words are known as people write them to each other."""
    assert kind(text, lang) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("l'incendie c'est un accident ou c'est criminel ?", ""),
        ("y aura un film ou pas", ""),
        ("tu habites ou", "place"),
        ("ou est le pont", "place"),
    ],
)
def test_or_is_not_where(text: str, wanted: str) -> None:
    """ "Ou" inside a question means "or", unless it is typed where only "où" makes sense."""
    assert kind(text, "fr") == wanted
