"""What the reader is shown at once: the right sentence first, wrong ones that are hard, and sometimes no right one."""

import random

import pytest

from benchmarks.answers.reader.asked import Asked, Candidate
from benchmarks.answers.reader.groups import PAIRS, RIGHT, WITHOUT, WRONG, Chosen, PairTeacher, passage
from benchmarks.answers.reader.mixture import Draw, Line
from benchmarks.answers.reader.pairs import Pairs
from retrieval.answering.reader.reader import SHIPPED

pytest.importorskip("tokenizers")


def candidate(number: int, *, right: bool = False, unsure: bool = False, lead: bool = False) -> Candidate:
    return Candidate("Kerlan", "", f"Sentence {number}.", ("kerlan", number), right, unsure, lead, -number)


def teacher(mixture: str, candidates: list[Candidate], seed: int = 0) -> PairTeacher:
    chance = random.Random(seed)
    one = Asked("1", "How long is the viaduct of Kerlan?", mixture, "kerlan", True, tuple(candidates))
    other = candidate(99)
    return PairTeacher(Draw({Line(1, mixture): [one]}, chance), Pairs(SHIPPED / "tokenizer.json"), chance, [other])


def shown(mixture: str, candidates: list[Candidate]) -> list[Chosen]:
    """What 400 groups of one question hold."""
    made = teacher(mixture, candidates)
    asked = made._draw.next()
    return [made._chosen(asked) for _ in range(400)]


def test_a_right_sentence_stands_among_wrong_ones() -> None:
    candidates = [candidate(n, right=n == 2, unsure=n == 3) for n in range(10)]
    for chosen in shown("fr_piaf", candidates):
        assert chosen.right in {candidates[2], None}
        assert len(chosen.wrong) == (PAIRS - 1 if chosen.right else WITHOUT)
        assert not any(one.right or one.unsure for one in chosen.wrong)


def test_each_pair_has_one_sentence_and_its_mark_the_right_one_first() -> None:
    made = teacher("fr_piaf", [candidate(n, right=n == 2) for n in range(10)])
    groups = [made.group() for _ in range(100)]
    assert {tuple(group.marks) for group in groups} == {(RIGHT, WRONG, WRONG, WRONG), (WRONG, WRONG, WRONG)}
    assert all(len(group.texts) == len(group.marks) for group in groups)
    assert all(len(text.sentences) == 1 for group in groups for text in group.texts)


def test_sometimes_what_answers_is_taken_away() -> None:
    groups = shown("fr_piaf", [candidate(n, right=n == 0) for n in range(10)])
    assert 0.05 < sum(not chosen.right for chosen in groups) / len(groups) < 0.16


def test_a_lead_is_drawn_as_a_wrong_sentence_more_often_than_its_neighbours() -> None:
    groups = shown("fr_piaf", [candidate(n, right=n == 0, lead=n == 5) for n in range(10)])
    drawn = [sum(one.passage[1] == n for chosen in groups for one in chosen.wrong) for n in range(10)]
    assert drawn[5] > 1.3 * max(drawn[4], drawn[6])


def test_an_answer_in_the_lead_of_a_set_that_has_most_of_them_there_is_often_passed_over() -> None:
    candidates = [candidate(n, right=n == 0, lead=n == 0) for n in range(5)]
    natural = shown("tydi_en", candidates)
    assert 0.3 < sum(not chosen.wrong for chosen in natural) / len(natural) < 0.5
    assert all(chosen.wrong for chosen in shown("fr_piaf", candidates))


def test_a_group_has_its_texts_alone_as_e5_is_given_them() -> None:
    made = teacher("fr_piaf", [candidate(n, right=n == 0) for n in range(6)])
    alone = next(group.alone for group in (made.group() for _ in range(50)) if group.alone)
    assert len(alone) == 3
    assert all(text.sentences == [(0, len(text.ids))] for text in alone)
    assert passage(candidate(1)) == "passage: Kerlan: Sentence 1."


def test_a_lesson_is_as_large_as_a_step_and_the_same_in_every_run() -> None:
    candidates = [candidate(n, right=n == 0) for n in range(12)]
    first, again = (next(teacher("fr_piaf", candidates, seed=3).lessons()) for _ in range(2))
    assert first == again
    assert len(first) > 30
