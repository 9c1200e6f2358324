"""What each kind of term is worth: the rank of the right passage with one, two and three kinds, and what they cost.

    python -m benchmarks.index.kinds ARTICLES.jsonl QUESTIONS.jsonl

"Prefixes probed" has prefixes add to the score of passages that surface or stem have found, and find none themselves.
Times are the processor's, of the index alone, scoring all passages as a library of this size does.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from retrieval.evaluation.evaluation import GoldQuestion, read_questions
from retrieval.index.bm25 import BM25
from retrieval.index.index import build_index
from retrieval.language.analysis import terms
from retrieval.library.library import Library
from retrieval.reading.files import read_articles
from retrieval.types import Passage

K = 10
KINDS = {"surface": ("w:",), "stem": ("s:",), "surface, stem": ("w:", "s:"), "all three": ("w:", "s:", "p:")}
Top = Callable[[list[str]], list[int]]


def probed(index: BM25, numbers: Sequence[int]) -> Top:
    """The best passages among those that surface or stem have found."""

    def top(asked: list[str]) -> list[int]:
        scores = index.get_scores(asked)
        scores[index.get_scores([term for term in asked if not term.startswith("p:")]) == 0] = 0
        best = np.argsort(-scores, kind="stable")[:K]
        return [numbers[place] for place in best if scores[place] > 0]

    return top


def measure(
    questions: Sequence[GoldQuestion], passages: dict[int, Passage], prefixes: tuple[str, ...], top: Top
) -> tuple[float, float]:
    """MRR@10 of the passage in which an answer starts, and the median of milliseconds."""
    langs = {passage.article.id: passage.article.lang for passage in passages.values()}
    ranks, times = [], []
    for question in questions:
        asked = [term for term in terms(question.text, langs[question.article_id]) if term.startswith(prefixes)]
        begin = time.thread_time()
        found = top(asked)
        times.append(time.thread_time() - begin)
        right = (place for place, number in enumerate(found, 1) if question.stands_in_passage(passages[number]))
        ranks.append(1 / next(right, np.inf))
    return float(np.mean(ranks)), float(np.median(times)) * 1000


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    library = Library(read_articles([given.articles]).articles)
    index, passages = build_index(library), dict(library.living())
    questions = [question for question in read_questions(given.questions) if question.answerable]
    table = Table("", "MRR@10", "ms, p50")

    def best(asked: list[str]) -> list[int]:
        return [number for number, _ in index.top(asked, K)]

    for name, prefixes in KINDS.items():
        mrr, milliseconds = measure(questions, passages, prefixes, best)
        table.add_row(name, f"{mrr:.3f}", f"{milliseconds:.2f}")
    mrr, _ = measure(questions, passages, KINDS["all three"], probed(index, sorted(passages)))
    table.add_row("prefixes probed", f"{mrr:.3f}", "–")
    Console().print(table)


if __name__ == "__main__":
    main()
