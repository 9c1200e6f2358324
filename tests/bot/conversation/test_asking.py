"""What a message asks: each question goes on from the one before it, and from what is said around it."""

from bot.conversation.asking import ask_all, subject_in
from bot.conversation.followups import Subject
from retrieval.answering.answering import answer, silence
from retrieval.types import Answer
from tests.common.stories import library

LIBRARY, INDEX = library()


def ask(question: str) -> Answer:
    return answer(question, LIBRARY, INDEX)


def test_a_second_question_goes_on_from_the_first_and_the_fourth_is_named() -> None:
    exchange = ask_all("Où est le viaduc de Kerlan ? Combien mesure-t-il ? Qui ? Quand ? Pourquoi ?", None, silence)
    assert [one.reading.understood for one in exchange.asked[:2]] == ["", "viaduc Kerlan"]
    assert [one.question for one in exchange.asked] == [
        "Où est le viaduc de Kerlan ?",
        "Combien mesure-t-il ?",
        "Qui ?",
    ]
    assert exchange.more == ("Quand ?", "Pourquoi ?")


def test_a_pronoun_stands_for_what_is_said_before_the_question() -> None:
    (asked,) = ask_all("J'ai vu le viaduc de Kerlan. Combien mesure-t-il ?", None, ask).asked
    assert asked.reading.understood == "viaduc Kerlan"
    assert asked.answer.citations


def test_a_question_of_3000_characters_is_asked_by_its_last_sentence() -> None:
    story = "Hier, je me suis promené le long de la rivière, et il a plu. " * 50
    (asked,) = ask_all(f"{story}Quelle est la longueur du viaduc de Kerlan ?", None, ask).asked
    assert "412" in asked.answer.citations[0].text
    assert asked.reading.question == "Quelle est la longueur du viaduc de Kerlan ?"


def test_a_question_alone_is_asked_as_before() -> None:
    asked: list[str] = []

    def note(question: str) -> Answer:
        asked.append(question)
        return silence(question)

    ask_all("Et en 2019 ?", Subject("Combien de", ("Kerlan",), ("visiteurs", "Kerlan", "2018")), note)
    assert asked == ["Combien de visiteurs Kerlan en 2019 ?"]


def test_the_subject_of_sentences_is_what_they_name_most() -> None:
    subject = subject_in(["Rahima Banu had smallpox.", "Yesterday we spoke of Rahima Banu."])
    assert subject.names == ("Rahima", "Banu")
