"""The shipped reader, int8, against the same weights in float32: it puts a fixed set in the same order."""

from itertools import combinations

import pytest

from retrieval.answering.reader.network import Network
from retrieval.answering.reader.pairs import Pair
from retrieval.answering.reader.reader import SHIPPED

# Of each question and title, sentences with the numbers that the float weights give them (PyTorch, float32).
FLOAT = {
    ("combien pèse le bateau", "L'Hirondelle"): {
        "Le voilier pèse 14 tonnes.": 1.05,
        "Sa coque mesure 12 mètres de long.": -0.89,
        "Il a coûté 14 millions de francs.": -2.75,
        "Le port compte 300 bateaux.": -1.8,
    },
    ("qui a construit le pont ?", "Le pont de Brennec"): {
        "L'ouvrage est dû à l'ingénieur Marthe Kervella.": 0.86,
        "Le pont a été construit en 1911.": -0.99,
        "Il enjambe la rivière en aval du moulin.": -5.31,
        "La municipalité a voté sa réfection.": -3.55,
    },
    ("pourquoi l'usine a fermé", "La verrerie de Montclar"): {
        "Faute de commandes, la direction a arrêté les fours.": -2.35,
        "L'usine a fermé en mars.": -0.48,
        "Elle employait 140 personnes.": -4.79,
        "Le maire s'est dit très ému.": -4.75,
    },
    ("when does the ferry leave", "The Orsay ferry"): {
        "Sailings are at nine and at half past four.": -3.07,
        "The ferry was built in 1987.": -3.72,
        "Tickets cost twelve pounds.": -4.95,
        "The island has two hundred inhabitants.": -6.11,
    },
    ("who won the chess final", "Chess in Nairobi"): {
        "Grace Wambui, 14, beat the champion in thirty moves.": 0.17,
        "The final was played on Sunday.": -3.32,
        "Chess is taught in forty schools.": -7.09,
        "The hall was full.": -5.61,
    },
    ("wie hoch ist der turm", "Der Wasserturm"): {
        "Er ragt 58 Meter in den Himmel.": 1.39,
        "Der Turm wurde 1902 gebaut.": -3.06,
        "Im Keller gibt es ein Museum.": -7.78,
        "Der Eintritt kostet drei Euro.": -2.04,
    },
    ("how old is the bakery", "La boulangerie Kornblum"): {
        "La maison a été fondée en 1923.": -3.76,
        "La boulangerie vend du pain de seigle.": -6.98,
        "Elle emploie neuf personnes.": -5.9,
        "Les clients font la queue le dimanche.": -7.58,
    },
}
# What int8 takes or adds to a number at most (a third on average; .9 here), and how far apart two must be for their
# order to be held to.
LOST, APART = 1.5, 1.0


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(SHIPPED)


@pytest.mark.parametrize(("question", "title"), FLOAT)
def test_int8_keeps_the_order_of_the_float_weights(network: Network, question: str, title: str) -> None:
    """Also on processors whose products of 8 bits could overflow, for which the weights have 7."""
    wanted = FLOAT[question, title]
    found = {sentence: network.number(Pair(question, title, "", sentence)) for sentence in wanted}
    assert found == pytest.approx(wanted, abs=LOST)
    for one, other in combinations(wanted, 2):
        if abs(wanted[one] - wanted[other]) >= APART:
            assert (found[one] > found[other]) == (wanted[one] > wanted[other]), (one, other)
