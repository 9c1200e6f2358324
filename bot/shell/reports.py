"""A question set is asked, and its figures are printed."""

import sys
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from bot.shell.progress import indexing, understanding
from retrieval.answering import Dense, Reader
from retrieval.errors import IbidError
from retrieval.evaluation import Outcome, ask, locate, read_originals, read_questions
from retrieval.index import build_index
from retrieval.library import Library
from retrieval.reading import read_articles
from retrieval.types import Article


@dataclass(frozen=True, slots=True)
class AskedSet:
    """What became of every question of a set, and the articles it was asked of, by their ids."""

    outcomes: tuple[Outcome, ...]
    articles: dict[str, Article]


def ask_set(articles: Path, questions: Path, reader: Reader | None = None) -> AskedSet:
    """Asks every question of `questions` of the file or folder `articles`, showing progress on stderr.

    With a reader, the vectors of all sentences are made first. Raises ReadError (or IbidError) where any part of either
    is no good: half a set would give false figures.
    """
    console = Console(file=sys.stderr)
    asked = read_questions(questions)
    with console.status("articles → index"):
        reading = read_articles([articles])
        if reading.skipped:
            raise reading.skipped[0]
        by_id = {article.id: article for article in reading.articles}
        originals = read_originals(articles) if articles.suffix.lower() == ".jsonl" else None
        library = Library(reading.articles)
    with indexing() as tell:
        index = build_index(library, tell)
    if missing := {q.article_id for q in asked if q.answerable} - by_id.keys():
        raise IbidError(
            f"{questions}: {len(missing)} of its articles are not in {articles}, the first is {min(missing)}"
        )
    dense = Dense(library, reader.load(), library.folder) if reader and library.folder else None
    if dense:
        with understanding() as tell:
            dense.catch_up(tell)
    located = [
        locate(question, by_id[question.article_id].text) if question.answerable else question for question in asked
    ]
    progress = track(located, description="questions", console=console, disable=not console.is_terminal)
    return AskedSet(tuple(ask(question, library, index, originals, reader, dense) for question in progress), by_id)


def print_figures(found: dict[str, object]) -> None:
    """The figures as a table, shares with three decimals."""
    table = Table(show_header=False, box=None)
    for name, value in found.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for part, number in parts:
            table.add_row(f"{name} {part}".strip(), rounded(number))
    Console().print(table)


def rounded(value: object) -> str:
    """A figure as people read it: three decimals, counts as they are, a dash where there is none."""
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
