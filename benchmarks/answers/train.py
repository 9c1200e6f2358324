"""Fits the weights of the ranking and of abstention on question sets, and says what each part is worth.

`python -m benchmarks.answers.train --rank SET… --abstain SET… --hold-out SET… [--ablate] [--write
retrieval/answering/weights.json]`, where a SET is a folder with `articles.jsonl` and `questions.jsonl`, or
`ARTICLES,QUESTIONS`. Figures of the sets that are trained on are cross-validated by article: no article is in the part
that is fitted and in the part measured."""

import argparse
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table

from benchmarks.answers.fitting import Case, at, fit_abstention, fit_ranking, folds
from retrieval.answering.abstention import signals
from retrieval.answering.answering import search
from retrieval.answering.features import FAMILIES, FEATURES
from retrieval.answering.ranking import Ranking, rank_by
from retrieval.evaluation.calibration import expected_calibration_error
from retrieval.evaluation.evaluation import GoldQuestion, auroc, locate, read_questions
from retrieval.index.index import build_index
from retrieval.library.library import Library
from retrieval.reading.files import read_articles

FOLDS = 5
# Articles asked one by one, each a library of its own: what a person has who starts with one article.
ALONE = 60
# Features that the sets can't teach, since they hold no captions and hardly a question mark: set by hand.
BY_HAND = {"caption": -1.0, "too_short": -1.0, "is_question": -100.0}
# The same of abstention: none of their articles is an interview.
SIGNALS_BY_HAND = {"asked_before": 3.0}
# How many of the unanswerable questions may be called answered "sure", and "sure" or "possible": .15 with a margin.
FALSELY_SURE, FALSELY_ANSWERED = 0.05, 0.14

console = Console()


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Articles and questions on them."""

    name: str
    articles: Path
    questions: Path

    @classmethod
    def named(cls, given: str) -> "QuestionSet":
        """From a folder, or from two paths with a comma between."""
        articles, comma, questions = given.partition(",")
        if comma:
            return cls(Path(articles).name, Path(articles), Path(questions))
        return cls(Path(given).name, Path(given) / "articles.jsonl", Path(given) / "questions.jsonl")


def ask_all(folder: QuestionSet, *, alone: bool = False) -> Iterator[tuple[GoldQuestion, Ranking]]:
    """Every question of a set with its ranking, asked of all articles or, `alone`, of its own article only."""
    articles = read_articles([folder.articles]).articles
    texts = {article.id: article.text for article in articles}
    questions = [locate(q, texts[q.article_id]) if q.answerable else q for q in read_questions(folder.questions)]
    wanted = articles[:ALONE] if alone else articles
    libraries = [[article] for article in wanted] if alone else [list(wanted)]
    for held in track(libraries, description=f"{folder.name}{' alone' * alone}", console=console):
        library = Library(held)
        index = build_index(library)
        ids = {article.id for article in held}
        for question in questions:
            if not alone or question.article_id in ids:
                _, ranking = search(question.text, library, index)
                if ranking:
                    yield question, ranking


def case(question: GoldQuestion, ranking: Ranking, set_name: str) -> Case:
    """The candidates of a question as rows."""
    right = np.array([question.stands_in(candidate) for candidate in ranking.evidence.candidates])
    return Case(set_name, question.article_id, question.answerable, ranking.columns, right & question.answerable)


def cross_validated(cases: Sequence[Case], keep: Sequence[int] | None = None) -> dict[str, tuple[float, float]]:
    """Set → right sentence first and among three, each question ranked by weights that never saw its article."""
    chosen = list(range(len(FEATURES))) if keep is None else list(keep)
    cut = [Case(c.set, c.group, c.answerable, c.columns[:, chosen], c.right) for c in cases]
    fold = folds([c.group for c in cut], FOLDS)
    measured: dict[str, list[tuple[int, float, float]]] = {}
    for number in range(FOLDS):
        weights = fit_ranking([c for c, place in zip(cut, fold, strict=True) if place != number])
        held = [c for c, place in zip(cut, fold, strict=True) if place == number]
        for name in {c.set for c in held}:
            part = [c for c in held if c.set == name]
            measured.setdefault(name, []).append((len(part), at(part, weights, 1), at(part, weights, 3)))
    return {name: _mean(parts) for name, parts in measured.items()}


def _mean(parts: Sequence[tuple[int, float, float]]) -> tuple[float, float]:
    total = sum(size for size, _, _ in parts)
    return sum(size * one for size, one, _ in parts) / total, sum(size * three for size, _, three in parts) / total


def abstention(
    folders: Sequence[QuestionSet], ranking_weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], dict[str, float]]:
    """The weights of abstention, then its figures and thresholds from cross-validated probabilities."""
    rows, answerable, groups, sets = [], [], [], []
    for folder in folders:
        for alone in (False, True):
            for question, ranking in ask_all(folder, alone=alone):
                rows.append(list(signals(rank_by(ranking.evidence, ranking.columns, ranking_weights)).values()))
                answerable.append(question.answerable)
                groups.append(question.article_id)
                sets.append(folder.name + " alone" * alone)
    columns, has_answer, fold, of_set = np.array(rows), np.array(answerable), folds(groups, FOLDS), np.array(sets)
    chances = np.zeros(len(columns))
    for number in range(FOLDS):
        rest = fold != number
        weights = fit_abstention(columns[rest], has_answer[rest], of_set[rest])
        chances[fold == number] = 1 / (1 + np.exp(-(columns[fold == number] @ weights)))
    found = thresholds(chances, has_answer, sets)
    table = Table("abstention, cross-validated", "AUROC", "answered", "though unanswerable")
    for name in dict.fromkeys(sets):
        part = of_set == name
        yes, no = chances[part & has_answer], chances[part & ~has_answer]
        area = auroc(yes.tolist(), no.tolist())
        shares = [f"{(some >= found['possible']).mean():.3f}" if len(some) else "–" for some in (yes, no)]
        table.add_row(name, "–" if area is None else f"{area:.3f}", *shares)
    console.print(
        table, f"expected calibration error {expected_calibration_error(chances.tolist(), has_answer.tolist()):.3f}"
    )
    return fit_abstention(columns, has_answer, of_set), found


def thresholds(chances: NDArray[np.float64], answerable: NDArray[np.bool_], sets: Sequence[str]) -> dict[str, float]:
    """Where the bands begin: on each set, no more of the unanswerable are above than FALSELY_SURE, FALSELY_ANSWERED."""
    names = np.array(sets)
    parts = [chances[~answerable & (names == name)] for name in dict.fromkeys(sets)]
    sure, possible = (
        max(_least_above(part, share) for part in parts if len(part)) for share in (FALSELY_SURE, FALSELY_ANSWERED)
    )
    return {"sure": sure, "possible": possible}


def _least_above(chances: NDArray[np.float64], share: float) -> float:
    """The least threshold, in thousandths, that no more than `share` of `chances` reach."""
    first_too_many = float(np.sort(chances)[::-1][int(share * len(chances))])
    return (math.floor(first_too_many * 1000) + 1) / 1000


def main() -> None:
    """Trains, prints the tables, and writes the weights where asked."""
    parser = argparse.ArgumentParser(description="Fit the weights on question sets.")
    for name in ("--rank", "--abstain", "--hold-out"):
        parser.add_argument(name, type=QuestionSet.named, nargs="*", default=[], metavar="SET")
    parser.add_argument("--ablate", action="store_true", help="say what each family of features adds")
    parser.add_argument("--write", type=Path, metavar="FILE")
    given = parser.parse_args()
    cases = [case(q, r, folder.name) for folder in given.rank for q, r in ask_all(folder)]
    figures = cross_validated(cases)
    weights = fit_ranking(cases)
    table = Table("ranking", "", "first", "among three")
    for name, (first, three) in figures.items():
        table.add_row(name, "cross-validated", f"{first:.3f}", f"{three:.3f}")
    for folder in given.hold_out:
        held = [case(q, r, folder.name) for q, r in ask_all(folder)]
        table.add_row(folder.name, "held out", f"{at(held, weights, 1):.3f}", f"{at(held, weights, 3):.3f}")
    console.print(table)
    if given.ablate:
        console.print(ablation(cases, figures))
    ranking = dict(zip(FEATURES, weights.tolist(), strict=True)) | BY_HAND
    quiet, bands = abstention(given.abstain, np.array(list(ranking.values())))
    if given.write:
        names = sorted({folder.name for folder in (*given.rank, *given.abstain)})
        by_hand = BY_HAND | SIGNALS_BY_HAND
        stored = {
            "about": f"Fitted by benchmarks/answers/train.py on {', '.join(names)}; by hand: {', '.join(by_hand)}.",
            "date": datetime.now(UTC).date().isoformat(),
            "figures": {name: {"first": round(a, 3), "among_three": round(b, 3)} for name, (a, b) in figures.items()},
            "ranking": {name: round(value, 3) for name, value in ranking.items()},
            "abstention": dict(zip(_signal_names(), np.round(quiet, 3).tolist(), strict=True)) | SIGNALS_BY_HAND,
            "thresholds": bands,
        }
        given.write.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _signal_names() -> list[str]:
    """The names of the signals, in their order, of any ranking."""
    from retrieval.types import Article, Block

    library = Library([Article("a", "a", "a b", "en", (Block(0, 3),))])
    _, ranking = search("a b", library, build_index(library))
    return list(signals(ranking)) if ranking else []


def ablation(cases: Sequence[Case], whole: dict[str, tuple[float, float]]) -> Table:
    """What is lost (first sentence right, cross-validated) when a family of features is left out."""
    table = Table("without", *whole)
    for family, names in FAMILIES.items():
        keep = [place for place, name in enumerate(FEATURES) if name not in names]
        without = cross_validated(cases, keep)
        table.add_row(family, *(f"{without[name][0] - first:+.3f}" for name, (first, _) in whole.items()))
    return table


if __name__ == "__main__":
    main()
