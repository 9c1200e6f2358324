"""One thing that is written in several ways is found however it is written."""

import pytest

from retrieval.language.analysis import terms, tokens, word_terms
from retrieval.language.notation import wholes


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("en", "U.N.", "UN"),
        ("en", "J.K. Rowling", "JK Rowling"),
        ("fr", "Louis XIV", "louis 14"),
        ("fr", "XXe siècle", "20e siècle"),
        ("fr", "XXᵉ siècle", "20ème siècle"),
        ("en", "20th century", "20TH century"),
        ("en", "12 per cent", "12%"),
        ("en", "12 percent", "12 %"),
        ("fr", "12 pour cent", "12 %"),
        ("de", "12 Prozent", "12 %"),
        ("en", "643 km²", "643 square kilometres"),
        ("fr", "643 km²", "643 kilomètres carrés"),
        ("de", "643 km²", "643 Quadratkilometer"),
        ("en", "12 450", "12,450"),
        ("en", "12450", "12\u202f450"),
        ("fr", "gouver\u00adnement", "gouvernement"),
        ("ar", "العبّارة", "العبارة"),
        ("tr", "İLİNDEKİ YAPILDI", "ilindeki yapıldı"),
        ("tr", "ISPARTA", "ısparta"),
    ],
)
def test_two_ways_of_writing_have_the_same_terms(lang: str, one: str, other: str) -> None:
    """What is asked in one way finds what is written in the other."""
    assert terms(one, lang) == terms(other, lang)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("AR-7", "AR7"),
        ("2 September 2001", "2001-09-02"),
        ("le 2 septembre 2001", "September 2, 2001"),
        ("el 2 de septiembre de 2001", "2. September 2001"),
        ("1er mars 2023", "2023-03-01"),
    ],
)
def test_a_whole_stands_behind_its_parts(one: str, other: str) -> None:
    """Two ways of writing a code or a date share the whole, which is no part."""
    for text in (one, other):
        cut = tokens(text)
        last = len(cut) - 1
        assert cut[last] == tokens(other)[-1]
        assert last == 0 or last in wholes(cut)


def test_signs_are_words() -> None:
    """C++, C#, F# and .NET are four words, none of which is C."""
    assert len({tokens(word)[0] for word in ("C++", "C#", "F#", ".NET", "C", "net")}) == 6
    assert tokens("in C++, C# (.NET)") == ["in", "cplusplus", "csharp", "dotnet"]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("The end.And so", ["the", "end", "and", "so"]),
        ("nord-coréen 2-1", ["nord", "coréen", "2", "1"]),
        ("en mai, 3 personnes", ["en", "mai", "3", "personnes"]),
        ("la vie", ["la", "vie"]),
        ("example.network", ["example", "network"]),
    ],
)
def test_other_words_are_left_as_they_are(text: str, cut: list[str]) -> None:
    """What only looks like one of these is cut as before."""
    assert tokens(text) == cut


def test_small_words_are_no_numbers() -> None:
    """ "Vie" is no VIe, and Swedish "vi" no 6."""
    assert word_terms("vie", "fr")[0] == "w:vie"
    assert word_terms("vi", "sv")[0] == "w:vi"
