"""Question sets with gold answers → figures."""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TypeVar

import numpy as np

from retrieval.answering import Dense, Reader, cited, confidence, probability, search
from retrieval.errors import ReadError
from retrieval.evaluation.calibration import expected_calibration_error
from retrieval.index import Index
from retrieval.library import Library
from retrieval.types import Citation, Passage

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and where its answer stands: `spans` are `[start, end)` in the article's text.

    Sets that name the gold `sentences` instead get their spans from `locate`. `kind` is the set's own word for the
    sort of question, `lang` the language that it says the question is in, or "".
    """

    id: str
    text: str
    article_id: str
    spans: tuple[tuple[int, int], ...]
    answerable: bool
    sentences: tuple[str, ...] = ()
    kind: str = ""
    lang: str = ""

    def stands_in(self, citation: Citation) -> bool:
        """Whether a gold span starts in the cited sentence."""
        return self._starts_in(citation.article.id, citation.sentence.start, citation.sentence.end)

    def stands_in_passage(self, passage: Passage) -> bool:
        """Whether a gold span starts in `passage`."""
        return self._starts_in(passage.article.id, passage.start, passage.end)

    def _starts_in(self, article_id: str, start: int, end: int) -> bool:
        return article_id == self.article_id and any(start <= span[0] < end for span in self.spans)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question. Ranks count from 1; 0 where the right one was not found.

    `given` is the sentence that was first, shown or not; `lang` and `kind` are what the question was taken for
    (`Question.kind`). `quotes` are the quotations that could be compared with an original, `exact` those that agreed.
    """

    question: GoldQuestion
    sentence_rank: int
    passage_rank: int
    probability: float
    answered: bool
    quotes: int
    exact: int
    milliseconds: float
    given: Citation | None = None
    lang: str = "und"
    kind: str = ""

    @property
    def right(self) -> bool:
        """Whether the right sentence was first."""
        return self.sentence_rank == 1


def read_questions(path: Path) -> tuple[GoldQuestion, ...]:
    """Reads a question set, one JSON object a line. Raises ReadError that names the line."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(path), f"cannot be read ({error}); give a UTF-8 file of JSON lines") from error
    return tuple(_question(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip())


def _question(line: str, where: str) -> GoldQuestion:
    try:
        fields = json.loads(line)
        spans = tuple((int(start), int(end)) for start, end in fields.get("spans", ()))
        sentences = tuple(str(sentence) for sentence in fields.get("sentences", ()))
        return GoldQuestion(
            id=str(fields["id"]),
            text=str(fields["question"]),
            article_id=str(fields["article_id"] or ""),
            spans=spans,
            answerable=bool(fields.get("answerable", bool(spans or sentences))),
            sentences=sentences,
            kind=str(fields.get("kind", "")),
            lang=str(fields.get("lang", "")),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        remedy = "needs id, question, article_id and spans, each a [start, end], or sentences"
        raise ReadError(where, f"is no question: {error!r}; a line {remedy}") from error


def locate(question: GoldQuestion, text: str) -> GoldQuestion:
    """`question` with spans: those that it has, or every place where one of its sentences stands in `text`, the
    text of its article. Raises ReadError where one stands nowhere."""
    if question.spans:
        return question
    for sentence in question.sentences:
        if sentence not in text:
            raise ReadError(question.article_id, f'does not hold "{sentence}" of question {question.id}; correct it')
    found = (match.span() for sentence in question.sentences for match in re.finditer(re.escape(sentence), text))
    return replace(question, spans=tuple(found))


def ask(
    question: GoldQuestion,
    library: Library,
    index: Index,
    originals: Mapping[str, str] | None,
    reader: Reader | None = None,
    dense: Dense | None = None,
) -> Outcome:
    """Asks one question as a person would, and looks at the whole ranking besides.

    `originals` are the texts that quotations are compared with (see `read_originals`), None where there are none.
    """
    begin = perf_counter()
    asked, ranking = search(question.text, library, index, reader=reader, dense=dense)
    if ranking is None:
        taken = _since(begin)
        return Outcome(question, 0, 0, 0.0, False, 0, 0, taken, lang=asked.lang, kind=asked.kind)
    chance = probability(ranking)
    quoted = cited(ranking)
    milliseconds = _since(begin)
    order = [ranked.citation for ranked in ranking.sentences]
    passages = list(dict.fromkeys(int(ranking.evidence.passage_of[ranked.row]) for ranked in ranking.sentences))
    return Outcome(
        question=question,
        sentence_rank=_rank_of(question.stands_in, order),
        passage_rank=_rank_of(lambda n: question.stands_in_passage(ranking.evidence.hits[n].passage), passages),
        probability=chance,
        answered=confidence(chance, ranking.weights) in ("sure", "possible"),
        quotes=0 if originals is None else len(quoted),
        exact=0 if originals is None else sum(_is_exact(citation, originals) for citation in quoted),
        milliseconds=milliseconds,
        given=order[0],
        lang=asked.lang,
        kind=asked.kind,
    )


def _since(begin: float) -> float:
    return (perf_counter() - begin) * 1000


def _rank_of(is_right: Callable[[T], bool], order: Iterable[T]) -> int:
    return next((place for place, one in enumerate(order, 1) if is_right(one)), 0)


def _is_exact(citation: Citation, originals: Mapping[str, str]) -> bool:
    """Whether the quotation stands at its offsets in the text as the file has it, read without our readers."""
    original = originals.get(citation.article.id, "")
    return bool(citation.text) and original[citation.sentence.start : citation.sentence.end] == citation.text


def read_originals(path: Path) -> dict[str, str]:
    """Article id → text of a JSON lines file, by nothing but the JSON parser: what quotations are checked against."""
    with path.open(encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines if line.strip()]
    return {str(article["id"]): str(article["text"]) for article in articles}


def figures(outcomes: Sequence[Outcome]) -> dict[str, object]:
    """The figures of a set, shares between 0 and 1; None where the set has no questions that a figure needs.

    `sentence_at_k` and `passage_at_k`: the sentence or passage in which a gold span starts is among the first k of
    the ranking, whether or not it was shown; `mrr_at_10` is the mean reciprocal rank of that passage (0 beyond the
    tenth). Passages stand in the order of their best sentences. `auroc` (Fawcett 2006, section 7) is the chance that
    an answerable question has a higher probability than an unanswerable one. `precision_when_answered` is the share
    of the answered questions whose first citation is right, `right_when_answerable` that of the answerable ones which
    are answered so; `expected_calibration_error` is that of the probability as the chance that the first sentence is
    right.
    """
    answerable = [o for o in outcomes if o.question.answerable]
    others = [o for o in outcomes if not o.question.answerable]
    answered = [o for o in outcomes if o.answered]
    times = [o.milliseconds for o in outcomes]
    quotes = sum(o.quotes for o in outcomes)
    return {
        "questions": len(outcomes),
        "answerable": len(answerable),
        "sentence_at_1": _mean([o.right for o in answerable]),
        "sentence_at_3": _mean([1 <= o.sentence_rank <= 3 for o in answerable]),
        "passage_at_1": _mean([o.passage_rank == 1 for o in answerable]),
        "passage_at_10": _mean([1 <= o.passage_rank <= 10 for o in answerable]),
        "mrr_at_10": _mean([1 / o.passage_rank if 1 <= o.passage_rank <= 10 else 0.0 for o in answerable]),
        "auroc": auroc([o.probability for o in answerable], [o.probability for o in others]),
        "answered_answerable": _mean([o.answered for o in answerable]),
        "answered_unanswerable": _mean([o.answered for o in others]),
        "precision_when_answered": _mean([o.right for o in answered]),
        "right_when_answerable": _mean([o.answered and o.right for o in answerable]),
        "expected_calibration_error": expected_calibration_error(
            [o.probability for o in outcomes], [o.question.answerable and o.right for o in outcomes]
        )
        if others
        else None,
        "exact_quotes": sum(o.exact for o in outcomes) / quotes if quotes else None,
        "milliseconds": {"p50": _percentile(times, 50), "p95": _percentile(times, 95)},
    }


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The share of pairs in which the positive is higher, ties counting half; None without both kinds."""
    if not positive or not negative:
        return None
    sorted_negative = np.sort(np.asarray(negative))
    below = np.searchsorted(sorted_negative, positive, side="left")
    up_to = np.searchsorted(sorted_negative, positive, side="right")
    return float((below + up_to).mean() / 2 / len(negative))


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _percentile(values: Sequence[float], percent: float) -> float | None:
    return float(np.percentile(values, percent)) if values else None
