from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.letters import LONG, SHORT, shared

TEXTS = st.text(alphabet="ab é名😀", max_size=40)


def stretches(text: str, length: int) -> list[str]:
    return sorted({text[at : at + length] for at in range(len(text) - length + 1)})


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=6))
def test_what_is_shared_is_what_stands_in_the_text(question: str, texts: list[str]) -> None:
    """Every stretch of the question is found in each text that has it, and in no other."""
    for length, held in zip((SHORT, LONG), shared(question, texts), strict=True):
        wanted = stretches(question, length)
        assert held.shape == (len(texts), len(wanted))
        for text, row in zip(texts, held.tolist(), strict=True):
            assert sum(row) == sum(stretch in text for stretch in wanted)


def test_nothing_is_shared_over_the_border_of_two_texts() -> None:
    """The end of one text and the beginning of the next are no stretch."""
    short, _ = shared("abcd", ["xxab", "cdxx"])
    assert not short.any()


def test_a_compound_shares_letters_with_its_parts() -> None:
    """Of two sentences without any word of the question, that with its compound shares more."""
    short, long = shared(" steuer fur hunde ", [" die hundesteuer stieg ", " die katze schlief "])
    assert short.sum(axis=1)[0] > short.sum(axis=1)[1] == 0
    assert not long.any()
