"""The beginning of an article that a page shows to those who have not paid is told from a short article."""

import pytest

from retrieval.intake.paywalls import SHORT, is_stub
from tests.common.stories import article

BEGINNING = "Le viaduc rouvre\n\nLe viaduc de Kerlan a rouvert mardi matin aux voitures."
SIGNS = [
    "Subscribe to read this article.",
    "Already a subscriber? Log in.",
    "Cet article est réservé aux abonnés.",
    "Pour lire la suite, abonnez-vous.",
    "Il vous reste 80 % de cet article à lire.",
    "Jetzt weiterlesen mit Plus.",
    "Contenido exclusivo para suscriptores.",
    "Contenuto riservato agli abbonati.",
    "Conteúdo exclusivo para assinantes.",
]
DECLARED = b'<script type="application/ld+json">{"isAccessibleForFree": "False"}</script>'


@pytest.mark.parametrize("sign", SIGNS)
def test_a_short_page_that_asks_for_a_subscription_is_a_stub(sign: str) -> None:
    assert is_stub(article(f"{BEGINNING}\n\n{sign}"), b"")


def test_a_short_page_that_declares_itself_locked_is_a_stub() -> None:
    assert is_stub(article(BEGINNING), DECLARED)


def test_what_stands_right_behind_the_article_counts_and_what_stands_elsewhere_does_not() -> None:
    """A reader of pages leaves it out of the article."""
    shown = (
        "<head><script>var x = '{0}'</script></head><nav>{0}</nav><p>Le viaduc a rouvert mardi matin aux voitures.</p>"
    )
    short = article("Le viaduc\n\nLe viaduc a rouvert mardi matin aux voitures.")
    elsewhere = shown.format(SIGNS[2]) + "<p>Un mot.</p>" * 40 + f"<aside>{SIGNS[2]}</aside>"
    assert is_stub(
        short, f"{shown.format('')}<div><b>Cet article est r&eacute;serv&eacute;</b> aux abonnés</div>".encode()
    )
    assert not is_stub(short, elsewhere.encode())


def test_a_short_article_is_none_nor_is_a_long_one_whatever_stands_around_it() -> None:
    assert not is_stub(article(BEGINNING), b"<a>Subscribe</a>")
    assert not is_stub(article(BEGINNING + " La ville lance un journal pour ses abonnés."), b"")
    assert not is_stub(article(BEGINNING + " Il mesure 412 mètres." * (SHORT // 20) + SIGNS[2]), DECLARED)
