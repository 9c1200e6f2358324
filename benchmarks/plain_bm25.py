"""What plain rank-bm25 over the words of sentences makes of a question set, beside Ibid.

`python -m benchmarks.plain_bm25 ARTICLES.jsonl QUESTIONS.jsonl` prints the share of questions whose right sentence is
first and among the first three, for rank_bm25 as it comes over words cut at white space, and for `evaluate`.
"""

import argparse
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi
from rich.console import Console
from rich.table import Table

from bot.reports import evaluate_set
from retrieval.evaluation import read_questions
from retrieval.library import Library
from retrieval.readers import read_articles
from retrieval.types import Citation


def plain(articles: Path, questions: Path) -> tuple[float, float]:
    """The shares for rank_bm25 over the lower-cased words of our sentences, cut at white space."""
    library = Library(read_articles([articles]).articles)
    sentences = [Citation(passage, sentence) for _, passage in library.living() for sentence in passage.sentences]
    index = BM25Okapi([citation.text.lower().split() for citation in sentences])
    answerable = [question for question in read_questions(questions) if question.answerable]
    ranks = []
    for question in answerable:
        best = np.argsort(-index.get_scores(question.text.lower().split()), kind="stable")[:3]
        ranks.append([question.stands_in(sentences[number]) for number in best])
    return sum(rank[0] for rank in ranks) / len(ranks), sum(any(rank) for rank in ranks) / len(ranks)


def main() -> None:
    """Prints both, side by side."""
    parser = argparse.ArgumentParser(description="Plain rank-bm25 over sentences, beside Ibid.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    given = parser.parse_args()
    first, among_three = plain(given.articles, given.questions)
    ours = evaluate_set(given.articles, given.questions)
    table = Table("", "sentence_at_1", "sentence_at_3")
    table.add_row("plain rank_bm25", f"{first:.3f}", f"{among_three:.3f}")
    table.add_row("Ibid", f"{ours['sentence_at_1']:.3f}", f"{ours['sentence_at_3']:.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
