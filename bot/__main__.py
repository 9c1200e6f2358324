"""The commands. It parses and calls; what `ibid add` and its like do is in shell/librarian.py."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.access import invitations
from bot.conversation import friendly_line
from bot.locales import Lang, say, terminal_language
from bot.memory import Memory
from bot.opening import answering, open_configured, open_given
from bot.operations import gauges, operations
from bot.settings import Settings, load_settings
from bot.shell import answer_as_json, ask_set, indexing, librarian, print_figures, render_report
from bot.wording import Ask, list_gaps, render_explanation, write_question_set
from retrieval.answering import silence
from retrieval.errors import IbidError
from retrieval.evaluation import figures
from retrieval.index import KeptIndex
from retrieval.library import Library

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
    asking.add_argument("--explain", action="store_true", help=say(lang, "cli.explain"))
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
    _add_librarian(commands, lang)
    invitations.add_commands(commands, lang)
    operations.add_commands(commands, lang)
    return parser


def _add_librarian(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", lang: Lang) -> None:
    adding = commands.add_parser("add", help=say(lang, "cli.add"))
    adding.set_defaults(command=librarian.add)
    adding.add_argument("names", nargs="+", metavar="PATH_OR_URL", help=say(lang, "cli.add.names"))
    adding.add_argument("--watch", action="store_true", help=say(lang, "cli.add.watch"))
    listing = commands.add_parser("articles", help=say(lang, "cli.list"))
    listing.set_defaults(command=librarian.articles)
    listing.add_argument("--search", nargs="+", metavar="WORD", help=say(lang, "cli.list.search"))
    listing.add_argument("--all", action="store_true", help=say(lang, "cli.list.all"))
    for name, words, command in (
        ("show", "cli.show", librarian.show),
        ("remove", "cli.remove", librarian.remove),
    ):
        numbered = commands.add_parser(name, help=say(lang, words))
        numbered.set_defaults(command=command)
        numbered.add_argument("number", type=int, metavar="N", help=say(lang, "cli.number"))
    exporting = commands.add_parser("export", help=say(lang, "cli.export"))
    exporting.set_defaults(command=librarian.export)
    exporting.add_argument("file", type=Path, metavar="FILE.jsonl")


def run(given: argparse.Namespace) -> int:
    """The conversation: on Telegram with a token, else in this terminal."""
    settings = load_settings()
    library, reply, catch_up = _open(given.articles, settings)

    if settings.telegram_token:
        from bot.app import run_telegram  # python-telegram-bot takes half a second that a terminal need not wait

        return run_telegram(settings, reply, library, catch_up, lambda: gauges(library, settings))
    from rich.console import Console

    from bot.shell import converse, print_text, visible

    print_text(Console(stderr=True), visible(say(terminal_language(), "terminal.no_token")))
    minutes, shown = settings.ibid_conversation_minutes, settings.ibid_show_withdrawn
    return converse(reply, library, minutes=minutes, show_withdrawn=shown)


def ask(given: argparse.Namespace) -> int:
    """Answers one question; small talk is not searched for."""
    _, reply, _ = _open(given.articles, load_settings())
    pleasantry = friendly_line(given.question, terminal_language())
    found = silence(given.question) if pleasantry else reply(given.question)
    if given.json:
        print(json.dumps(answer_as_json(found), ensure_ascii=False))
    elif pleasantry:
        print(pleasantry)
    else:
        from bot.shell import print_answer

        print_answer(found)
        if given.explain:
            print(render_explanation(found, terminal_language()))
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


def _open(paths: Sequence[Path] | None, settings: Settings) -> tuple[Library, Ask, Callable[[], object]]:
    """The library of `paths`, or the one that is kept; the function that answers from it; and the one that brings its
    index up to date. No article is an error."""
    library = open_given(paths) if paths else open_configured(settings)
    kept = KeptIndex(library, library.folder or settings.ibid_data)
    with indexing() as tell:
        current = kept.current(tell)
    if current.change != kept.saved and library.folder is None:
        kept.save()
    return library, answering(library, kept), kept.current


if __name__ == "__main__":
    sys.exit(main())
