"""The program as a process of its own, forked from one that has imported it: most of a start are the imports, and the
tests start it hundreds of times.

What is forked has its own environment, folder, input and output, and ends as any process does. What it can't show is
the start itself, that nothing needed is left unimported, and the command line: a test about those starts it `afresh`
(tests/common/running_bot.py).
"""

import contextlib
import gc
import importlib
import json
import os
import runpy
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from tests.common import ROOT

# What the commands and the bot import, each when it is needed.
IMPORTED = (
    "bot.arguments",
    "bot.access.invitations",
    "bot.access.keys",
    "bot.app",
    "bot.commands",
    "bot.operations.operations",
    "bot.serving",
    "bot.shell.librarian",
    "bot.shell.terminal",
    "retrieval.reading.readers",
    "alembic.command",
    "markdown_it",
    "mdit_py_plugins.front_matter",
    "prompt_toolkit",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "uvicorn",
    "uvicorn.protocols.http.h11_impl",
    "yaml",
)
STATUS = struct.Struct("i")
LARGEST = 1 << 20


class Forked:
    """A process of the program, with as much of `Popen` as the tests use."""

    def __init__(self, told: socket.socket) -> None:
        self._told = told
        self.pid = self._read() or 0
        self.returncode: int | None = None

    def poll(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0.0)
        return None

    def wait(self, timeout: float | None = None) -> int:
        """Returns the exit status, or the signal that ended it as a negative number."""
        if self.returncode is None:
            self._told.settimeout(timeout)
            try:
                status = self._read()
            except (TimeoutError, BlockingIOError) as error:
                raise subprocess.TimeoutExpired("ibid", timeout or 0.0) from error
            self.returncode = -signal.SIGKILL if status is None else status
            self._told.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _read(self) -> int | None:
        found = self._told.recv(STATUS.size)
        return STATUS.unpack(found)[0] if found else None


class Forks:
    """A process with all imports made, which forks; it starts when it is needed, and ends with the block. For Linux:
    elsewhere, what the system's libraries have begun does not survive a fork."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Forks":
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._door.close()
            self._process.wait()

    def _begin(self) -> None:
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            command = [sys.executable, "-m", __name__, str(theirs.fileno())]
            own = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "OPENBLAS_NUM_THREADS": "1"}
            self._process = subprocess.Popen(command, env=os.environ | own, pass_fds=[theirs.fileno()])

    def start(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, files: Sequence[IO[bytes]]
    ) -> Forked:
        """`python -m bot` with these arguments; `files` are its input, its output and where its errors go."""
        if self._process is None:
            self._begin()
        ours, theirs = socket.socketpair()
        with theirs:
            told = json.dumps([arguments, environment, str(folder)]).encode()
            socket.send_fds(self._door, [told], [*(file.fileno() for file in files), theirs.fileno()])
        return Forked(ours)

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], folder: Path, given: str
    ) -> subprocess.CompletedProcess[str]:
        """Starts it with this input, and waits until it ends."""
        with contextlib.ExitStack() as stack:
            files = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            files[0].write(given.encode())
            for file in files:
                file.seek(0)
            status = self.start(arguments, environment, folder, files).wait()
            for file in files:
                file.seek(0)
            output, errors = (file.read().decode() for file in files[1:])
        return subprocess.CompletedProcess(["ibid", *arguments], status, output, errors)


def _serve(door: socket.socket) -> list[str]:
    """Forks until nobody asks any more. Returns in what was forked, with the arguments of the program."""
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        told, files, _, _ = socket.recv_fds(door, LARGEST, 4)
        if not told:
            sys.exit()
        if os.fork() == 0:
            door.close()
            return _attend(files, *json.loads(told))
        for file in files:
            os.close(file)


def _attend(files: list[int], arguments: list[str], environment: dict[str, str], folder: str) -> list[str]:
    """Forks once more, and tells the process and how it ended. Returns in what was forked."""
    process = os.fork()
    if process:
        os.write(files[3], STATUS.pack(process))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _, status = os.waitpid(process, 0)
        with contextlib.suppress(BrokenPipeError):
            os.write(files[3], STATUS.pack(os.waitstatus_to_exitcode(status)))
        os._exit(0)
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
    for file in files:
        os.close(file)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    return arguments


if __name__ == "__main__":
    for name in IMPORTED:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    sys.argv[1:] = _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
