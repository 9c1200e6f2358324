"""Many questions from a file: each has its answer and its ranking in a line of JSON, in the same order."""

import json
from pathlib import Path

import pytest

from tests.common.port_gwen import ARTICLES, LIT, WHEN_LIT
from tests.common.running_bot import ibid

QUESTIONS = [
    {"id": "when", "question": WHEN_LIT},
    {"id": 2, "question": "bonjour"},
    {"id": "none", "question": "Quelle est la capitale de la Mongolie ?"},
]


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def asked(tmp_path: Path, articles: Path, lines: str, **settings: str) -> tuple[int, list[dict[str, object]], str]:
    file = tmp_path / "questions.jsonl"
    file.write_text(lines, encoding="utf-8")
    done = ibid(tmp_path, "ask", "--each", str(file), "--articles", str(articles), **settings)
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


@pytest.mark.parametrize("reader", ["none", "shipped"])
def test_each_question_has_its_line_with_the_ranking_of_its_sentences(
    tmp_path: Path, articles: Path, reader: str
) -> None:
    """The answer is that of `ask --json`; the ranking has the first ten sentences with the chance of each, best first,
    and small talk has none. With the reader and without, the sentence that answers comes first."""
    lines = "\n".join(json.dumps(question) for question in QUESTIONS) + "\n"
    status, found, _ = asked(tmp_path, articles, lines, IBID_READER=reader)
    assert status == 0
    assert [one["id"] for one in found] == ["when", 2, "none"]
    first, smalltalk, silent = found
    ranking = first["ranking"]
    assert isinstance(ranking, list)
    assert ranking[0]["sentence"] == LIT
    assert ranking[0]["article"]["id"] == "phare.md"
    assert set(ranking[0]) == {"sentence", "start", "end", "probability", "article"}
    assert ranking[0]["probability"] == first["probability"]
    assert 1 < len(ranking) <= 10
    assert smalltalk["ranking"] == []
    assert silent["confidence"] in ("none", "nearest")
    assert silent["citations"] == []


@pytest.mark.parametrize("line", ['{"id": 1}', '{"question": "Qui ?"}', "[1]", "Qui ?"])
def test_a_line_that_holds_no_question_is_named_before_anything_is_asked(
    tmp_path: Path, articles: Path, line: str
) -> None:
    """Half a file of answers would be of no use."""
    good = json.dumps(QUESTIONS[0])
    status, found, error = asked(tmp_path, articles, f"{good}\n{line}\n")
    assert (status, found) == (2, [])
    assert "questions.jsonl, line 2: is no question" in error


def test_one_question_or_a_file_of_them(tmp_path: Path, articles: Path) -> None:
    """Both, or neither, is a mistake of usage."""
    for arguments in (["ask"], ["ask", "Qui ?", "--each", "questions.jsonl"]):
        done = ibid(tmp_path, *arguments, "--articles", str(articles))
        assert done.returncode == 2
        assert "usage" in done.stderr
