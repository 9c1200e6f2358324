"""Questions that the reader learns from: as people type, each article on one side, the same in every run."""

import random
from collections import Counter
from pathlib import Path

from benchmarks.answers.reader.asked import Asked, Candidate, across, read, sample, write
from benchmarks.answers.reader.mixture import Draw, Line, held_out, off_topic, read_mixture
from benchmarks.answers.reader.noise import as_typed, slip

QUESTION = "Qu'est-ce que la Réunion ?"


def asked(number: int, mixture: str = "fr_piaf", article: str = "fr_piaf-0001", text: str = QUESTION) -> Asked:
    candidate = Candidate("La Réunion", "", "La Réunion est une île.", (article, 0), True, False, False, 1.5)
    return Asked(str(number), text, mixture, article, True, (candidate,))


def test_a_question_is_typed_in_many_ways_and_the_same_way_each_time() -> None:
    ways = Counter(as_typed(QUESTION, random.Random(seed)) for seed in range(200))
    assert ways == Counter(as_typed(QUESTION, random.Random(seed)) for seed in range(200))
    assert len(ways) > 20
    assert QUESTION in ways
    assert "c'est quoi la réunion" in ways


def test_a_slip_changes_one_letter_and_never_the_first() -> None:
    for seed in range(100):
        slipped = slip("Ministère", random.Random(seed))
        assert slipped[0] == "M"
        assert abs(len(slipped) - len("Ministère")) <= 1


def test_an_article_is_held_out_in_every_language_that_it_has() -> None:
    sets = [f"{language}_xquad" for language in ("en", "de", "es")]
    for number in range(48):
        sides = {held_out(asked(1, name, f"xquad_{name[:2]}-{number:04}")) for name in sets}
        assert sides == {number % 10 == 3}


def test_questions_across_languages_keep_what_was_found_for_their_twins() -> None:
    english = [asked(1, "en_xquad", text="What is it?"), asked(2, "en_xquad", text="Who was it?")]
    german = [asked(1, "de_xquad", text="Was ist das?")]
    (pair,) = across("en_xquad>de_xquad", english, german)
    assert (pair.text, pair.mixture, pair.candidates) == ("What is it?", "en_xquad>de_xquad", german[0].candidates)


def test_paraphrased_questions_are_taken_first() -> None:
    questions = [{"id": number, "paraphrase": number % 3 == 0} for number in range(30)]
    assert all(question["paraphrase"] for question in sample(questions, 10))


def test_what_was_found_is_read_as_it_was_written(tmp_path: Path) -> None:
    found = [asked(1), asked(2)]
    write(found, tmp_path / "fr_piaf.jsonl.gz")
    assert list(read(tmp_path / "fr_piaf.jsonl.gz")) == found


def test_a_line_is_drawn_by_its_weight_and_goes_on_where_it_stopped() -> None:
    found = {Line(30, "much"): [asked(n) for n in range(50)], Line(10, "little"): [asked(n + 100) for n in range(50)]}
    draw = Draw(found, random.Random(1))
    drawn = [draw.next().id for _ in range(400)]
    assert 2 < sum(int(one) < 100 for one in drawn) / sum(int(one) >= 100 for one in drawn) < 4
    again = Draw(found, random.Random(1))
    again.seen = dict.fromkeys(draw.seen, 0)
    assert [again.next().id for _ in range(400)] == drawn


def test_each_line_of_the_mixture_names_sets_and_there_is_small_talk_in_three_languages() -> None:
    names = [line.name for line in read_mixture()]
    assert len(names) == len(set(names)) > 40
    assert all(len(off_topic(language)) > 30 for language in ("en", "fr", "de"))
