"""Text becomes the same terms in articles and in questions."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language import analysis
from retrieval.language.analysis import fold, stop_words, terms, tokens, word_terms


def test_a_word_gives_its_surface_its_stem_and_its_first_letters() -> None:
    """The three kinds of terms stand side by side, told apart by their prefix."""
    assert terms("Les fusées", "fr") == ["w:les", "s:le", "w:fusees", "s:fus", "p:fuse"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L'Égypte d’aujourd'hui, qu'on aime", ["égypte", "aujourd", "hui", "on", "aime"]),
        ("Poutine's visit", ["poutine", "visit"]),
        ("nord-coréen", ["nord", "coréen"]),
        ("100 000 habitants, 1,250.000 et 20 500", ["100000", "habitants", "1250000", "et", "20500"]),
        ("en 2019 100 fois", ["en", "2019", "100", "fois"]),
        ("ﬁn de l’ère", ["fin", "de", "ère"]),
        ("日本の首都", ["日本", "本の", "の首", "首都"]),
        ("2019年に", ["2019", "年に"]),
        ("हिन्दी", ["हिन्दी"]),
        ("🙂 … !", []),
    ],
)
def test_words_are_cut_as_a_reader_would(text: str, words: list[str]) -> None:
    """Elision, possessives, compounds, grouped numbers, unspaced scripts and vowel signs are each cut rightly."""
    assert tokens(text) == words


@pytest.mark.parametrize(
    ("one", "other"), [("Œuvre", "oeuvre"), ("CHOÏGOU", "choigou"), ("Straße", "strasse"), ("Łódź", "lodz")]
)
def test_case_and_accents_do_not_matter(one: str, other: str) -> None:
    """What is typed without accents finds what is written with them."""
    assert fold(one) == fold(other)


@given(st.text(st.characters(max_codepoint=0x24F)) | st.text())
def test_letters_folded_one_by_one_are_as_folded_together(text: str) -> None:
    """The quick way for the letters of Europe gives what the slow way for all scripts gives."""
    assert fold(text) == analysis._fold(text)


def test_marks_that_make_a_letter_stay() -> None:
    """Japanese voicing marks are no accents: が and か are different letters."""
    assert fold("が") != fold("か")


def test_inflected_forms_share_a_term() -> None:
    """A plural finds its singular through the stem, in every language that has a stemmer."""
    for lang, one, other in (("fr", "accords", "accord"), ("en", "visited", "visits"), ("de", "Häuser", "Hauses")):
        assert set(word_terms(one.lower(), lang)) & set(word_terms(other.lower(), lang))


def test_a_language_without_a_stemmer_uses_five_letters() -> None:
    """Polish has no Snowball stemmer here; its words meet by their first five letters."""
    assert "s:warsz" in word_terms("warszawie", "pl")
    assert "s:warsz" in word_terms("warszawa", "pl")


def test_question_words_are_stop_words_and_subjects_are_not() -> None:
    """What asks is told from what is asked about."""
    assert {"combien", "quel", "ou"} <= stop_words("fr")
    assert "accord" not in stop_words("fr")
    assert stop_words("xx") == frozenset()


def test_threads_give_the_same_terms() -> None:
    """Many threads may analyse at once: stemmers are not shared between them."""
    text = " ".join(f"nationalisations{number} communiquèrent" for number in range(300))
    expected = terms(text, "fr")
    found: list[list[str]] = []
    word_terms.cache_clear()
    threads = [threading.Thread(target=lambda: found.append(terms(text, "fr"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 8


@given(st.text(), st.sampled_from(["fr", "en", "ja", "hi", "xx"]))
def test_any_text_can_be_analysed_and_case_never_matters(text: str, lang: str) -> None:
    """Every term has a kind and a body, whatever is thrown at it."""
    assert all(len(term) > 2 and term[:2] in {"w:", "s:", "p:"} for term in terms(text, lang))


def test_a_megabyte_without_a_space_is_analysed_in_passing() -> None:
    """One endless word is one word; the time does not explode with its length."""
    assert len(tokens("a" * 1_000_000)) == 1
    assert len(tokens("1 000 " * 50_000)) <= 50_000
