"""What a sentence denies, whom it names and of what it speaks; where that is not plain, nothing is told."""

import pytest

from retrieval.answering.agreement.statements import denials, is_plain, names_in, stems


@pytest.mark.parametrize(
    ("text", "lang", "denied"),
    [
        ("Le pont n'est pas ouvert.", "fr", 1),
        ("Le pont n’est plus ouvert.", "fr", 1),
        ("Aucun train ne circule.", "fr", 1),
        ("Il n'a rien dit et n'est jamais venu.", "fr", 2),
        ("Le pont est plus long.", "fr", 0),
        ("Anne est née à Ys, où est né Jean.", "fr", 0),
        ("Le pont n'est ouvert qu'aux piétons.", "fr", None),
        ("Pas de train à Ys.", "fr", None),
        ("The bridge isn’t open.", "en", 1),
        ("The bridge is no longer open and never was.", "en", 2),
        ("The bridge is open.", "en", 0),
    ],
)
def test_denials_are_counted_where_they_are_whole(text: str, lang: str, denied: int | None) -> None:
    assert denials(text, lang) == denied


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        ("Le maire, Jean Le Bris, vit à Ys.", "fr", ["Jean Le Bris", "Ys"]),
        ("Anne de La Tour est venue mardi de L'Aigle.", "fr", ["Anne de La Tour", "L'Aigle"]),
        ("On Monday Morag Sinclair left Skarn in May.", "en", ["Morag Sinclair", "Skarn"]),
        ("Engineers built the bridge.", "en", None),
    ],
)
def test_names_are_words_with_capitals_in_a_row(text: str, lang: str, names: list[str] | None) -> None:
    """A single word that opens a sentence may be no name: then none is told."""
    found = names_in(text, lang)
    assert (found if found is None else [text[slice(*one)] for one in found]) == names


def test_a_denial_speaks_of_what_it_denies() -> None:
    denied, said = stems("The bridge isn't closed to trucks.", "en"), stems("The bridge is closed to trucks.", "en")
    assert denied == said == {"s:bridg", "s:close", "s:truck"}


def test_what_may_be_is_not_plain_and_the_month_of_may_is() -> None:
    assert not is_plain("The bridge may be closed.", "en")
    assert is_plain("The bridge was closed in May.", "en")
    assert not is_plain("Le pont est partiellement fermé.", "fr")
    assert not is_plain("Le pont est « fermé ».", "fr")
