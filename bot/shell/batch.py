"""`ibid ask --each QUESTIONS.jsonl`: many questions, each with its answer and its ranking as one line of JSON."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot.conversation import friendly_line
from bot.locales import terminal_language
from bot.references import answer_as_json, ranking_as_json
from retrieval.answering import silence
from retrieval.errors import ReadError
from retrieval.types import Answer, Citation

# Sentences of each ranking that are told.
RANKED = 10

Ranked = list[tuple[Citation, float]]


def ask_each(file: Path, ask: Callable[[str], tuple[Answer, Ranked]]) -> None:
    """Answers each question of `file` (an object with `id` and `question` a line), in its order, on standard output.

    Raises ReadError that names the first line that holds no question, before anything is asked.
    """
    questions = list(_questions(file))
    console = Console(file=sys.stderr)
    for name, question in track(questions, "questions", console=console, disable=not console.is_terminal):
        pleasantry = friendly_line(question, terminal_language())
        found, ranking = (silence(question), []) if pleasantry else ask(question)
        print(
            json.dumps({"id": name} | answer_as_json(found) | {"ranking": ranking_as_json(ranking)}, ensure_ascii=False)
        )
        sys.stdout.flush()


def _questions(file: Path) -> Iterator[tuple[object, str]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(str(file), f"cannot be read ({error}); give a UTF-8 file of JSON lines") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                fields = json.loads(line)
                yield fields["id"], str(fields["question"])
            except (ValueError, KeyError, TypeError) as error:
                remedy = 'a line is {"id": "1", "question": "…"}'
                raise ReadError(f"{file}, line {number}", f"is no question: {error!r}; {remedy}") from error
