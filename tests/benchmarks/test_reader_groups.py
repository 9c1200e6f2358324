"""What the reader is shown at once: the right sentence first, wrong ones that are hard, and sometimes no right one."""

import random
from pathlib import Path

import pytest

from benchmarks.answers.reader.asked import Asked, Candidate
from benchmarks.answers.reader.groups import SENTENCES, WITHOUT, Teacher, passage
from benchmarks.answers.reader.mixture import Draw, Line
from benchmarks.answers.reader.pairs import Pairs
from retrieval.answering.reader.reader import SHIPPED

pytest.importorskip("tokenizers")


def candidate(number: int, *, right: bool = False, unsure: bool = False, lead: bool = False) -> Candidate:
    return Candidate("Kerlan", "", f"Sentence {number}.", ("kerlan", number), right, unsure, lead, -number)


def teacher(mixture: str, candidates: list[Candidate], tmp_path: Path, seed: int = 0) -> Teacher:
    chance = random.Random(seed)
    one = Asked("1", "How long is the viaduct of Kerlan?", mixture, "kerlan", True, tuple(candidates))
    other = candidate(99)
    return Teacher(Draw({Line(1, mixture): [one]}, chance), Pairs(SHIPPED / "tokenizer.json"), [other], chance)


def shown(mixture: str, candidates: list[Candidate], tmp_path: Path) -> list[tuple[list[Candidate], bool]]:
    """What 400 groups of one question hold."""
    made = teacher(mixture, candidates, tmp_path)
    asked = made._draw.next()
    return [made._chosen(asked) for _ in range(400)]


def test_the_right_sentence_stands_first_among_wrong_ones(tmp_path: Path) -> None:
    candidates = [candidate(n, right=n == 2, unsure=n == 3) for n in range(10)]
    for chosen, has_right in shown("fr_piaf", candidates, tmp_path):
        assert len(chosen) == (SENTENCES if has_right else WITHOUT)
        assert [one.right for one in chosen] == [has_right, *[False] * (len(chosen) - 1)]
        assert not any(one.unsure for one in chosen)


def test_sometimes_what_answers_is_taken_away(tmp_path: Path) -> None:
    groups = shown("fr_piaf", [candidate(n, right=n == 0) for n in range(10)], tmp_path)
    assert 0.05 < sum(not has_right for _, has_right in groups) / len(groups) < 0.16


def test_a_lead_is_drawn_as_a_wrong_sentence_more_often_than_its_neighbours(tmp_path: Path) -> None:
    groups = shown("fr_piaf", [candidate(n, right=n == 0, lead=n == 5) for n in range(10)], tmp_path)
    drawn = [sum(candidate.passage[1] == n for chosen, _ in groups for candidate in chosen) for n in range(10)]
    assert drawn[5] > 1.3 * max(drawn[4], drawn[6])


def test_an_answer_in_the_lead_of_a_set_that_has_most_of_them_there_is_often_passed_over(tmp_path: Path) -> None:
    natural = shown("tydi_en", [candidate(n, right=n == 0, lead=n == 0) for n in range(5)], tmp_path)
    assert 0.3 < sum(not chosen for chosen, _ in natural) / len(natural) < 0.5
    assert all(
        chosen for chosen, _ in shown("fr_piaf", [candidate(n, right=n == 0, lead=n == 0) for n in range(5)], tmp_path)
    )


def test_a_group_has_its_texts_alone_as_e5_is_given_them(tmp_path: Path) -> None:
    made = teacher("fr_piaf", [candidate(n, right=n == 0) for n in range(6)], tmp_path)
    alone = next(group.alone for group in (made.group() for _ in range(50)) if group.alone)
    assert len(alone) == 3
    assert all(text.sentence == (0, len(text.ids)) for text in alone)
    assert passage(candidate(1)) == "passage: Kerlan: Sentence 1."


def test_a_lesson_is_as_large_as_a_step_and_the_same_in_every_run(tmp_path: Path) -> None:
    candidates = [candidate(n, right=n == 0) for n in range(12)]
    first, again = (next(teacher("fr_piaf", candidates, tmp_path, seed=3).lessons()) for _ in range(2))
    assert first == again
    assert len(first) > 30
