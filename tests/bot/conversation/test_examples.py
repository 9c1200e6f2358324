"""The questions that a newcomer is offered are made from the library, and each has its answer there."""

import time
from collections.abc import Iterator
from itertools import chain

import pytest
from sqlalchemy.exc import OperationalError

from bot.conversation.examples import Examples, candidates
from retrieval.answering.answering import answer
from retrieval.index.index import bring_up_to_date
from retrieval.language.segmentation import split_passages
from retrieval.library.arrivals import Arrival
from retrieval.library.library import Library
from retrieval.types import Answer, Passage
from tests.common.running_bot import RunningBot, running_bot
from tests.common.stories import TOWER, article, library

BRIDGE = """The Harrow Bridge

The Harrow Bridge was opened on 3 June 1932 by the mayor. Ingrid Solberg was the engineer who drew it. \
It was painted red in 1960."""
ARTICLES = (article(TOWER, date="2021-05-04"), article(BRIDGE, "en", date="2019"))
MADE = [
    "Qu’est-ce que la tour de Sarn\xa0?",
    "Combien pèse la tour de Sarn\xa0?",
    "When was the Harrow Bridge opened?",
    "Who is Ingrid Solberg?",
]


def passages_of(made: Library) -> Iterator[Passage]:
    """The living passages, as the bot gives them."""
    return (passage for _, passage in made.living())


def test_questions_are_made_of_sentences_that_define_date_and_measure() -> None:
    passages = chain.from_iterable(split_passages(one) for one in ARTICLES)
    assert [question for question, _, _ in candidates(passages)] == MADE


@pytest.mark.parametrize(
    ("lang", "text", "made"),
    [
        (
            "de",
            (
                "Die Brücke von Kerlan ist ein Viadukt aus Stein. Ingrid Solberg war die Ingenieurin, die sie entwarf. "
                "Die Brücke von Kerlan wurde am 3. Juni 1932 vom Bürgermeister eröffnet. Die Glocke wiegt 300 Kilo."
            ),
            [
                "Was ist die Brücke von Kerlan?",
                "Wer war Ingrid Solberg?",
                "Wann wurde die Brücke von Kerlan eröffnet?",
                "Wie viel wiegt die Glocke?",
            ],
        ),
        (
            "es",
            (
                "El puente de Kerlan es un viaducto de piedra. Ingrid Solberg fue la ingeniera que lo dibujó. "
                "El puente de Kerlan fue inaugurado el 3 de junio de 1932. La campana pesa 300 kilos."
            ),
            [
                "¿Qué es el puente de Kerlan?",
                "¿Quién fue Ingrid Solberg?",
                "¿Cuándo fue inaugurado el puente de Kerlan?",
                "¿Cuánto pesa la campana?",
            ],
        ),
        (
            "it",
            (
                "Il ponte di Kerlan è un viadotto di pietra. Ingrid Solberg era l'ingegnera che lo disegnò. "
                "Ingrid Solberg fu la prima a salirci. Il ponte di Kerlan è stato inaugurato il 3 giugno 1932. "
                "L'antica campana pesa 300 chili."
            ),
            [
                "Che cos’è il ponte di Kerlan?",
                "Chi fu Ingrid Solberg?",
                "Quando è stato inaugurato il ponte di Kerlan?",
                "Quanto pesa l'antica campana?",
            ],
        ),
        (
            "pt",
            (
                "A ponte de Kerlan é um viaduto de pedra. Ingrid Solberg foi a engenheira que a desenhou. "
                "A ponte de Kerlan foi inaugurada em 3 de junho de 1932. O sino pesa 300 quilos."
            ),
            [
                "O que é a ponte de Kerlan?",
                "Quem foi Ingrid Solberg?",
                "Quando foi inaugurada a ponte de Kerlan?",
                "Quanto pesa o sino?",
            ],
        ),
    ],
)
def test_each_language_makes_questions_of_its_own(lang: str, text: str, made: list[str]) -> None:
    passages = split_passages(article(f"Kerlan\n\n{text}", lang))
    assert [question for question, _, _ in candidates(passages)] == made


def test_only_questions_whose_answer_is_that_sentence_are_offered() -> None:
    made, index = library(*ARTICLES)
    examples = Examples()
    examples.look_for(lambda question: answer(question, made, index), passages_of(made)).join()
    for lang in ("fr", "en"):
        offered = examples.offered(lang)
        assert offered
        assert {example.question for example in offered} <= set(MADE)
        assert all(example.lang == lang for example in offered)
        for example in offered:
            assert answer(example.question, made, index).confidence == "sure"
            assert examples.question(example.key) == example.question


def test_what_is_offered_follows_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """A removed or corrected article's questions are offered no more, those of what came since are found."""
    monkeypatch.setattr("bot.conversation.examples.AGAIN", 0.0)
    made, index = library(*ARTICLES)
    examples = Examples()

    def ask(question: str) -> Answer:
        bring_up_to_date(made, index)
        return answer(question, made, index)

    examples.follow(ask, made).join()
    assert "Sarn" in str(examples.offered("fr"))
    kept = next(example for example in examples.offered("fr") if "Sarn" in example.question)
    made.remove(1)
    assert "Sarn" not in str(examples.offered("fr"))
    assert not any("Sarn" in one.question for one in examples.closest("Qui habite la tour de Sarn ?", "fr"))
    assert examples.question(kept.key) == kept.question  # a button of before still asks it
    other = article(TOWER.replace("Sarn", "Zanvec"), date="2022-05-04")
    list(made.add([Arrival(other, origin="z", file="z")]))
    until = time.monotonic() + 20
    while "Zanvec" not in str(examples.offered("fr")) and time.monotonic() < until:
        time.sleep(0.05)
    assert "Zanvec" in str(examples.offered("fr"))


def test_a_database_that_is_away_for_a_while_is_looked_through_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread ends in silence, and the next look begins anew though nothing has changed."""
    monkeypatch.setattr("bot.conversation.examples.AGAIN", 0.0)
    made, index = library(*ARTICLES)
    examples, away = Examples(), iter([True])

    def ask(question: str) -> Answer:
        if next(away, False):
            raise OperationalError("SELECT", None, Exception("server closed the connection"))
        return answer(question, made, index)

    examples.follow(ask, made).join()
    assert examples._found == ()
    until = time.monotonic() + 20
    while "Sarn" not in str(examples.offered("fr")) and time.monotonic() < until:
        time.sleep(0.05)
    assert "Sarn" in str(examples.offered("fr"))


def test_the_questions_closest_to_one_without_an_answer_share_its_words() -> None:
    made, index = library(*ARTICLES)
    examples = Examples()
    examples.look_for(lambda question: answer(question, made, index), passages_of(made)).join()
    assert {"Sarn" in one.question for one in examples.closest("Qui habite la tour de Sarn ?", "fr")} == {True}
    assert examples.closest("Qui a écrit Madame Bovary ?", "fr") == ()


def test_a_library_that_answers_nothing_offers_nothing() -> None:
    made, index = library(article("Une ligne"))
    examples = Examples()
    examples.look_for(lambda question: answer(question, made, index), passages_of(made)).join()
    assert examples.offered("fr") == examples.closest("Une ligne ?", "fr") == ()


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBot]:
    """One process for all conversations of this module."""
    files = {"tour.txt": f"Date : 2021-05-04\n\n{TOWER}", "bridge.txt": f"Date: 2019-01-02\nLang: en\n\n{BRIDGE}"}
    with running_bot(tmp_path_factory.mktemp("ibid"), files) as running:
        yield running
        running.check_discretion()


def test_start_says_what_the_bot_is_how_much_it_holds_and_offers_questions_that_it_answers(bot: RunningBot) -> None:
    talk = bot.talk("fr")
    start = talk.ask("/start")
    while not any("Sarn" in button["text"] for button in start.buttons):
        start = talk.ask("/start")
    assert "J’ai 2 articles. Ils vont du 2 janvier 2019 au 4 mai 2021." in start.text
    for button in start.buttons:
        reply = talk.press(start, button)
        assert " ".join(reply.text.partition("\n")[0].split()) == f"Question : {button['text']}"
        assert "La tour de Sarn" in reply.quoted("blockquote")[0]
        assert f"s:{reply.buttons[0]['callback_data'][2:]}" == reply.buttons[0]["callback_data"]


def test_a_question_without_an_answer_offers_those_near_to_it(bot: RunningBot) -> None:
    talk = bot.talk("fr")
    silent = talk.ask("Qui a vendu la tour de Sarn à Gérard Lefloc en 1788 ?")
    assert silent.quoted("blockquote") == []
    near = next(button for button in silent.buttons if button["callback_data"].startswith("q:"))
    assert "tour de Sarn" in talk.press(silent, near).quoted("blockquote")[0]


def test_a_button_of_a_question_that_the_library_lost_says_so(bot: RunningBot) -> None:
    talk = bot.talk("fr")
    start = talk.ask("/start")
    query = talk.server.forge(start, "q:00000000", talk.person)
    assert "ne fonctionne plus" in talk.popup(query)
