"""With the reader: what the words alone do not find is found, across languages too, and what is near is said to be."""

import pytest

from tests.common import ROOT
from tests.common.running_bot import RunningBot, Talk

SETTINGS = {"IBID_READER": "shipped"}
ARTICLES = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "seeds").iterdir() if path.is_file()} | {
    "prison.md": """---
title: Le maire de Bellefosse condamné
lang: fr
---

Le tribunal de Bellefosse a rendu son jugement lundi. L'ancien maire, Armand Quillec, purgera une peine de dix-huit mois
d'emprisonnement pour détournement de fonds.

La salle du conseil a été repeinte en vert. Le public était venu nombreux.
""",
    "ferry.md": """---
title: A new ferry for Skarn
lang: en
---

The island of Skarn has ordered a ferry from a yard in Gdansk. It will carry sixty cars and three hundred passengers.

The old vessel, built in 1979, is to be broken up in Turkey next spring.
""",
}
pytestmark = pytest.mark.usefixtures("nothing_refused")


@pytest.fixture(scope="module", autouse=True)
def read(bot: RunningBot) -> None:
    """The reader is loaded, and has read every sentence."""
    bot.server.wait_until(lambda: "The reader has read " in bot.output, timeout=240)


def test_an_everyday_question_finds_the_formal_sentence(talk: Talk) -> None:
    """No word of it but the town's name stands in the sentence."""
    said = talk.ask("qui est allé en prison à bellefosse ?").text
    assert "purgera une peine de dix-huit mois d'emprisonnement" in said


def test_a_question_finds_a_sentence_in_another_language_and_is_never_sure(talk: Talk) -> None:
    """It is quoted as it stands, with a word of caution, and the note says in which language it is."""
    said = talk.ask("qu'est devenu l'ancien bateau de Skarn").text
    assert "is to be broken up in Turkey next spring." in said
    assert "(en anglais)" in said
    assert said.startswith(("Ce n’est peut-être pas la réponse", "Je ne suis pas sûr"))


def test_what_is_only_near_is_quoted_as_what_it_is_and_has_its_source(talk: Talk) -> None:
    """The articles are not said to be silent with the answer in hand; `/source` shows where the sentence stands."""
    answer = talk.ask("le ferry il transporte combien de gens")
    assert "three hundred passengers" in answer.text
    assert "three hundred passengers" in talk.ask("/source").text


def test_what_the_articles_do_not_touch_is_met_with_silence(talk: Talk) -> None:
    """Nothing is quoted to small questions about something else."""
    said = talk.ask("Quelle est la capitale de la Mongolie ?").text
    assert said.startswith("Les articles ne répondent pas")
