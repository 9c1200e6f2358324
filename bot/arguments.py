"""The words of the command line: which commands there are, and what may stand behind them.

It imports none of them, so that `--help` and a mistake need not wait.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

from bot.locales import Lang, say, terminal_language
from bot.values import ROLES

# Where `ibid mcp --http` listens if no port is named.
HTTP = 8766
# What a list of sentences may be printed as.
FORMS = ("text", "markdown", "csv", "json")
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What was asked for; `command` is its name. A mistake ends the program with usage and exit status 2."""
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    lang = terminal_language()
    parser = argparse.ArgumentParser(prog="ibid", description=say(lang, "cli.description"))
    parser.set_defaults(command="run", articles=None, unhook=False)
    commands = parser.add_subparsers(metavar=say(lang, "cli.command"))
    running = commands.add_parser("run", help=say(lang, "cli.run"))
    running.set_defaults(command="run")
    running.add_argument("--unhook", action="store_true", help=say(lang, "cli.run.unhook"))
    serving = commands.add_parser("serve", help=say(lang, "cli.serve"))
    serving.set_defaults(command="serve")
    assisting = commands.add_parser("mcp", help=say(lang, "cli.mcp"))
    assisting.set_defaults(command="mcp")
    assisting.add_argument("--http", nargs="?", type=int, const=HTTP, metavar="PORT", help=say(lang, "cli.mcp.http"))
    assisting.add_argument("--editor", action="store_true", help=say(lang, "cli.mcp.editor"))
    asking = commands.add_parser("ask", help=say(lang, "cli.ask"))
    asking.set_defaults(command="ask")
    what = asking.add_mutually_exclusive_group(required=True)
    what.add_argument("question", nargs="?", help=say(lang, "cli.ask.question"))
    what.add_argument("--each", type=Path, metavar="QUESTIONS.jsonl", help=say(lang, "cli.ask.each"))
    asking.add_argument("--json", action="store_true", help=say(lang, "cli.json"))
    asking.add_argument("--cite", metavar="FORMAT", help=say(lang, "cli.cite"))
    asking.add_argument("--explain", action="store_true", help=say(lang, "cli.explain"))
    dating = commands.add_parser("timeline", help=say(lang, "cli.timeline"))
    dating.set_defaults(command="timeline")
    dating.add_argument("subject", nargs="+", metavar="SUBJECT", help=say(lang, "cli.timeline.subject"))
    speaking = commands.add_parser("said", help=say(lang, "cli.said"))
    speaking.set_defaults(command="said")
    speaking.add_argument("subject", nargs="+", metavar="PERSON", help=say(lang, "cli.said.person"))
    for command in (dating, speaking):
        command.add_argument("--format", choices=FORMS, default="text", help=say(lang, "cli.listed.format"))
    for command in (running, serving, assisting, asking, dating, speaking):
        command.add_argument("--articles", action="append", type=Path, metavar="PATH", help=say(lang, "cli.articles"))
    listing = commands.add_parser("gaps", help=say(lang, "cli.gaps"))
    listing.set_defaults(command="gaps")
    listing.add_argument("--export", type=Path, metavar="QUESTIONS.jsonl", help=say(lang, "cli.gaps.export"))
    evaluating = commands.add_parser("evaluate", help=say(lang, "cli.evaluate"))
    evaluating.set_defaults(command="evaluate")
    evaluating.add_argument("articles", type=Path, metavar="ARTICLES")
    evaluating.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    evaluating.add_argument("--json", action="store_true", help=say(lang, "cli.json"))
    evaluating.add_argument("--report", type=Path, metavar="FILE.html", help=say(lang, "cli.evaluate.report"))
    _add_watching(commands, lang)
    _add_librarian(commands, lang)
    _add_access(commands, lang)
    _add_operations(commands, lang)
    return parser


def _add_watching(commands: Commands, lang: Lang) -> None:
    following = commands.add_parser("feeds", help=say(lang, "cli.feeds"))
    following.set_defaults(command="feeds")
    deeds = following.add_subparsers(metavar=say(lang, "cli.command"), dest="deed", required=True)
    deeds.add_parser("add", help=say(lang, "cli.feeds.add")).add_argument("url", metavar="URL")
    deeds.add_parser("list", help=say(lang, "cli.feeds.list"))
    removing = deeds.add_parser("remove", help=say(lang, "cli.feeds.remove"))
    removing.add_argument("feed", metavar="N_OR_URL")
    deeds.add_parser("fetch", help=say(lang, "cli.feeds.fetch"))
    digesting = commands.add_parser("digest", help=say(lang, "cli.digest"))
    digesting.set_defaults(command="digest")
    digesting.add_argument("questions", nargs="*", metavar="QUESTION", help=say(lang, "cli.digest.questions"))
    digesting.add_argument("--file", type=Path, metavar="QUESTIONS.txt", help=say(lang, "cli.digest.file"))
    digesting.add_argument("--since", default="24h", metavar="24h|7d|2023-09-13", help=say(lang, "cli.digest.since"))


def _add_librarian(commands: Commands, lang: Lang) -> None:
    adding = commands.add_parser("add", help=say(lang, "cli.add"))
    adding.set_defaults(command="add")
    adding.add_argument("names", nargs="+", metavar="PATH_OR_URL", help=say(lang, "cli.add.names"))
    adding.add_argument("--watch", action="store_true", help=say(lang, "cli.add.watch"))
    adding.add_argument("--verbose", action="store_true", help=say(lang, "cli.add.verbose"))
    listing = commands.add_parser("articles", help=say(lang, "cli.list"))
    listing.set_defaults(command="articles")
    listing.add_argument("--search", nargs="+", metavar="WORD", help=say(lang, "cli.list.search"))
    listing.add_argument("--all", action="store_true", help=say(lang, "cli.list.all"))
    for name, words in (("show", "cli.show"), ("remove", "cli.remove")):
        numbered = commands.add_parser(name, help=say(lang, words))
        numbered.set_defaults(command=name)
        numbered.add_argument("number", type=int, metavar="N", help=say(lang, "cli.number"))
    exporting = commands.add_parser("export", help=say(lang, "cli.export"))
    exporting.set_defaults(command="export")
    exporting.add_argument("file", type=Path, metavar="FILE.jsonl")


def _add_access(commands: Commands, lang: Lang) -> None:
    inviting = commands.add_parser("invite", help=say(lang, "cli.invite"))
    inviting.set_defaults(command="invite")
    inviting.add_argument("--role", choices=ROLES, default="reader", help=say(lang, "cli.invite.role"))
    days = say(lang, "cli.invite.days")
    inviting.add_argument("--days", type=int, choices=range(1, 366), metavar="N", help=days)
    commands.add_parser("users", help=say(lang, "cli.users")).set_defaults(command="users")
    revoking = commands.add_parser("revoke", help=say(lang, "cli.revoke"))
    revoking.set_defaults(command="revoke")
    revoking.add_argument("whom", metavar="ID", help=say(lang, "cli.revoke.whom"))
    keys = commands.add_parser("key", help=say(lang, "cli.key"))
    deeds = keys.add_subparsers(metavar=say(lang, "cli.command"), dest="deed", required=True)
    keys.set_defaults(command="key")
    making = deeds.add_parser("new", help=say(lang, "cli.key.new"))
    making.add_argument("name", metavar="NAME", help=say(lang, "cli.key.name"))
    deeds.add_parser("list", help=say(lang, "cli.key.list"))
    ending = deeds.add_parser("revoke", help=say(lang, "cli.key.revoke"))
    ending.add_argument("number", type=int, metavar="N", help=say(lang, "cli.key.number"))


def _add_operations(commands: Commands, lang: Lang) -> None:
    showing = commands.add_parser("status", help=say(lang, "cli.status"))
    showing.set_defaults(command="status")
    showing.add_argument("--json", action="store_true", help=say(lang, "cli.json"))
    commands.add_parser("doctor", help=say(lang, "cli.doctor")).set_defaults(command="doctor")
    saving = commands.add_parser("backup", help=say(lang, "cli.backup"))
    saving.set_defaults(command="backup")
    saving.add_argument("file", type=Path, metavar="FILE.zip")
    moving = commands.add_parser("move", help=say(lang, "cli.move"))
    moving.set_defaults(command="move")
    moving.add_argument("to", metavar="ADDRESS|files", help=say(lang, "cli.move.to"))
    returning = commands.add_parser("restore", help=say(lang, "cli.restore"))
    returning.set_defaults(command="restore")
    returning.add_argument("what", metavar="N|FILE.zip", help=say(lang, "cli.restore.what"))
    returning.add_argument("--replace", action="store_true", help=say(lang, "cli.restore.replace"))
