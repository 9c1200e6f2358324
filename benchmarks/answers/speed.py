"""What an answer costs: `python -m benchmarks.answers.speed ARTICLES QUESTIONS.jsonl [--reader shipped]`.

Prints milliseconds of the processor for an answer (half take less, nineteen of twenty take less), by the words alone
and with the reader and its vectors, in one process; how much memory the reader takes; how many sentences a second get
their vectors; and what remains while others are asked at the same time, by the clock.
"""

import argparse
import os
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from retrieval.answering import answer, open_reader
from retrieval.answering.reader.dense import Dense
from retrieval.evaluation.evaluation import read_questions
from retrieval.index import build_index
from retrieval.library import Library
from retrieval.reading import read_articles

# Questions that are asked at the same time, where that is measured.
TOGETHER = (1, 2, 4, 8)

Ask = Callable[[str], object]


def main() -> None:
    """Asks, and prints the tables."""
    parser = argparse.ArgumentParser(description="What an answer costs.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--reader", default="shipped")
    parser.add_argument("--questions", dest="most", type=int, default=200)
    given = parser.parse_args()
    questions = [question.text for question in read_questions(given.questions)][: given.most]
    library = Library(read_articles([given.articles]).articles)
    index = build_index(library)
    console = Console()
    table = Table(f"{len(questions)} questions", "p50, ms", "p95, ms")

    def words(question: str) -> object:
        return answer(question, library, index)

    for question in questions[:20]:
        words(question)  # what is read once is no part of it
    table.add_row("words alone", *taken(words, questions))
    before = resident()
    reader = open_reader(given.reader)
    if reader is None or library.folder is None:
        console.print(table)
        return
    dense = Dense(library, reader.load(), library.folder)
    begin, loaded = time.process_time(), resident()
    made = dense.catch_up()
    rate = made / (time.process_time() - begin)

    def read(question: str) -> object:
        return answer(question, library, index, reader=reader, dense=dense)

    table.add_row("reader and vectors", *taken(read, questions))
    console.print(table)
    console.print(f"memory: {loaded - before:.0f} MB for the reader, {resident() - before:.0f} MB after all questions")
    console.print(f"{made} sentences, {rate:.0f} a second of the processor")
    beside = Table("asked at the same time", "p50, ms by the clock", "p99")
    for number in TOGETHER:
        fresh = [f"{question} {number}" for question in questions]  # what was read is kept: it is not asked again
        times = together(read, fresh, number)
        beside.add_row(str(number), *(f"{np.percentile(times, percent):.0f}" for percent in (50, 99)))
    console.print(beside)


def taken(ask: Ask, questions: Sequence[str]) -> list[str]:
    """Milliseconds of the processor, p50 and p95."""
    times = []
    for question in questions:
        begin = time.process_time()
        ask(question)
        times.append(1000 * (time.process_time() - begin))
    return [f"{np.percentile(times, percent):.1f}" for percent in (50, 95)]


def together(ask: Ask, questions: Sequence[str], number: int) -> list[float]:
    """Milliseconds by the clock of each question, `number` of them being asked at any time."""
    waiting, times = list(questions), []

    def work() -> None:
        while waiting:
            question = waiting.pop()
            begin = time.perf_counter()
            ask(question)
            times.append(1000 * (time.perf_counter() - begin))

    threads = [threading.Thread(target=work) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def resident() -> float:
    """Megabytes of memory that this process has now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
