"""Questions that the reader learns from: as people type, each article on one side, the same in every run."""

import gzip
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from benchmarks.answers.reader.asked import (
    Asked,
    Candidate,
    TaughtSet,
    across,
    find,
    find_alone,
    lines,
    read,
    sample,
    write,
)
from benchmarks.answers.reader.mixture import Draw, Line, held_out, off_topic, read_mixture
from benchmarks.answers.reader.noise import as_typed, slip
from tests.common import ROOT

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


def test_what_was_written_to_teach_is_on_no_article_that_is_kept_to_measure_by() -> None:
    written = ROOT / "benchmarks" / "answers" / "asked"
    measured = {
        row["article_id"] for half in ("fit", "judge") for file in (written / half).iterdir() for row in lines(file)
    }
    names = ("piaf", "service_public", "wiki", "press/questions")
    taught = {name: {row["article_id"] for row in lines(written / f"taught/asked_{name}.jsonl")} for name in names}
    assert len(set.union(*taught.values())) > 800
    assert not measured & set.union(*taught.values())
    for name in ("piaf", "service_public"):
        assert not any(held_out(asked(1, f"fr_{name}", article)) for article in taught[name])


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


def written(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def two_articles(folder: Path) -> TaughtSet:
    """A viaduct and a lighthouse, each with a length; the questions apart from them ask of the viaduct alone."""
    texts = {
        "viaduct": "The viaduct of Kerlan spans the Odic. It is 412 metres long. Trains cross it.",
        "light": "Tall.",
    }
    written(folder / "articles.jsonl", [{"id": n, "title": n, "text": text, "lang": "en"} for n, text in texts.items()])
    start = texts["viaduct"].index("It is")
    told = {"article_id": "viaduct", "answerable": True, "answers": [], "spans": [[start, start + 10]]}
    written(folder / "asked.jsonl", [{"id": "1", "question": "how long is it, in metres", **told}])
    name, found = TaughtSet.named(f"{folder},{folder / 'asked.jsonl'}")
    assert name == "asked"
    return found


def test_questions_may_be_on_some_articles_of_another_set(tmp_path: Path) -> None:
    found = two_articles(tmp_path)
    assert [row["id"] for row in found.told()] == ["viaduct"]
    assert [article.id for article in found.read()] == ["viaduct"]


def test_a_set_is_a_folder_packed_or_not(tmp_path: Path) -> None:
    two_articles(tmp_path)
    (tmp_path / "asked.jsonl").rename(tmp_path / "questions.jsonl")
    name, plain = TaughtSet.named(str(tmp_path))
    assert (name, len(plain.told()), len(plain.asked())) == (tmp_path.name, 2, 1)
    for file in tmp_path.glob("*.jsonl"):
        file.with_name(file.name + ".gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    assert (len(plain.told()), len(plain.asked())) == (2, 1)


def test_a_question_on_an_article_that_is_not_there_is_named(tmp_path: Path) -> None:
    given = two_articles(tmp_path)
    with pytest.raises(LookupError, match=r"asked\.jsonl asks of bridge, which is not in .*articles\.jsonl"):
        find_alone("asked=", [{**given.asked()[0], "article_id": "bridge"}], given, lambda *_: None)


def test_a_question_is_asked_of_its_article_alone_or_of_those_that_know_nothing_of_it(tmp_path: Path) -> None:
    given = two_articles(tmp_path)
    [alone] = find_alone("asked=", given.asked(), given, lambda *_: None)
    assert alone.own == "asked"
    assert [one.text for one in alone.candidates if one.right] == ["It is 412 metres long."]
    assert {one.passage[0] for one in alone.candidates} == {"viaduct"}
    [other] = find("asked@asked", given.asked(), given, lambda *_: None, off_topic=True)
    assert not other.answerable
    assert not any(one.right for one in other.candidates)
