"""Fits the weights of the ranking and of abstention on question sets, and says what each part is worth.

`python -m benchmarks.answers.train --rank SET… --abstain SET… --hold-out SET… [--reader shipped|FOLDER] [--ablate]
[--write FOLDER]`, where a SET is a folder with `articles.jsonl` and `questions.jsonl`, or `ARTICLES,QUESTIONS`. Without
a reader the weights of the words alone are fitted (`weights.json`), with one those of words and reader, and of words,
vectors and reader (`weights-vectors.json`). Figures of the sets that are trained on are cross-validated by article: no
article is in the part that is fitted and in the part measured. A probability is one of the first sentence being right.
"""

import argparse
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from rich.table import Table

from benchmarks.answers.asking import Asked, QuestionSet, ask_all, console
from benchmarks.answers.fitting import Columns, at, fit_abstention, fit_ranking, folds
from benchmarks.answers.lines import BY_HAND, Line, case, fit_line, reordered, spelled_out
from benchmarks.answers.silence import BANDS, print_silence
from retrieval.answering import open_reader
from retrieval.answering.abstention import signals

FOLDS = 5
# What the sets can't teach of silence, since they hold no interviews: the question before a sentence has the words.
SIGNALS_BY_HAND = {"asked_before": 3.0}


def main() -> None:
    """Trains, prints the tables, and writes the weights where asked."""
    parser = argparse.ArgumentParser(description="Fit the weights on question sets.")
    for name in ("--rank", "--abstain", "--hold-out"):
        parser.add_argument(name, type=QuestionSet.named, nargs="*", default=[], metavar="SET")
    parser.add_argument("--reader", default="none", help="shipped, none, or a folder")
    parser.add_argument("--ablate", action="store_true", help="say what each family of features adds")
    parser.add_argument("--write", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    reader = open_reader(given.reader)
    if reader:
        reader.load()
    sets = list(dict.fromkeys((*given.rank, *given.abstain, *given.hold_out)))
    asked = {one: list(ask_all(one, reader)) for one in sets}
    alone = {one: list(ask_all(one, reader, alone=True)) for one in given.abstain}
    for line in ("reader and vectors", "reader") if reader else ("words",):
        fit(line, given, asked, alone)


def fit(
    kind: str, given: argparse.Namespace, asked: dict[QuestionSet, list[Asked]], alone: dict[QuestionSet, list[Asked]]
) -> None:
    """One file of weights, with its tables."""

    def of(sets: Sequence[QuestionSet], answers: dict[QuestionSet, list[Asked]]) -> list[Asked]:
        found = [one for name in sets for one in answers[name]]
        return [one.without_vectors() for one in found] if kind == "reader" else found

    ranked = of(given.rank, asked)
    line = Line(kind)
    weights = fit_line(line, ranked)
    print_ranking(line, ranked, of(given.hold_out, asked), given.hold_out, weights)
    if given.ablate:
        console.print(ablation(line, ranked))
    judged = of(given.abstain, asked) + of(given.abstain, alone)
    rows, right = out_of_fold(line, ranked, judged)
    quiet = silence(kind, judged, rows, right)
    if given.write:
        write(given, line, weights, quiet)


def out_of_fold(line: Line, ranked: Sequence[Asked], judged: Sequence[Asked]) -> tuple[list[dict[str, float]], Columns]:
    """The signals of each judged question, and whether its first sentence is right, its order being that of weights
    which never saw its article."""
    groups = [one.group for one in (*ranked, *judged)]
    fold = folds(groups, FOLDS)
    rows: list[dict[str, float]] = [{} for _ in judged]
    right = np.zeros(len(judged))
    for number in range(FOLDS):
        rest = [one for one, place in zip(ranked, fold[: len(ranked)], strict=True) if place != number]
        weights = fit_line(line, rest)
        for at_row, one in enumerate(judged):
            if fold[len(ranked) + at_row] == number:
                placed = reordered(line, one, weights)
                rows[at_row] = signals(placed)
                right[at_row] = one.question.answerable and one.question.stands_in(placed.sentences[0].citation)
    return rows, right


def silence(kind: str, judged: Sequence[Asked], rows: Sequence[dict[str, float]], right: Columns) -> dict[str, float]:
    """The weights of abstention; prints what comes of them, cross-validated."""
    names = list(rows[0])
    columns = np.array([[row[name] for name in names] for row in rows])
    sets, fold = np.array([one.set for one in judged]), folds([one.group for one in judged], FOLDS)
    chances = np.zeros(len(judged))
    for number in range(FOLDS):
        rest = fold != number
        weights = fit_abstention(columns[rest], right[rest] > 0, sets[rest], names)
        chances[fold == number] = 1 / (1 + np.exp(-(columns[fold == number] @ weights)))
    print_silence(kind, chances, right, judged)
    whole = fit_abstention(columns, right > 0, sets, names)
    return dict(zip(names, np.round(whole, 3).tolist(), strict=True))


def print_ranking(
    line: Line, ranked: Sequence[Asked], held: Sequence[Asked], sets: Sequence[QuestionSet], weights: Columns
) -> None:
    """Right sentence first and among three, cross-validated, and on the sets held out."""
    table = Table(f"ranking: {line.kind}", "", "questions", "first", "among three")
    for name, (size, first, three) in cross_validated(line, ranked).items():
        table.add_row(name, "cross-validated", str(size), f"{first:.3f}", f"{three:.3f}")
    for one in sets:
        part = [asked for asked in held if asked.set == one.name and asked.question.answerable]
        cases = [case(line, asked) for asked in part]
        table.add_row(one.name, "held out", str(len(part)), *(f"{at(cases, weights, k):.3f}" for k in (1, 3)))
    console.print(table)


def cross_validated(
    line: Line, ranked: Sequence[Asked], keep: Sequence[int] | None = None
) -> dict[str, tuple[int, float, float]]:
    """Set → answerable questions, right sentence first and among three, each ranked by weights that never saw its
    article."""
    cases = [case(line, one, keep) for one in ranked]
    fold = folds([one.group for one in cases], FOLDS)
    measured: dict[str, list[tuple[int, float, float]]] = {}
    for number in range(FOLDS):
        weights = fit_ranking([c for c, place in zip(cases, fold, strict=True) if place != number])
        held = [c for c, place in zip(cases, fold, strict=True) if place == number]
        for name in {c.set for c in held if c.answerable}:
            part = [c for c in held if c.set == name and c.answerable]
            measured.setdefault(name, []).append((len(part), at(part, weights, 1), at(part, weights, 3)))
    return {name: _mean(parts) for name, parts in measured.items()}


def _mean(parts: Sequence[tuple[int, float, float]]) -> tuple[int, float, float]:
    total = sum(size for size, _, _ in parts)
    first, three = (sum(part[0] * part[k] for part in parts) / total for k in (1, 2))
    return total, first, three


def ablation(line: Line, ranked: Sequence[Asked]) -> Table:
    """What is lost (first sentence right, cross-validated) when a family of evidence is left out."""
    whole = cross_validated(line, ranked)
    table = Table("without", *whole)
    for family, names in line.families.items():
        keep = [place for place, name in enumerate(line.names) if name not in names]
        without = cross_validated(line, ranked, keep)
        table.add_row(family, *(f"{without[name][1] - first:+.3f}" for name, (_, first, _) in whole.items()))
    return table


def write(given: argparse.Namespace, line: Line, weights: Columns, quiet: dict[str, float]) -> None:
    """Puts the weights into the file of their kind."""
    names = sorted({one.name for one in (*given.rank, *given.abstain)})
    by_hand = (BY_HAND if line.kind == "words" else {}) | SIGNALS_BY_HAND
    stored = {
        "about": f"Fitted by benchmarks/answers/train.py on {', '.join(names)}; by hand: {', '.join(by_hand)}.",
        "date": datetime.now(UTC).date().isoformat(),
        "ranking": {name: round(value, 3) for name, value in spelled_out(line, weights).items()},
        "abstention": quiet | SIGNALS_BY_HAND,
        "thresholds": BANDS,
    }
    file = given.write / line.file
    file.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
