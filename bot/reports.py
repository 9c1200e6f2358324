"""What the commands print: an answer as JSON, a question set's figures."""

import sys
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from retrieval.errors import IbidError
from retrieval.evaluation import ask, figures, read_originals, read_questions
from retrieval.index import build_index
from retrieval.library import Library
from retrieval.readers import read_articles
from retrieval.types import Answer, Citation


def answer_as_json(answer: Answer) -> dict[str, object]:
    """An answer as `ibid ask --json` prints it; others rely on the names."""
    return {
        "question": answer.question,
        "confidence": answer.confidence,
        "probability": round(answer.probability, 4),
        "citations": [_citation_as_json(citation) for citation in answer.citations],
        "nearest": [_citation_as_json(citation) for citation in answer.nearest],
        "milliseconds": round(answer.milliseconds, 3),
    }


def _citation_as_json(citation: Citation) -> dict[str, object]:
    article = citation.article
    page = {"page": citation.passage.page} if citation.passage.page else {}
    return {
        "id": citation.id,
        "sentence": citation.text,
        "start": citation.sentence.start,
        "end": citation.sentence.end,
        "paragraph": citation.passage.paragraph,
        **page,
        "article": {
            "id": article.id,
            "title": article.title,
            "date": article.date,
            "url": article.url,
            "author": article.author,
            "source": article.source,
        },
    }


def evaluate_set(articles: Path, questions: Path) -> dict[str, object]:
    """Asks every question of `questions` of the articles in `articles`, showing progress on stderr.

    Raises ReadError (or IbidError) where a line of either file is no good: half a set would give false figures.
    """
    console = Console(file=sys.stderr)
    asked = read_questions(questions)
    with console.status("articles → index"):
        reading = read_articles([articles])
        if reading.skipped:
            raise reading.skipped[0]
        originals = read_originals(articles)
        library = Library(reading.articles)
        index = build_index(library)
    if missing := {q.article_id for q in asked if q.answerable} - originals.keys():
        raise IbidError(
            f"{questions}: {len(missing)} of its articles are not in {articles}, the first is {min(missing)}"
        )
    progress = track(asked, description="questions", console=console, disable=not console.is_terminal)
    return figures([ask(question, library, index, originals) for question in progress])


def print_figures(found: dict[str, object]) -> None:
    """The figures as a table, shares with three decimals."""
    table = Table(show_header=False, box=None)
    for name, value in found.items():
        parts = value.items() if isinstance(value, dict) else [("", value)]
        for part, number in parts:
            said = "–" if number is None else f"{number:.3f}" if isinstance(number, float) else str(number)
            table.add_row(f"{name} {part}".strip(), said)
    Console().print(table)
