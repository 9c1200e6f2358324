"""The commands: `ibid` (the conversation), `ibid ask`, `ibid evaluate`. It parses and calls; all else is elsewhere."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.locales import say, terminal_language
from bot.memory import Memory
from bot.opinions import list_gaps, write_question_set
from bot.report_page import render_report
from bot.reports import answer_as_json, ask_set, print_figures
from bot.settings import load_settings
from bot.smalltalk import friendly_line
from retrieval.answering import answer, silence
from retrieval.bm25 import BM25
from retrieval.errors import IbidError
from retrieval.evaluation import figures
from retrieval.index import build_index
from retrieval.library import Library
from retrieval.readers import read_articles
from retrieval.types import Answer

ANSWERED, SILENT, FAILED = 0, 1, 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; returns its exit status. A fault that a person can mend is one sentence on stderr."""
    given = _parser().parse_args(arguments)
    try:
        status: int = given.command(given)
    except IbidError as error:
        print(f"ibid: {error}", file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # "ibid ask … | head": whoever reads has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return SILENT
    return status


def _parser() -> argparse.ArgumentParser:
    lang = terminal_language()
    parser = argparse.ArgumentParser(prog="ibid", description=say(lang, "cli.description"))
    parser.set_defaults(command=run, articles=None)
    commands = parser.add_subparsers(metavar=say(lang, "cli.command"))
    running = commands.add_parser("run", help=say(lang, "cli.run"))
    running.set_defaults(command=run)
    asking = commands.add_parser("ask", help=say(lang, "cli.ask"))
    asking.set_defaults(command=ask)
    asking.add_argument("question", help=say(lang, "cli.ask.question"))
    asking.add_argument("--json", action="store_true", help=say(lang, "cli.json"))
    for command in (running, asking):
        command.add_argument("--articles", action="append", type=Path, metavar="PATH", help=say(lang, "cli.articles"))
    listing = commands.add_parser("gaps", help=say(lang, "cli.gaps"))
    listing.set_defaults(command=gaps)
    listing.add_argument("--export", type=Path, metavar="QUESTIONS.jsonl", help=say(lang, "cli.gaps.export"))
    evaluating = commands.add_parser("evaluate", help=say(lang, "cli.evaluate"))
    evaluating.set_defaults(command=evaluate)
    evaluating.add_argument("articles", type=Path, metavar="ARTICLES")
    evaluating.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    evaluating.add_argument("--json", action="store_true", help=say(lang, "cli.json"))
    evaluating.add_argument("--report", type=Path, metavar="FILE.html", help=say(lang, "cli.evaluate.report"))
    return parser


def run(given: argparse.Namespace) -> int:
    """The conversation: on Telegram with a token, else in this terminal."""
    settings = load_settings()
    library, index = _open(given.articles or settings.ibid_articles)

    def reply(question: str) -> Answer:
        return answer(question, library, index)

    if settings.telegram_token:
        from bot.app import run_telegram  # python-telegram-bot takes half a second that a terminal need not wait

        return run_telegram(settings, reply, library)
    from bot.terminal import converse

    print(say(terminal_language(), "terminal.no_token"), file=sys.stderr)
    return converse(reply, library, minutes=settings.ibid_conversation_minutes)


def ask(given: argparse.Namespace) -> int:
    """Answers one question; small talk is not searched for."""
    library, index = _open(given.articles or load_settings().ibid_articles)
    pleasantry = friendly_line(given.question, terminal_language())
    found = silence(given.question) if pleasantry else answer(given.question, library, index)
    if given.json:
        print(json.dumps(answer_as_json(found), ensure_ascii=False))
    elif pleasantry:
        print(pleasantry)
    else:
        from bot.display import print_answer

        print_answer(found)
    sys.stdout.flush()
    return ANSWERED if found.citations else SILENT


def evaluate(given: argparse.Namespace) -> int:
    """Prints the figures of a question set, and draws them where a report is asked for."""
    if given.report and not given.report.parent.is_dir():
        raise IbidError(f"{given.report}: there is no folder {given.report.parent}; make it first")
    asked = ask_set(given.articles, given.questions)
    found = figures(asked.outcomes)
    if given.report:
        page = render_report(f"{given.questions.name}, asked of {given.articles.resolve().name}", asked)
        try:
            # a lone surrogate has no UTF-8: as a reference it becomes the browser's replacement character
            given.report.write_text(page, encoding="utf-8", errors="xmlcharrefreplace")
        except OSError as error:
            raise IbidError(f"{given.report}: can't be written ({error.strerror}); name another file") from error
    if given.json:
        print(json.dumps(found))
    else:
        print_figures(found)
    return ANSWERED


def gaps(given: argparse.Namespace) -> int:
    """What people asked in vain, as a list or as a question set."""
    with Memory(load_settings().ibid_data) as memory:
        unanswered, disliked = memory.gaps.open()
        if given.export:
            write_question_set(given.export, unanswered, disliked)
        else:
            print(list_gaps(unanswered, disliked, memory.gaps.verdicts(), terminal_language()))
    return ANSWERED


def _open(paths: Sequence[Path]) -> tuple[Library, BM25]:
    """The library of `paths` and its index. What could not be read is said on stderr; nothing at all is an error."""
    reading = read_articles(paths)
    for fault in reading.skipped:
        print(f"ibid: {fault}", file=sys.stderr)
    if not reading.articles:
        raise IbidError(say(terminal_language(), "cli.no_articles", paths=", ".join(map(str, paths))))
    library = Library(reading.articles)
    return library, build_index(library)


if __name__ == "__main__":
    sys.exit(main())
