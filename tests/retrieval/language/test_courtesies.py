import pytest

from retrieval.answering.answering import answer
from retrieval.language.courtesies import without_courtesies
from tests.common.stories import BRIDGE, article, library


@pytest.mark.parametrize(
    ("lang", "said", "meant"),
    [
        ("fr", "Est-ce que tu peux me dire combien pèse la tour ?", "combien pèse la tour ?"),
        ("fr", "Bonjour, quand le mur est-il tombé, s'il vous plaît ?", "quand le mur est-il tombé"),
        ("fr", "Peux-tu m’expliquer ce qu’est le GIEC ? Merci d'avance !", "ce qu’est le GIEC ?"),
        ("fr", "combien pèse la tour stp", "combien pèse la tour"),
        ("en", "Hello! Could you tell me who built it, do you know?", "who built it"),
        ("en", "Please tell me when the wall fell. Thanks!", "when the wall fell."),
        ("de", "Hallo, kannst du mir sagen, wann die Mauer fiel?", "wann die Mauer fiel?"),
        ("es", "Hola, ¿sabes quién construyó la torre?", "quién construyó la torre?"),
        ("it", "Puoi dirmi chi ha costruito la torre, per favore?", "chi ha costruito la torre"),
        ("pt", "Você pode me dizer quem construiu a torre?", "quem construiu a torre?"),
    ],
)
def test_what_is_said_around_a_question_is_taken_away(lang: str, said: str, meant: str) -> None:
    assert without_courtesies(said, lang) == meant


@pytest.mark.parametrize(
    ("lang", "asked"),
    [
        ("en", "Hey Jude was written by whom?"),
        ("fr", "Comment dit-on merci ?"),
        ("fr", "Merci"),
        ("fr", "Dis-moi, tu sais ?"),
        ("en", "Hello!"),
        ("ja", "塔の高さは？"),
        ("fr", ""),
    ],
)
def test_a_question_is_never_cut(lang: str, asked: str) -> None:
    """Names and words asked about stay, and what is nothing but courtesy is left as it is."""
    assert without_courtesies(asked, lang) == asked


def test_a_courteous_question_has_the_answer_of_a_plain_one() -> None:
    """The words around it are neither sought nor missed."""
    held = library(article(BRIDGE))
    plain = answer("Combien mesure le viaduc de Kerlan ?", *held)
    courteous = answer("Bonjour, est-ce que tu peux me dire combien mesure le viaduc de Kerlan ? Merci !", *held)
    assert plain.citations == courteous.citations
    assert plain.citations
    assert plain.unknown == courteous.unknown
    assert plain.probability == pytest.approx(courteous.probability)
