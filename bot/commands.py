"""`run`, `serve`, `mcp`, `ask`, `evaluate` and `gaps`. At the top is imported what a question needs, so that who asks
in a terminal waits for nothing else: python-telegram-bot alone takes half as long again."""

import argparse
import json
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bot.conversation import friendly_line, listed
from bot.locales import Lang, say, terminal_language
from bot.opening import Opened, open_configured, open_given, opened
from bot.references import answer_as_json, format_named, gather, quotation_as_json
from bot.settings import Settings, load_settings
from bot.shell.display import plain_console, print_answer, print_lines, print_text, visible
from bot.shell.progress import indexing, understanding
from bot.shell.surveys import print_found, print_whole
from bot.stores import hold_journal
from bot.wording import render_explanation, sources_of
from bot.wording.surveys import SAID, TIMELINE
from retrieval.answering import open_reader, silence
from retrieval.errors import IbidError, SearchUnavailable
from retrieval.index import keep_index
from retrieval.queries import pasted_quotation

if TYPE_CHECKING:
    from bot.app import Doors

ANSWERED, SILENT = 0, 1
# Sentences that the reader may read for the first time before it answers: some ten seconds, once in a library's life.
WAITED_FOR = 1_500


def run(given: argparse.Namespace) -> int:
    """The conversation: on Telegram with a token, else in this terminal."""
    settings = load_settings()
    if settings.telegram_token:
        _hold_journal(settings)
        if settings.ibid_webhook and not settings.server:
            raise IbidError(say(terminal_language(), "webhook.file"))
    found = _open(given.articles, settings, patient=True)
    library, reply = found.library, found.answer
    with found.reading_behind():
        if settings.telegram_token:
            from bot.app import Doors

            return _answer_on_telegram(settings, found, Doors(unhook=given.unhook))
        from rich.console import Console

        from bot.shell.session import converse

        print_text(Console(stderr=True), visible(say(terminal_language(), "terminal.no_token")))
        minutes, shown = settings.ibid_conversation_minutes, settings.ibid_show_withdrawn
        return converse(reply, library, found.surveys, minutes=minutes, show_withdrawn=shown)


def serve(given: argparse.Namespace) -> int:
    """Answers over HTTP, until it is stopped."""
    try:
        from bot.serving import run_server, served_with_webhook
    except ImportError:
        raise IbidError(say(terminal_language(), "serving.missing")) from None

    settings = load_settings()
    if settings.ibid_webhook:
        if settings.telegram_token is None:
            raise IbidError(say(terminal_language(), "webhook.token"))
        _hold_journal(settings)
    found = _open(given.articles, settings, patient=True)
    with found.reading_behind():
        if settings.ibid_webhook is None:
            return run_server(settings, found)
        from bot.app import Doors

        return _answer_on_telegram(settings, found, Doors(partial(served_with_webhook, settings, found)))


def _answer_on_telegram(settings: Settings, found: Opened, doors: "Doors") -> int:
    from bot.app import run_telegram
    from bot.operations import gauges

    figures = partial(gauges, found.library, settings)
    return run_telegram(settings, found.answer, found.library, found.catch_up, figures, found, doors)


def _hold_journal(settings: Settings) -> None:
    """A journal in a file is for one process; on a server, for all."""
    if not settings.server:
        hold_journal(settings.ibid_data)


def mcp(given: argparse.Namespace) -> int:
    """Answers an assistant (Model Context Protocol), on standard input and output or over HTTP."""
    try:
        from bot.assistants import run_assistants
    except ImportError:
        raise IbidError(say(terminal_language(), "mcp.missing")) from None

    settings = load_settings()
    found = _open(given.articles, settings)
    with found.reading_behind():
        return run_assistants(settings, found, port=given.http, editor=given.editor)


def ask(given: argparse.Namespace) -> int:
    """Answers one question, or each of a file; small talk is not searched for."""
    lang = terminal_language()
    chosen = format_named(given.cite, lang) if given.cite else None
    here = _open(given.articles, load_settings())
    with understanding() as tell:
        here.read_up(tell, most=None if given.each else 0 if given.articles else WAITED_FOR)
    if given.each:
        from bot.shell.batch import RANKED, ask_each

        ask_each(given.each, lambda question: here.ranked(question, RANKED))
        return ANSWERED
    if text := pasted_quotation(given.question):
        return _look_for(text, given, here, lang)
    pleasantry = friendly_line(given.question, lang)
    found = silence(given.question) if pleasantry else here.answer(given.question)
    if given.json:
        print(json.dumps(answer_as_json(found), ensure_ascii=False))
    elif pleasantry:
        print(pleasantry)
    elif chosen and found.citations:
        ids = [citation.id for citation in sources_of(found)]
        print_lines(plain_console(), chosen.render(gather(ids, here.library, lang).references, lang))
    else:
        print_answer(found)
        if given.explain:
            print(render_explanation(found, lang))
    sys.stdout.flush()
    return ANSWERED if found.citations else SILENT


def _look_for(text: str, given: argparse.Namespace, here: Opened, lang: Lang) -> int:
    """Says where a pasted quotation stands; word for word, or it is no answer."""
    begin = perf_counter()
    found = here.surveys.quotation(text)
    if given.json:
        told = quotation_as_json(found, given.question, 1000 * (perf_counter() - begin))
        print(json.dumps(told, ensure_ascii=False))
    else:
        print_found(found, plain_console(), lang)
    sys.stdout.flush()
    return ANSWERED if found.verdict == "verbatim" else SILENT


def timeline(given: argparse.Namespace) -> int:
    """Prints the dated sentences about a subject."""
    return _list(TIMELINE, given)


def said(given: argparse.Namespace) -> int:
    """Prints what somebody said."""
    return _list(SAID, given)


def _list(kind: str, given: argparse.Namespace) -> int:
    lang = terminal_language()
    here = _open(given.articles, load_settings())
    found = listed(kind, " ".join(given.subject), here.surveys, lang)
    if isinstance(found, str):
        raise IbidError(found)
    print_whole(found, given.format, lang)
    return ANSWERED if found.entries else SILENT


def evaluate(given: argparse.Namespace) -> int:
    """Prints the figures of a question set, and draws them where a report is asked for."""
    from bot.shell.report_page import render_report
    from bot.shell.reports import ask_set, print_figures
    from retrieval.evaluation import figures

    if given.report and not given.report.parent.is_dir():
        raise IbidError(f"{given.report}: there is no folder {given.report.parent}; make it first")
    asked = ask_set(given.articles, given.questions, open_reader(load_settings().ibid_reader))
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

    settings = load_settings()
    with Memory(settings.ibid_data, settings.server) as memory:
        unanswered, disliked = memory.gaps.open()
        if given.export:
            write_question_set(given.export, unanswered, disliked)
        else:
            print(list_gaps(unanswered, disliked, memory.gaps.verdicts(), terminal_language()))
    return ANSWERED


def _open(paths: Sequence[Path] | None, settings: Settings, *, patient: bool = False) -> Opened:
    """The library of `paths`, or the one that is kept, with its index up to date. No article is an error; nor, to the
    `patient`, an index that is away: who asks is told."""
    library = open_given(paths) if paths else open_configured(settings)
    kept = keep_index(library, library.folder or settings.ibid_data, None if paths else settings.ibid_index)
    try:
        with indexing() as tell:
            current = kept.current(tell)
        if current.change != kept.saved and library.folder is None:
            kept.save()
    except SearchUnavailable as error:
        if not patient:
            raise
        print(f"ibid: {error}", file=sys.stderr)
    return opened(library, kept, settings)
