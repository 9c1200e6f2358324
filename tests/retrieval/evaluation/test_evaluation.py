"""The figures of a question set are what their definitions say."""

import json
from pathlib import Path

import pytest

from retrieval.errors import ReadError
from retrieval.evaluation.evaluation import (
    GoldQuestion,
    Outcome,
    ask,
    auroc,
    figures,
    locate,
    read_originals,
    read_questions,
)
from tests.common.stories import BRIDGE, LIGHTHOUSE, article, library


def gold(text: str, answer: str, story: str = BRIDGE) -> GoldQuestion:
    start = story.find(answer) if answer else 0
    spans = ((start, start + len(answer)),) if answer else ()
    return GoldQuestion(text, text, story.partition("\n")[0], spans, answerable=bool(answer))


def outcome(
    *, rank: int = 1, passage: int = 1, chance: float = 0.9, answered: bool = True, able: bool = True
) -> Outcome:
    question = GoldQuestion("q", "?", "a", ((0, 1),) if able else (), able)
    return Outcome(question, rank, passage, chance, answered, quotes=2, exact=2, milliseconds=1.0)


def test_a_right_answer_is_first_and_quoted_exactly() -> None:
    """A question with its gold span is ranked, answered and checked against the original text."""
    made, index = library(article(BRIDGE), article(LIGHTHOUSE, "en"))
    originals = {a.id: a.text for a in made.articles()}
    found = ask(gold("Quelle est la longueur du viaduc de Kerlan ?", "412 mètres"), made, index, originals)
    assert (found.sentence_rank, found.passage_rank) == (1, 1)
    assert found.quotes == found.exact > 0


def test_a_quotation_that_the_original_does_not_hold_is_counted() -> None:
    """The check is against the file's own text, so a reader that alters text is found out."""
    made, index = library(article(BRIDGE))
    altered = {a.id: a.text.replace("412", "413") for a in made.articles()}
    found = ask(gold("Quelle est la longueur du viaduc de Kerlan ?", "412 mètres"), made, index, altered)
    assert found.exact < found.quotes


def test_a_question_without_any_known_word_is_not_found() -> None:
    """No hit, no rank, no answer, and no error."""
    made, index = library(article(BRIDGE))
    found = ask(gold("Zanzibar ?", ""), made, index, {})
    assert (found.sentence_rank, found.passage_rank, found.answered, found.probability) == (0, 0, False, 0.0)


def test_the_figures_worked_out_by_hand() -> None:
    """Three answerable questions and two others, counted on paper."""
    found = figures(
        [
            outcome(rank=1, passage=1, chance=0.9),
            outcome(rank=3, passage=2, chance=0.5),
            outcome(rank=0, passage=11, chance=0.2, answered=False),
            outcome(able=False, rank=0, passage=0, chance=0.4),
            outcome(able=False, rank=0, passage=0, chance=0.1, answered=False),
        ]
    )
    assert (found["questions"], found["answerable"]) == (5, 3)
    assert found["sentence_at_1"] == pytest.approx(1 / 3)
    assert found["sentence_at_3"] == pytest.approx(2 / 3)
    assert found["passage_at_1"] == pytest.approx(1 / 3)
    assert found["passage_at_10"] == pytest.approx(2 / 3)
    assert found["mrr_at_10"] == pytest.approx((1 + 1 / 2) / 3)
    assert found["auroc"] == pytest.approx(5 / 6)
    assert found["answered_answerable"] == pytest.approx(2 / 3)
    assert found["answered_unanswerable"] == pytest.approx(1 / 2)
    assert found["precision_when_answered"] == pytest.approx(1 / 3)
    # five bins of one: .9 was right; .5, .4, .2 and .1 were wrong
    assert found["expected_calibration_error"] == pytest.approx((0.1 + 0.5 + 0.2 + 0.4 + 0.1) / 5)
    assert found["exact_quotes"] == 1
    assert found["milliseconds"] == {"p50": 1.0, "p95": 1.0}


def test_figures_that_need_unanswerable_questions_are_null_without_them() -> None:
    """A set of answerable questions alone says nothing of silence."""
    found = figures([outcome()])
    assert found["auroc"] is None
    assert found["answered_unanswerable"] is None
    assert figures([])["sentence_at_1"] is None


@pytest.mark.parametrize(
    ("positive", "negative", "area"),
    [([1.0, 0.8], [0.2], 1.0), ([0.1], [0.9], 0.0), ([0.5], [0.5], 0.5), ([0.9, 0.3], [0.5, 0.1], 0.75)],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(
    positive: list[float], negative: list[float], area: float
) -> None:
    """Ties count half."""
    assert auroc(positive, negative) == pytest.approx(area)


def test_a_question_set_is_read_with_its_spans(tmp_path: Path) -> None:
    """The fields of the format; an unanswerable question needs no spans."""
    file = tmp_path / "questions.jsonl"
    lines = [
        {"id": "1", "question": "Où ?", "article_id": "a", "answers": ["ici"], "spans": [[3, 6]], "answerable": True},
        {"id": "2", "question": "Qui ?", "article_id": "a", "answers": [], "answerable": False},
    ]
    file.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    first, second = read_questions(file)
    assert (first.spans, first.answerable) == (((3, 6),), True)
    assert (second.spans, second.answerable) == ((), False)


def test_gold_sentences_become_spans_wherever_they_stand() -> None:
    """A sentence that the article repeats is right in both places; spans that are given are kept."""
    question = GoldQuestion("1", "?", "a", (), answerable=True, sentences=("Oui (non).",))
    assert locate(question, "Oui (non). Mais. Oui (non).").spans == ((0, 10), (17, 27))
    given = gold("?", "412")
    assert locate(given, BRIDGE) is given


def test_a_gold_sentence_that_stands_nowhere_is_named() -> None:
    """A set that no longer fits its articles would give false figures."""
    question = GoldQuestion("q7", "?", "a", (), answerable=True, sentences=("Jamais.",))
    with pytest.raises(ReadError, match="q7"):
        locate(question, "Toujours.")


def test_without_originals_no_quotation_is_called_exact() -> None:
    """What was compared with nothing is not counted."""
    made, index = library(article(BRIDGE))
    found = ask(gold("Quelle est la longueur du viaduc de Kerlan ?", "412 mètres"), made, index, None)
    assert (found.answered, found.quotes, figures([found])["exact_quotes"]) == (True, 0, None)


@pytest.mark.parametrize("line", ["{", '{"id": "1"}', "[]", '{"id":1,"question":"q","article_id":"a","spans":[[1]]}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    """Half a set would give false figures: the fault is named with its line."""
    file = tmp_path / "questions.jsonl"
    file.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(ReadError, match="line 2"):
        read_questions(file)


def test_originals_are_read_by_the_json_parser_alone(tmp_path: Path) -> None:
    """What quotations are checked against has not been through our readers."""
    file = tmp_path / "articles.jsonl"
    file.write_text('{"id": "a", "text": " x\\r\\ny "}\n\n', encoding="utf-8")
    assert read_originals(file) == {"a": " x\r\ny "}
