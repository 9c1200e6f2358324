"""`run`, `ask`, `evaluate` and `gaps`. At the top is imported what a question needs, so that whoever asks in a terminal
waits for nothing else: python-telegram-bot alone takes half as long again."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.conversation import friendly_line
from bot.locales import say, terminal_language
from bot.memory import hold_journal
from bot.opening import answering, open_configured, open_given
from bot.references import format_named, gather
from bot.settings import Settings, load_settings
from bot.shell.as_json import answer_as_json
from bot.shell.display import plain_console, print_answer, print_lines, print_text, visible
from bot.shell.progress import indexing
from bot.wording import Ask, render_explanation, sources_of
from retrieval.answering import silence
from retrieval.errors import IbidError
from retrieval.index import KeptIndex
from retrieval.library import Library

ANSWERED, SILENT = 0, 1


def run(given: argparse.Namespace) -> int:
    """The conversation: on Telegram with a token, else in this terminal."""
    settings = load_settings()
    if settings.telegram_token:
        hold_journal(settings.ibid_data)
    library, reply, catch_up = _open(given.articles, settings)

    if settings.telegram_token:
        from bot.app import run_telegram
        from bot.operations import gauges

        return run_telegram(settings, reply, library, catch_up, lambda: gauges(library, settings))
    from rich.console import Console

    from bot.shell.session import converse

    print_text(Console(stderr=True), visible(say(terminal_language(), "terminal.no_token")))
    minutes, shown = settings.ibid_conversation_minutes, settings.ibid_show_withdrawn
    return converse(reply, library, minutes=minutes, show_withdrawn=shown)


def ask(given: argparse.Namespace) -> int:
    """Answers one question; small talk is not searched for."""
    lang = terminal_language()
    chosen = format_named(given.cite, lang) if given.cite else None
    library, reply, _ = _open(given.articles, load_settings())
    pleasantry = friendly_line(given.question, lang)
    found = silence(given.question) if pleasantry else reply(given.question)
    if given.json:
        print(json.dumps(answer_as_json(found), ensure_ascii=False))
    elif pleasantry:
        print(pleasantry)
    elif chosen and found.citations:
        ids = [citation.id for citation in sources_of(found)]
        print_lines(plain_console(), chosen.render(gather(ids, library, lang).references, lang))
    else:
        print_answer(found)
        if given.explain:
            print(render_explanation(found, lang))
    sys.stdout.flush()
    return ANSWERED if found.citations else SILENT


def evaluate(given: argparse.Namespace) -> int:
    """Prints the figures of a question set, and draws them where a report is asked for."""
    from bot.shell.report_page import render_report
    from bot.shell.reports import ask_set, print_figures
    from retrieval.evaluation import figures

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
    from bot.memory import Memory
    from bot.wording import list_gaps, write_question_set

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
