"""The commands for whoever keeps Ibid running: `status`, `doctor`, `backup`, `restore`, `move`."""

import argparse
import json
from pathlib import Path

from rich.text import Text

from bot.locales import say, terminal_language
from bot.operations.backup import restore_backup, write_backup
from bot.operations.condition import look, render_condition
from bot.operations.doctor import examine
from bot.operations.moving import FILES
from bot.operations.moving import move as copy_all
from bot.settings import load_settings
from bot.shell import plain_console, visible
from bot.stores import hold

DONE, FAILED = 0, 2
STYLES = {"ok": "green", "warning": "yellow", "fault": "bold red"}
STATES = {"ok": "doctor.ok", "warning": "doctor.warning", "fault": "doctor.fault"}


def status(given: argparse.Namespace) -> int:
    """`ibid status`."""
    found = look(load_settings())
    print(
        json.dumps(found.as_json(), ensure_ascii=False) if given.json else render_condition(found, terminal_language())
    )
    return DONE


def doctor(_: argparse.Namespace) -> int:
    """`ibid doctor`: a line for each thing that was looked at; fails where something must be mended."""
    lang, console, faults = terminal_language(), plain_console(), 0
    for found in examine(load_settings(), lang):
        line = Text(f"{say(lang, STATES[found.state])}  ", style=STYLES[found.state])
        console.print(line.append_text(visible(f"{found.name}: {found.words}")), soft_wrap=True)
        faults += found.state == "fault"
    return FAILED if faults else DONE


def backup(given: argparse.Namespace) -> int:
    """`ibid backup FILE.zip`, while the bot runs or not."""
    settings, lang = load_settings(), terminal_language()
    names = write_backup(settings, given.file)
    print(say(lang, "backup.done", file=given.file, names=", ".join(names)))
    return DONE


def move(given: argparse.Namespace) -> int:
    """`ibid move postgresql://…`, or `ibid move files`, while nothing runs."""
    settings = load_settings()
    hold(settings.ibid_data, alone=True)
    rows, place = copy_all(settings, given.to)
    setting = "IBID_DATABASE=" + ("" if given.to == FILES else place)
    print(say(terminal_language(), "move.done", rows=rows, place=place, setting=setting))
    return DONE


def restore(given: argparse.Namespace) -> int:
    """`ibid restore N`, of an article that was removed; `ibid restore FILE.zip`, of a backup, while nothing runs."""
    if given.what.isdecimal():
        from bot.shell.librarian import restore_article

        return restore_article(int(given.what))
    settings, lang = load_settings(), terminal_language()
    hold(settings.ibid_data, alone=True)
    names = restore_backup(settings, Path(given.what), replace=given.replace)
    print(say(lang, "restore.done", names=", ".join(names)))
    return DONE
