"""`python -m benchmarks.bot.start [--runs 9] [--imports 25]`: what it costs to come in at the door.

Prints the processor time (milliseconds, median of several runs, the least beside it) of `--help`, of `ask` on the
shipped articles and of a conversation in a terminal that ends after its first answer, each in an empty home whose
library and index a first run has made, all modules compiled; then what the imports of `ask` cost, by package, dearest
first.
"""

import argparse
import os
import pty
import re
import statistics
import subprocess
import sys
import tempfile
import termios
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.common import ROOT

QUESTION = "Combien mesure la tour Eiffel ?"
PROGRAM = [sys.executable, "-m", "bot"]
IMPORT = re.compile(r"import time: +(\d+) \| +\d+ \| +(\S+)")
# What moves the cursor, colours the text and switches the keyboard's modes.
ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[a-zA-Z]|[=>])|[\r\x08]")
# Our own packages are told apart by folder, all others by their first name.
OURS = ("bot", "retrieval")


def command(environment: Mapping[str, str], *arguments: str) -> Callable[[], float]:
    """Runs a command; returns the seconds of the processor that it took."""

    def run() -> float:
        process = subprocess.Popen([*PROGRAM, *arguments], env=environment, stdout=subprocess.DEVNULL, cwd="/")
        return ended(process)

    return run


def conversation(environment: Mapping[str, str]) -> float:
    """Asks one question at a keyboard, reads the answer, and leaves; returns the seconds of the processor."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (40, 200))
    process = subprocess.Popen(PROGRAM, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, cwd="/")
    os.close(theirs)
    keys: str
    for wanted, keys in (("", f"{QUESTION}\r"), ("330", "\x04")):
        shown = ""
        while not (wanted in shown and re.search(r"\n> *$", shown)):
            shown = ESCAPES.sub("", shown + os.read(ours, 65536).decode(errors="replace"))
        os.write(ours, keys.encode())
    taken = ended(process)
    os.close(ours)
    return taken


def ended(process: subprocess.Popen[bytes]) -> float:
    """Waits for the end of a process; returns the seconds of the processor that it took."""
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, process.args
    return used.ru_utime + used.ru_stime


def imports(environment: Mapping[str, str], *arguments: str) -> dict[str, float]:
    """Milliseconds that the modules of each package take themselves, without what they import."""
    timed = [sys.executable, "-X", "importtime", "-m", "bot", *arguments]
    done = subprocess.run(timed, env=environment, capture_output=True, text=True, check=True, cwd="/")
    costs: dict[str, float] = {}
    for microseconds, module in IMPORT.findall(done.stderr):
        first, *rest = module.split(".")
        name = ".".join([first, *rest[:1]]) if first in OURS else first
        package = "(Python itself)" if first in sys.stdlib_module_names else name
        costs[package] = costs.get(package, 0.0) + int(microseconds) / 1000
    return costs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--imports", type=int, default=25)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("IBID_", "TELEGRAM_", "PYTHON"))}
        own = {"HOME": home, "IBID_DATA": str(Path(home) / "data"), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        environment = kept | own | {"LC_ALL": "fr_FR.UTF-8", "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1"}
        measured: dict[str, Callable[[], float]] = {
            "--help": command(environment, "--help"),
            "ask": command(environment, "ask", QUESTION),
            "first answer": lambda: conversation(environment),
        }
        measured["ask"]()
        for name, run in measured.items():
            taken = [1000 * run() for _ in range(given.runs)]
            print(f"{name:<16} {statistics.median(taken):>6.0f} ms  (least {min(taken):.0f})")
        print()
        costs = imports(environment, "ask", QUESTION)
        for name, cost in sorted(costs.items(), key=lambda one: -one[1])[: given.imports]:
            print(f"{name:<32} {cost:>6.1f} ms")


if __name__ == "__main__":
    main()
