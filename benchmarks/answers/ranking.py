"""What the ranking costs: `python -m benchmarks.answers.ranking SET [--questions 400]` prints milliseconds of the
processor.

A SET is a folder with `articles.jsonl` and `questions.jsonl`. The questions are asked of the index first, which is not
counted; then the sentences of 20 and of 30 passages are ranked, once where they are new and once more where they have
been read. (Questions have passages in common: fewer and fewer are new.)
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from retrieval.answering.holdings import holdings
from retrieval.answering.question import Question, read_question
from retrieval.answering.ranking import rank
from retrieval.evaluation.evaluation import read_questions
from retrieval.index.index import build_index
from retrieval.library.library import Library
from retrieval.reading.files import read_articles
from retrieval.types import Hit

Asked = tuple[Question, list[Hit]]


def ask(folder: Path, number: int, passages: int) -> list[Asked]:
    """The first `number` questions of a set with the `passages` best passages of each."""
    library = Library(read_articles([folder / "articles.jsonl"]).articles)
    index = build_index(library)
    found: list[Asked] = []
    for gold in read_questions(folder / "questions.jsonl")[:number]:
        question = read_question(gold.text, index, library.languages)
        best = index.top(question.terms, passages)
        held = library.find([place for place, _ in best])
        if best:
            found.append((question, [Hit(held[place], score) for place, score in best]))
    return found


def milliseconds(asked: Sequence[Asked]) -> float:
    """The processor's, for a question, in the mean."""
    begin = time.process_time()
    for question, hits in asked:
        rank(question, hits)
    return (time.process_time() - begin) * 1000 / len(asked)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="What the ranking costs.")
    parser.add_argument("set", type=Path, metavar="SET")
    parser.add_argument("--questions", type=int, default=400)
    given = parser.parse_args()
    table = Table("passages", "sentences", "new, ms", "read before, ms")
    for passages in (20, 30):
        asked = ask(given.set, given.questions, passages)
        holdings.cache_clear()
        sentences = sum(len(hit.passage.sentences) for _, hits in asked for hit in hits) / len(asked)
        new, known = milliseconds(asked), milliseconds(asked)
        table.add_row(str(passages), f"{sentences:.0f}", f"{new:.2f}", f"{known:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
