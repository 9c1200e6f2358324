"""What does one see in a terminal? The conversation, the commands on articles, reports.

Not for Telegram, and not for running the service.
"""

from bot.shell.display import plain_console, print_answer, print_text, visible
from bot.shell.librarian import restore_article
from bot.shell.report_page import render_report
from bot.shell.reports import answer_as_json, ask_set, indexing, print_figures
from bot.shell.terminal import converse

__all__ = [
    "answer_as_json",
    "ask_set",
    "converse",
    "indexing",
    "plain_console",
    "print_answer",
    "print_figures",
    "print_text",
    "render_report",
    "restore_article",
    "visible",
]  # fmt: skip
