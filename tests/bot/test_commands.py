"""The commands do what the README says, with its exit statuses."""

import json
from pathlib import Path

import psycopg
import pytest

from retrieval.library.library import Library
from retrieval.reading.files import read_articles
from tests.common import ROOT
from tests.common.databases import new_database
from tests.common.running_bot import afresh, ibid
from tests.common.stories import BRIDGE, QUESTION


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "viaduc.txt"
    file.write_text(BRIDGE, encoding="utf-8")
    return file


def test_ask_prints_one_json_object_with_the_promised_names(tmp_path: Path, story: Path) -> None:
    """Others rely on these names; the offsets lead to the very sentence."""
    with afresh():
        done = ibid(tmp_path, "ask", QUESTION, "--json", "--articles", str(story))
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert set(found) == {"question", "confidence", "probability", "citations", "nearest", "milliseconds"}
    assert found["question"] == QUESTION
    assert found["confidence"] in {"sure", "possible"}
    assert 0 <= found["probability"] <= 1
    first = found["citations"][0]
    assert set(first) == {"id", "sentence", "start", "end", "paragraph", "article", "copies"}
    assert set(first["article"]) == {"id", "title", "date", "url", "author", "source"}
    assert first["sentence"] == "Il mesure 412 mètres de long."
    assert BRIDGE[first["start"] : first["end"]] == first["sentence"]
    assert first["paragraph"] == 1
    assert found["nearest"] == []


def test_an_answer_explains_itself_when_asked_to(tmp_path: Path, story: Path) -> None:
    """`--explain` names the words that the sentence holds, and a leaning sentence comes with the one before."""
    done = ibid(tmp_path, "ask", QUESTION, "--explain", "--articles", str(story))
    plain = ibid(tmp_path, "ask", QUESTION, "--articles", str(story))
    assert done.stdout.startswith(plain.stdout)
    assert "longueur" in done.stdout.removeprefix(plain.stdout)
    assert "a rouvert mardi matin aux voitures. Il mesure 412 mètres de long." in plain.stdout


def test_an_answers_references_are_printed_for_another_program(tmp_path: Path, story: Path) -> None:
    """`--cite FORMAT` prints references and nothing else; an unknown format says which there are."""
    done = ibid(tmp_path, "ask", QUESTION, "--cite", "csl-json", "--articles", str(story))
    (item,) = json.loads(done.stdout)
    assert done.returncode == 0
    assert "Il mesure 412 mètres de long." in item["note"]
    wrong = ibid(tmp_path, "ask", QUESTION, "--cite", "chicago", "--articles", str(story))
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "bibtex" in wrong.stderr


def test_ask_knows_operators_and_says_what_is_wrong_with_one(tmp_path: Path, story: Path) -> None:
    """`filter` and `faults` are there where there are such."""
    done = ibid(tmp_path, "ask", f"{QUESTION} titre:viaduc -phare", "--json", "--articles", str(story))
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["filter"] == {"without": ["phare"], "title": "viaduc"}
    assert found["citations"][0]["sentence"] == "Il mesure 412 mètres de long."
    wrong = ibid(tmp_path, "ask", f"{QUESTION} titrre:viaduc avant:hier", "--json", "--articles", str(story))
    assert wrong.returncode == 1
    faults = json.loads(wrong.stdout)["faults"]
    assert [(one["kind"], one["typed"], one["meant"]) for one in faults] == [
        ("name", "titrre:", "title:"),
        ("before", "hier", ""),
    ]


def test_silence_has_its_own_exit_status_and_offers_what_came_nearest(tmp_path: Path, story: Path) -> None:
    """No citation, exit status 1, and the nearest passages in the same shape."""
    done = ibid(tmp_path, "ask", "Qui a peint le viaduc au Pérou en 1850 ?", "--json", "--articles", str(story))
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert (found["confidence"], found["citations"]) == ("none", [])
    assert set(found["nearest"][0]) == {"id", "sentence", "start", "end", "paragraph", "article", "copies"}


def test_a_greeting_is_not_searched_for(tmp_path: Path) -> None:
    """Even where an article greets its reader."""
    (tmp_path / "a.txt").write_text("Bonjour à tous les lecteurs du journal.", encoding="utf-8")
    done = ibid(tmp_path, "ask", "bonjour", "--json", "--articles", str(tmp_path))
    assert done.returncode == 1
    assert json.loads(done.stdout)["nearest"] == []
    assert "Bonjour !" in ibid(tmp_path, "ask", "bonjour", "--articles", str(tmp_path)).stdout


def test_several_paths_make_one_library(tmp_path: Path, story: Path) -> None:
    """`--articles` may be repeated; a file that can't be read is named, the rest goes on."""
    other = tmp_path / "phare.txt"
    other.write_text("Le phare de Skarn mesure 37 mètres de haut.", encoding="utf-8")
    broken = tmp_path / "broken.txt"
    broken.write_bytes(b"\0\0")
    paths = [part for path in (story, other, broken) for part in ("--articles", str(path))]
    done = ibid(tmp_path, "ask", "Combien mesure le phare de Skarn ?", *paths)
    assert "37 mètres" in done.stdout
    assert "broken.txt" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ask", "Qui ?", "--articles", "nowhere"], "nowhere"),
        (["ask"], "question"),
        (["ask", "Qui ?", "--nonsense"], "nonsense"),
        (["dance"], "dance"),
        (["evaluate", "a.jsonl", "nowhere.jsonl"], "nowhere.jsonl"),
    ],
)
def test_a_mistake_is_named_with_exit_status_2(tmp_path: Path, arguments: list[str], said: str) -> None:
    """Usage and input errors are said on stderr, without a traceback."""
    done = ibid(tmp_path, *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_token_the_conversation_opens_in_the_terminal(tmp_path: Path, story: Path) -> None:
    """Piped in, answered line by line, and over with the input; one line says how to get a token."""
    done = ibid(tmp_path, given=f"{QUESTION}\n/source\n/quit\nnever read\n", IBID_ARTICLES=str(story))
    assert done.returncode == 0
    assert "Il mesure 412 mètres de long." in done.stdout
    assert "\x1b" not in done.stdout
    assert len(done.stderr.splitlines()) == 1
    assert "TELEGRAM_TOKEN" in done.stderr


def test_a_wrong_setting_is_one_sentence(tmp_path: Path) -> None:
    """A misspelt key ends the program before it does anything."""
    done = ibid(tmp_path, IBID_ARTICLE="x")
    assert done.returncode == 2
    assert "IBID_ARTICLES" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_database_that_gives_way_in_the_middle_is_one_sentence(tmp_path: Path, postgres: str) -> None:
    """Whoever started the command reads what is wrong, and no traceback."""
    address = new_database(postgres, "away")
    Library(address=address).close()
    hurried = f"{address}?options=-c%20lock_timeout%3D50"
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE articles IN ACCESS EXCLUSIVE MODE")
        done = ibid(tmp_path, "articles", LANG="C", IBID_DATABASE=hurried)
    assert (done.returncode, done.stdout) == (2, "")
    said = "The database can't be used at the moment (canceling statement due to lock timeout)."
    assert done.stderr.startswith(f"ibid: {said}")
    assert done.stderr.count("\n") == 1


def test_evaluate_prints_the_promised_figures(tmp_path: Path) -> None:
    """A set of two questions on one article, as JSON and as a table."""
    articles, questions = tmp_path / "articles.jsonl", tmp_path / "questions.jsonl"
    articles.write_text(json.dumps({"id": "a", "title": "Kerlan", "text": BRIDGE, "lang": "fr"}), encoding="utf-8")
    start = BRIDGE.index("412")
    lines = [
        {"id": "1", "question": QUESTION, "article_id": "a", "spans": [[start, start + 3]], "answerable": True},
        {"id": "2", "question": "Qui a peint la Joconde ?", "article_id": "a", "answerable": False},
    ]
    questions.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    done = ibid(tmp_path, "evaluate", str(articles), str(questions), "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert list(found) == [
        "questions", "answerable", "sentence_at_1", "sentence_at_3", "passage_at_1", "passage_at_10", "mrr_at_10",
        "auroc", "answered_answerable", "answered_unanswerable", "precision_when_answered", "right_when_answerable",
        "expected_calibration_error", "exact_quotes", "milliseconds",
    ]  # fmt: skip
    assert (found["sentence_at_1"], found["exact_quotes"], found["auroc"]) == (1, 1, 1)
    assert "sentence_at_1" in ibid(tmp_path, "evaluate", str(articles), str(questions)).stdout


def test_evaluate_draws_a_page_of_a_folder_and_gold_sentences(tmp_path: Path, story: Path) -> None:
    """`--report` writes one page beside the figures; the gold sentence is found in the article by its words."""
    questions, page = tmp_path / "questions.jsonl", tmp_path / "report.html"
    line = {"id": "1", "question": QUESTION, "article_id": story.name, "sentences": ["Il mesure 412 mètres de long."]}
    half = "\ud83d"  # of a character: no UTF-8 can hold it
    unheard = {"id": "2", "question": "Qui dort ?", "article_id": None, "answerable": False, "kind": half}
    questions.write_text("\n".join(map(json.dumps, [line, unheard])), encoding="utf-8")
    done = ibid(tmp_path, "evaluate", str(story), str(questions), "--json", "--report", str(page))
    found = json.loads(done.stdout)
    assert (found["sentence_at_1"], found["auroc"], found["exact_quotes"]) == (1, 1, None)
    written = page.read_text(encoding="utf-8")
    assert written.startswith("<!DOCTYPE html>")
    assert f"questions.jsonl, asked of {story.name}" in written
    assert "<th>&#55357;</th>" in written


def test_a_report_that_could_not_be_written_is_refused_before_the_questions_are_asked(tmp_path: Path) -> None:
    """A long run is not lost to a misspelt folder."""
    done = ibid(tmp_path, "evaluate", "a.jsonl", "b.jsonl", "--report", str(tmp_path / "nowhere" / "report.html"))
    assert done.returncode == 2
    assert "nowhere; make it first" in done.stderr


def test_a_question_set_on_other_articles_is_refused(tmp_path: Path) -> None:
    """Figures of a set whose articles are missing would be false."""
    articles, questions = tmp_path / "articles.jsonl", tmp_path / "questions.jsonl"
    articles.write_text(json.dumps({"id": "a", "text": BRIDGE}), encoding="utf-8")
    line = {"id": "1", "question": "Où ?", "article_id": "b", "spans": [[0, 1]], "answerable": True}
    questions.write_text(json.dumps(line), encoding="utf-8")
    done = ibid(tmp_path, "evaluate", str(articles), str(questions))
    assert done.returncode == 2
    assert "not in" in done.stderr


def test_the_shipped_articles_are_a_library_of_two_languages_and_three_formats() -> None:
    """At least twelve articles, all of which can be read, in French and English, as txt, md and html."""
    reading = read_articles([ROOT / "seeds"])
    made = Library(reading.articles)
    assert reading.skipped == ()
    assert len(made) >= 12
    assert made.languages == {"fr", "en"}
    assert {Path(article.id).suffix for article in made.articles()} == {".txt", ".md", ".html"}
    assert all(200 <= len(article.text.split()) <= 900 for article in made.articles())


def test_the_gold_sentences_of_the_shipped_question_set_are_sentences() -> None:
    """Each stands in its article, cut as the splitter cuts it."""
    made = Library(read_articles([ROOT / "seeds"]).articles)
    sentences = {
        (passage.article.id, passage.article.text[sentence.start : sentence.end])
        for _, passage in made.living()
        for sentence in passage.sentences
    }
    lines = (ROOT / "tests" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    assert len(questions) >= 200
    assert {(q["article_id"], gold) for q in questions for gold in q["sentences"]} <= sentences
