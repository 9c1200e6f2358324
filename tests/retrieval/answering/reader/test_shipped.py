"""The shipped reader, int8, against the same weights in float32: it puts a fixed set in the same order."""

from itertools import combinations

import pytest

from retrieval.answering.reader.network import Network
from retrieval.answering.reader.pairs import Pair
from retrieval.answering.reader.reader import SHIPPED

# Of each question and title, sentences with the numbers that the float weights give them (PyTorch, float32).
FLOAT = {
    ("combien pèse le bateau", "L'Hirondelle"): {
        "Le voilier pèse 14 tonnes.": 2.57,
        "Sa coque mesure 12 mètres de long.": 0.14,
        "Il a coûté 14 millions de francs.": -3.16,
        "Le port compte 300 bateaux.": -2.84,
    },
    ("qui a construit le pont ?", "Le pont de Brennec"): {
        "L'ouvrage est dû à l'ingénieur Marthe Kervella.": 1.5,
        "Le pont a été construit en 1911.": -2.09,
        "Il enjambe la rivière en aval du moulin.": -5.34,
        "La municipalité a voté sa réfection.": -3.24,
    },
    ("pourquoi l'usine a fermé", "La verrerie de Montclar"): {
        "Faute de commandes, la direction a arrêté les fours.": -1.23,
        "L'usine a fermé en mars.": -3.32,
        "Elle employait 140 personnes.": -4.04,
        "Le maire s'est dit très ému.": -4.19,
    },
    ("when does the ferry leave", "The Orsay ferry"): {
        "Sailings are at nine and at half past four.": -4.52,
        "The ferry was built in 1987.": -3.55,
        "Tickets cost twelve pounds.": -6.4,
        "The island has two hundred inhabitants.": -7.07,
    },
    ("who won the chess final", "Chess in Nairobi"): {
        "Grace Wambui, 14, beat the champion in thirty moves.": 0.37,
        "The final was played on Sunday.": -4.92,
        "Chess is taught in forty schools.": -8.3,
        "The hall was full.": -6.32,
    },
    ("wie hoch ist der turm", "Der Wasserturm"): {
        "Er ragt 58 Meter in den Himmel.": 2.74,
        "Der Turm wurde 1902 gebaut.": -6.47,
        "Im Keller gibt es ein Museum.": -8.19,
        "Der Eintritt kostet drei Euro.": -5.43,
    },
    ("how old is the bakery", "La boulangerie Kornblum"): {
        "La maison a été fondée en 1923.": -0.69,
        "La boulangerie vend du pain de seigle.": -7.24,
        "Elle emploie neuf personnes.": -6.59,
        "Les clients font la queue le dimanche.": -5.73,
    },
}
# What int8 takes or adds to a number at most (a third on average; 1.1 here), and how far apart two must be for their
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
