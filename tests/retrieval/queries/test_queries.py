"""Operators and plain words say which articles are asked; what is part of a question stays in it."""

from datetime import date

import pytest

from retrieval.queries.queries import read_query
from retrieval.types import Fault, Filter

TODAY = date(2026, 12, 1)  # a Tuesday
OUTLETS = ("Reuters", "Le Monde", "La Gazette du Ponant")


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("Qui a gagné ? source:lemonde", "Qui a gagné ?", Filter(source="lemonde")),
        ("source:lemonde Qui a gagné ?", "Qui a gagné ?", Filter(source="lemonde")),
        ('Who won? source:"Le Monde"', "Who won?", Filter(source="Le Monde")),
        ("phare auteur:« Anne Le Bris »", "phare", Filter(author="Anne Le Bris")),
        ("title:phare quand ?", "quand ?", Filter(title="phare")),
        ("Who won? LANG:French", "Who won?", Filter(lang="fr")),
        ("qui langue:anglais", "qui", Filter(lang="en")),
        ("qui avant:2023-09", "qui", Filter(before="2023-09")),
        ("qui après:13/09/2023 avant:2024", "qui", Filter(after="2023-09-13", before="2024")),
        ('qui after:"1 September 2023"', "qui", Filter(after="2023-09-01")),
        ("qui in:12", "qui", Filter(article=12)),
        ("qui dans:#3 ?", "qui ?", Filter(article=3)),
        ("la coupe -football", "la coupe", Filter(without=("football",))),
        ('coupe -"ligue 1" -rugby?', "coupe ?", Filter(without=("ligue 1", "rugby"))),
        ('Qui a dit "je démissionne" ?', 'Qui a dit "je démissionne" ?', Filter(exact=("je démissionne",))),
        ("Wer sagte „ich gehe“?", "Wer sagte „ich gehe“?", Filter(exact=("ich gehe",))),
        ("« je démissionne »", "« je démissionne »", Filter(exact=("je démissionne",))),
        ('"a b" source:x -c', '"a b"', Filter(exact=("a b",), without=("c",), source="x")),
    ],
)
def test_an_operator_is_taken_off_the_question_and_says_which_articles(typed: str, text: str, expected: Filter) -> None:
    found = read_query(typed, OUTLETS, TODAY)
    assert (found.filter, found.faults) == (expected, ())
    assert found.text.replace('"', "").replace(" ?", "?") == text.replace('"', "").replace(" ?", "?")


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("Qu'a dit le maire la semaine dernière ?", "Qu'a dit le maire ?", Filter(after="2026-11-23")),
        ("What happened last week in Lannor?", "What happened in Lannor?", Filter(after="2026-11-23")),
        ("Last month, who resigned?", "Who resigned?", Filter(after="2026-11-01")),
        ("Que s'est-il passé hier à Lannor ?", "Que s'est-il passé à Lannor ?", Filter(after="2026-11-30")),
        ("Who was hurt in the last 3 days?", "Who was hurt?", Filter(after="2026-11-28")),
        ("Qui a démissionné ces 6 derniers mois ?", "Qui a démissionné ?", Filter(after="2026-06-01")),
        ("Selon Reuters, qui a gagné ?", "Qui a gagné ?", Filter(source="Reuters")),
        ("Qui a gagné d'après Le Monde ?", "Qui a gagné ?", Filter(source="Le Monde")),
        (
            "Selon Reuters, qui a gagné la semaine dernière ?",
            "Qui a gagné ?",
            Filter(source="Reuters", after="2026-11-23"),
        ),
        ("Welche Artikel seit 2024 nennen Kerlan?", "Welche Artikel nennen Kerlan?", Filter(after="2024")),
        ("articles since 2024 about Kerlan", "articles about Kerlan", Filter(after="2024")),
        ("Was sagte der Bürgermeister letzte Woche?", "Was sagte der Bürgermeister?", Filter(after="2026-11-23")),
        ("Wer gewann laut Reuters?", "Wer gewann?", Filter(source="Reuters")),
        ("Según Reuters, ¿quién ganó?", "¿quién ganó?", Filter(source="Reuters")),
        ("¿Quién dimitió en los últimos 6 meses?", "¿Quién dimitió?", Filter(after="2026-06-01")),
        (
            "artículos de septiembre de 2023 sobre el puente",
            "artículos sobre el puente",
            Filter(after="2023-09", before="2023-10"),
        ),
        ("Che cosa disse il sindaco la settimana scorsa?", "Che cosa disse il sindaco?", Filter(after="2026-11-23")),
        ("Chi ha vinto secondo Reuters?", "Chi ha vinto?", Filter(source="Reuters")),
        ("articoli dal 2023 sul ponte", "articoli sul ponte", Filter(after="2023")),
        ("O que disse o prefeito na semana passada?", "O que disse o prefeito?", Filter(after="2026-11-23")),
        ("Segundo a Reuters, quem ganhou?", "Quem ganhou?", Filter(source="Reuters")),
        ("Who won according to reuters?", "Who won?", Filter(source="Reuters")),
        (
            "Que disent les articles de septembre 2023 sur Poutine ?",
            "Que disent les articles sur Poutine ?",
            Filter(after="2023-09", before="2023-10"),
        ),
        ("Que dit-on de Poutine depuis 2020 ?", "Que dit-on de Poutine ?", Filter(after="2020")),
        ("What was said of Kim before 2019?", "What was said of Kim?", Filter(before="2019")),
        (
            "Articles published in September 2023 on Kim",
            "Articles published on Kim",
            Filter(after="2023-09", before="2023-10"),
        ),
    ],
)
def test_plain_words_are_understood_where_they_are_beyond_doubt(typed: str, text: str, expected: Filter) -> None:
    found = read_query(typed, OUTLETS, TODAY)
    assert (found.text, found.filter) == (text, expected)


@pytest.mark.parametrize(
    "asked",
    [
        "Qui a gagné la coupe en 2018 ?",
        "Combien de visiteurs depuis 2020 ?",
        "Quel traité a été signé avant 1914 ?",
        "Que s'est-il passé en septembre 2023 ?",
        "What happened in May 1968?",
        "Combien de personnes vivent dans le monde ?",
        "Combien d'habitants vivent aujourd'hui à Lannor ?",
        "Selon le maire, combien coûte le pont ?",
        "According to whom is the bridge safe?",
        "Wer gewann 2018 den Pokal?",
        "¿Quién ganó desde 2020?",
        "Quando nacque il secondo figlio?",
        "Quem descobriu o Brasil em 1500?",
        "Combien d'articles la constitution de 1958 compte-t-elle ?",
        "Il est 12:30 ?",
        "https://example.org/a:b qui a écrit cela ?",
        "Note : qui a gagné ?",
        "Quel est le score PSG-OM ?",
        "Il fait -5 degrés ?",
        "Peut-on dire - franchement - non ?",
        "hier",
        "Pourquoi ?",
    ],
)
def test_what_is_part_of_a_question_is_left_in_it(asked: str) -> None:
    found = read_query(asked, OUTLETS, TODAY)
    assert (found.text, found.filter, found.faults) == (asked, Filter(), ())


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("sorce:lemonde qui ?", Fault("name", "sorce:", "source:")),
        ("qui autheur:bris", Fault("name", "autheur:", "author:")),
        ("qui befor:2023", Fault("name", "befor:", "before:")),
        ("qui avant:hier", Fault("before", "hier")),
        ("qui after:2023-13", Fault("after", "2023-13")),
        ("qui lang:klingonese", Fault("lang", "klingonese")),
        ("qui in:phare", Fault("in", "phare")),
        ("qui source:!!", Fault("source", "")),
        ("source:lemonde after:2023", Fault("alone")),
        ("-football", Fault("alone")),
    ],
)
def test_a_mistyped_operator_is_a_fault_that_says_what_was_meant(typed: str, fault: Fault) -> None:
    assert read_query(typed, OUTLETS, TODAY).faults == (fault,)


def test_what_was_typed_outweighs_what_could_be_understood() -> None:
    found = read_query("Qu'a dit le maire la semaine dernière ? after:2020", OUTLETS, TODAY)
    assert found.filter == Filter(after="2020")


@pytest.mark.parametrize("every", ["in:all", "dans:tout"])
def test_all_articles_can_be_asked_with_every_word_as_it_stands(every: str) -> None:
    found = read_query(f"Qu'a dit Reuters la semaine dernière ? {every} -football", OUTLETS, TODAY)
    assert (found.text, found.filter) == ("Qu'a dit Reuters la semaine dernière ?", Filter())


def test_nothing_within_quotation_marks_is_taken_for_anything_else() -> None:
    found = read_query('Who wrote "last week in:12"?', OUTLETS, TODAY)
    assert found.filter == Filter(exact=("last week in:12",))


def test_a_pasted_text_keeps_its_quotation_marks_to_itself() -> None:
    pasted = "Il a dit « non » deux fois - sans -hésiter. " * 20 + "Qui ?"
    assert read_query(pasted, OUTLETS, TODAY).filter == Filter()
