"""A word that no article holds is taken for the one that was meant, or left alone."""

from functools import cache
from pathlib import Path

import pytest

from retrieval.language.analysis import fold, tokens
from retrieval.language.spelling import Speller
from tests.common import ROOT

HERE = Path(__file__).parent
SEEDS = ROOT / "seeds"


def lines(name: str) -> list[str]:
    """The lines of a list of `spelling/` that are no comments."""
    text = (HERE / "spelling" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


@cache
def vocabulary() -> frozenset[str]:
    """The words of the shipped articles, and the names and words of the list."""
    texts = [path.read_text(encoding="utf-8") for path in SEEDS.iterdir()] + lines("vocabulary.txt")
    return frozenset(fold(token) for text in texts for token in tokens(text))


@cache
def speller() -> Speller:
    return Speller(vocabulary())


def absent(words: list[str]) -> list[str]:
    """Those that are in no article in any form: no others are looked up."""
    return [word for word in dict.fromkeys(fold(word) for word in words) if word not in vocabulary()]


def test_four_misspelt_words_in_five_are_understood() -> None:
    """Other transliterations, wrong doubles and accents, and slips of the finger, in French and English."""
    meant = {fold(wrong): fold(right) for wrong, right in (line.split() for line in lines("misspelt.txt"))}
    asked = absent(list(meant))
    understood = [word for word in asked if speller().nearest(word) == meant[word]]
    assert len(asked) >= 60
    assert len(understood) >= 0.8 * len(asked), sorted(set(asked) - set(understood))


def test_no_misspelt_word_is_taken_for_a_third_one() -> None:
    """What is not understood is left alone: at most three in a hundred are given another word than was meant."""
    meant = {fold(wrong): fold(right) for wrong, right in (line.split() for line in lines("misspelt.txt"))}
    wrong = {word: speller().nearest(word) for word in absent(list(meant))}
    wrong = {word: near for word, near in wrong.items() if near not in (None, meant[word])}
    assert len(wrong) <= 0.03 * len(meant), wrong


def test_words_that_are_right_are_left_alone() -> None:
    """Inflected and derived forms, other names and other words: three in a hundred may be mistaken, no more."""
    asked = absent([word for line in lines("meant.txt") for word in line.split()])
    mistaken = {word: near for word in asked if (near := speller().nearest(word))}
    assert len(asked) >= 60
    assert len(mistaken) <= 0.03 * len(asked), mistaken


@pytest.mark.parametrize(
    "word",
    ["nationalite", "ministere", "polonais", "2023", "covid19", "xviii", "xviiieme", "putn", "東京都庁前", "", "a"],
)
def test_inflections_numbers_short_words_and_other_scripts_are_never_corrected(word: str) -> None:
    """Near words or not, these are answered with nothing."""
    near = ["nationaliste", "ministre", "ministres", "pologne", "2022", "covid", "putin", "東京都庁", "aa"]
    assert Speller(near).nearest(word) is None


def test_two_words_equally_near_are_neither() -> None:
    """Where one letter decides between two words, there is no guess; where both are forms of one, there is."""
    assert Speller(["karlovska", "karlovski"]).nearest("karlovsku") is None
    assert Speller(["gouvernail", "gouvernails"]).nearest("gouverniail") == "gouvernail"


def test_names_in_cyrillic_and_greek_are_understood() -> None:
    """Two letters swapped are found in the alphabets that rest on single letters."""
    assert Speller(["зеленскии"]).nearest("зелескнии") is None
    assert Speller(["зеленскии", "αθηναιος"]).nearest("зелеснкии") == "зеленскии"
    assert Speller(["зеленскии", "αθηναιος"]).nearest("αθηνιαος") == "αθηναιος"


def test_a_library_without_words_corrects_nothing() -> None:
    """An empty vocabulary, or one of numbers alone, is no error."""
    assert Speller([]).nearest("choigou") is None
    assert Speller(["2023", "x"]).nearest("choigou") is None


def test_words_without_a_sound_keep_the_others_in_their_places() -> None:
    """A word of mute letters alone must not shift which word belongs to which sound."""
    assert Speller(["hhhh", "choigou", "eses", "hehs", "lavrov"]).nearest("shoigu") == "choigou"
