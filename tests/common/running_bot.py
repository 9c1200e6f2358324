"""The real program as a process, talking to the Bot API server of the tests, and a person who talks to it."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bot_api import BotApi, Chat, Person, Sent
from tests.bot_api.description import Json
from tests.bot_api.server import TOKEN
from tests.common import ROOT
from tests.common.forked import Forked, Forks

# Seconds for the process to end once it was told to: far more than it takes, so that only a failure waits.
PATIENCE = 120
# The words alone answer unless a test says otherwise: when the reader has been loaded behind the first questions, and
# what it makes of a sentence, is for its own tests.
WORDS = {"IBID_READER": "none"}

Process = subprocess.Popen[bytes] | Forked
# What forks the program while the tests run; nothing does for the benchmarks.
FORKS: list[Forks] = []


@contextmanager
def afresh() -> Iterator[None]:
    """What is started in this block is not forked: it makes its imports itself, as for a person."""
    held = FORKS[:]
    FORKS.clear()
    try:
        yield
    finally:
        FORKS[:] = held


def start_process(folder: Path, settings: Mapping[str, str], output: Path, *arguments: str) -> Process:
    """`python -m bot` in an empty home with these settings alone; all that it prints goes to `output`."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("IBID_", "TELEGRAM_"))}
    surroundings = {"HOME": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "LANGUAGE": "en"} | WORDS
    environment = kept | surroundings | dict(settings)
    with output.open("ab") as stream:
        if FORKS:
            with Path(os.devnull).open("rb") as nothing:
                return FORKS[-1].start(arguments, environment, folder, (nothing, stream, stream))
        return subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )


def ibid(folder: Path, *arguments: str, given: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m bot` in an empty home, as a process."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("IBID_", "TELEGRAM_", "LC_"))}
    surroundings = {"HOME": str(folder), "PYTHONPATH": str(ROOT), "LANG": "fr_FR.UTF-8", "PYTHONUTF8": "1"} | WORDS
    environment = kept | surroundings | settings
    if FORKS:
        return FORKS[-1].run(arguments, environment, folder, given)
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=environment,
        cwd=folder,
        input=given,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


class RunningBot:
    """The bot, polling a server, with a folder of articles and one for its memory that outlives a restart."""

    def __init__(self, server: BotApi, folder: Path, articles: Mapping[str, str], **settings: str) -> None:
        self.server = server
        self.folder = folder
        self.log = folder / "output.txt"
        library = folder / "articles"
        library.mkdir()
        for name, text in articles.items():
            (library / name).write_bytes(text.encode())
        self.settings = {
            "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "IBID_DATA": str(folder / "data"),
            "IBID_ARTICLES": str(library),
        } | settings
        self.process = self._start()

    def _start(self, *arguments: str) -> Process:
        """Starts the process and waits for its first poll."""
        polls = self.server.world.updates.polls
        process = start_process(self.folder, self.settings, self.log, *arguments)
        for _ in range(PATIENCE):
            try:
                self.server.wait_until(lambda: self.server.world.updates.polls > polls, timeout=1)
            except TimeoutError:
                if process.poll() is not None:
                    break
            else:
                return process
        process.kill()
        process.wait()
        raise RuntimeError(f"The bot did not begin to poll:\n{self.output}")

    def stop(self) -> int:
        """SIGTERM; returns the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def start_again(self, *arguments: str) -> None:
        """Starts another process on the same data, after the first has ended."""
        self.process = self._start(*arguments)

    def kill(self) -> None:
        """Kills the process, and starts another on the same data."""
        self.process.kill()
        self.process.wait()
        self.start_again()

    def restart(self) -> int:
        """Stops the process and starts another on the same data; returns the exit status of the first."""
        status = self.stop()
        self.start_again()
        return status

    @property
    def output(self) -> str:
        """All that was printed so far."""
        return self.log.read_text(encoding="utf-8")

    @property
    def kept(self) -> bytes:
        """All that the bot keeps, its files one after the other."""
        return b"".join(file.read_bytes() for file in Path(self.settings["IBID_DATA"]).rglob("*") if file.is_file())

    def check_discretion(self, refused_before: int = 0) -> None:
        """Telegram took every call, and no token is in the output."""
        refused = self.server.refused[refused_before:]
        assert refused == [], [str(one)[:500] for one in refused]
        assert self.server.token.split(":")[1] not in self.output

    def talk(self, language: str | None = "fr") -> "Talk":
        """A conversation with somebody new, whose app is in this language."""
        person = self.server.user(language_code=language)
        return Talk(self.server, self.server.private_chat(person), person)


@contextmanager
def running_bot(
    folder: Path, articles: Mapping[str, str], *, token: str = TOKEN, **settings: str
) -> Iterator[RunningBot]:
    """A server and a bot that polls it, with these settings besides the usual; both end with the block."""
    with BotApi(token) as server:
        bot = RunningBot(server, folder, articles, **settings)
        try:
            yield bot
        finally:
            bot.process.kill()
            bot.process.wait()


@dataclass(frozen=True, slots=True)
class Talk:
    """One person's conversation with the bot."""

    server: BotApi
    chat: Chat
    person: Person

    def ask(self, text: str, *, reply_to: Sent | Json | None = None) -> Sent:
        """Says something and waits for the message that answers it."""
        return self.exchange(lambda: self.server.say(self.chat, self.person, text, reply_to=reply_to))

    def press(self, message: Sent, button: Json) -> Sent:
        """Presses a button and waits for the message that comes of it."""
        return self.exchange(lambda: self.server.press(message, button["callback_data"], self.person))

    def press_named(self, message: Sent, label: str) -> Sent:
        """Presses the button with this label and waits for the message that comes of it."""
        return self.exchange(lambda: self.server.press(message, label, self.person))

    def tap(self, message: Sent, label: str) -> Sent:
        """Presses the button with this label and waits for the message itself to change."""
        before = len(message.history)
        self.server.press(message, label, self.person)

        def now(sent: list[Sent]) -> Sent:
            return next(one for one in sent if one.message_id == message.message_id)

        return now(self.server.wait_for(self.chat, lambda sent: len(now(sent).history) > before))

    def popup(self, query: str) -> str:
        """What Telegram shows for a moment when a button was pressed."""
        self.server.wait_until(lambda: self.server.answer(query))
        return str((self.server.answer(query) or {}).get("text", ""))

    def exchange(self, act: Callable[[], object]) -> Sent:
        """Does something and waits for the one new message of the bot."""
        before = len(self.server.sent(self.chat))
        act()
        return self.server.wait_for(self.chat, before + 1)[before]
