"""A question is read for its words, what they weigh, and the kind of answer that it wants."""

import pytest

from retrieval.answering.kinds import question_kind
from retrieval.answering.question import read_question
from tests.common.stories import article, library


@pytest.mark.parametrize(
    ("lang", "text", "kind"),
    [
        ("fr", "Combien de temps ont duré les discussions ?", "number"),
        ("fr", "combien coûte le viaduc", "number"),
        ("fr", "Quelle est la longueur du pont ?", "number"),
        ("fr", "Quand le pont a-t-il été construit ?", "date"),
        ("fr", "En quelle année a-t-on fermé le pont ?", "date"),
        ("fr", "Où se trouve Kerlan ?", "place"),
        ("fr", "Dans quel pays se trouve Kerlan ?", "place"),
        ("fr", "Qui préside l'association ?", "person"),
        ("fr", "Quel ministre a signé ?", "person"),
        ("fr", "Pourquoi le pont a-t-il été fermé ?", "reason"),
        ("fr", "Comment se rend-on à Kerlan ?", "manner"),
        ("fr", "Qu'est-ce que la CCPK ?", "definition"),
        ("fr", "Qui est Solange Prigent ?", "definition"),
        ("fr", "Qui est le président de l'association des commerçants ?", "person"),
        ("fr", "Est-ce que le pont est ouvert ?", "yes-no"),
        ("fr", "Y a-t-il un accord ?", "yes-no"),
        ("fr", "Que regrettent les commerçants ?", "thing"),
        ("fr", "Comment s'appelle le pont ?", "thing"),
        ("fr", "viaduc kerlan", ""),
        ("en", "How long is the bridge?", "number"),
        ("en", "What year did it close?", "date"),
        ("en", "Which city is closest?", "place"),
        ("en", "Who was the last keeper of the lighthouse?", "person"),
        ("en", "Who was Morag Sinclair?", "definition"),
        ("en", "Why was it switched off?", "reason"),
        ("de", "Wie viele Brücken gibt es?", "number"),
        ("de", "Wann wurde die Brücke gebaut?", "date"),
        ("de", "Wer hat die Brücke gebaut?", "person"),
        ("de", "Wo liegt Kerlan?", "place"),
        ("de", "Warum wurde sie gesperrt?", "reason"),
        ("de", "Was ist ein Viadukt?", "definition"),
        ("de", "Wie hoch ist die Brücke?", "number"),
        ("es", "¿Cuántos puentes hay?", "number"),
        ("es", "¿Cuándo se construyó el puente?", "date"),
        ("es", "¿Quién construyó el puente?", "person"),
        ("es", "¿Dónde está Kerlan?", "place"),
        ("es", "¿Qué es un viaducto?", "definition"),
        ("it", "Quanti ponti ci sono?", "number"),
        ("it", "Quando è stato costruito il ponte?", "date"),
        ("it", "Dove si trova Kerlan?", "place"),
        ("it", "Perché è stato chiuso?", "reason"),
        ("it", "Che cos'è un viadotto?", "definition"),
        ("pt", "Quantas pontes há?", "number"),
        ("pt", "Quando a ponte foi construída?", "date"),
        ("pt", "Quem construiu a ponte?", "person"),
        ("pt", "Por que foi fechada?", "reason"),
        ("pt", "O que é um viaduto?", "definition"),
        ("es", "¿Por qué se cerró?", "reason"),
        ("it", "Chi ha costruito il ponte?", "person"),
        ("pt", "Onde fica a ponte?", "place"),
    ],
)
def test_the_question_words_tell_the_kind(lang: str, text: str, kind: str) -> None:
    """Six languages are asked in, and "which" is told by its noun."""
    assert question_kind(text, lang) == kind


def test_the_words_that_ask_are_not_searched_for() -> None:
    """ "Combien" stands in no article; it must not count as a missing subject."""
    made, index = library()
    question = read_question("Combien mesure le viaduc de Kerlan ?", index, made.languages)
    assert [word.text for word in question.words] == ["mesure", "viaduc", "Kerlan"]
    assert not any(word.unseen for word in question.words)


def test_names_numbers_and_unseen_words_are_marked() -> None:
    """What is written with a capital, with digits, or in no article is known as such."""
    made, index = library()
    words = {
        w.text: w for w in read_question("Le maire de Quimper a-t-il payé 8 millions ?", index, made.languages).words
    }
    assert words["Quimper"].is_name
    assert words["Quimper"].unseen
    assert words["8"].is_number
    assert not words["millions"].unseen


def test_a_question_of_nothing_but_stop_words_keeps_them() -> None:
    """ "Qui est-ce ?" still has words to look for, rather than none."""
    made, index = library()
    assert read_question("Qui est-ce ?", index, made.languages).words
    assert read_question("?!", index, made.languages).words == ()


def test_the_language_is_one_of_the_library() -> None:
    """A short question is ambiguous; the library's languages decide, unless its small words are all of another."""
    made, index = library()
    assert read_question("Who is she?", index, made.languages).lang == "en"
    assert read_question("C'est qui ?", index, made.languages).lang == "fr"
    assert read_question("Miller?", index, {"fr"}).lang == "fr"
    german = read_question("Wer hat den Pokal gewonnen?", index, {"fr"})
    assert german.lang == "de"
    assert [word.text for word in german.words] == ["Pokal", "gewonnen"]


def test_a_word_of_the_language_is_not_taken_for_another_one() -> None:
    """ "hauteur" is no slip of "auteur", though no article holds it; "autteur" is one."""
    made, index = library(article("L'auteur du plan est resté inconnu."))
    assert read_question("Quelle est la hauteur ?", index, made.languages).understood == ()
    assert read_question("Quel est l'autteur ?", index, made.languages).understood == (("autteur", "auteur"),)
