"""Everything goes wrong at once, and no question is lost or answered twice.

`python -m benchmarks.bot.chaos [--questions 2000] [--kills 50] [--terms 10] [--seed N]` starts the real program against
the Bot API server of the tests and asks it the questions of tests/questions.jsonl, in 80 private chats and 20 groups.
All the while the process is ended by SIGKILL or SIGTERM at random moments and started anew; one call in ten meets a
fault (429, 5xx before or after the call did its work, a cut connection, a proxy's page, a call that hangs); people
press buttons, block the bot, move their group; updates come that cannot be parsed; Telegram's limits on speed hold; and
`ibid add` and `ibid remove` change the library. At the end each question must have one answer, each quotation must be a
sentence of the library under the id that its button carries, and no call may have been refused. Prints the figures as
JSON, the seed among them; the exit status is 1 where one is not as it must be.
"""

import argparse
import json
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.bot.verdict import NEVER, Asked, buttons_of, judge, unanswered
from bot.conversation.smalltalk import small_talk
from bot.journal.counts import read_counts
from bot.wording.proof import SOURCE
from tests.bot_api import BotApi, Chat, Person
from tests.bot_api.faults import HANGING, Chance
from tests.common import ROOT
from tests.common.running_bot import PATIENCE, start_process

PRIVATE, GROUPS = 80, 20
# The library begins with them; what is added is numbered after them.
SEEDS = [file for file in (ROOT / "seeds").iterdir() if file.name != "README.md"]
# A question that a group gets a message for, and no mere reaction.
ALWAYS_ANSWERED = "Combien pèse la tour Eiffel ?"
# One call in so many meets a fault.
SHARE = 0.1
# Calls after which a process is ended, at most.
CALLS = 150
# Seconds in which a process ends that was told to, on a machine that has more to do.
ENDED = 120.0
# Seconds in which all that waits at the end must be answered; groups get 20 messages a minute.
DRAINED = 900.0


@dataclass(slots=True)
class Run:
    """What was asked of whom, and by which chance."""

    server: BotApi
    folder: Path
    chance: random.Random
    questions: list[str]
    chats: list[tuple[Chat, Person]]
    asked: list[Asked] = field(default_factory=list)
    moved: list[tuple[Chat, Chat]] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def settings(self) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": self.server.token,
            "TELEGRAM_API_URL": self.server.url,
            "IBID_DATA": str(self.folder / "data"),
            "IBID_PERSON_RATE": "100000",
            "IBID_CHAT_RATE": "100000",
        }

    def ask(self) -> None:
        """One question in one chat, and now and then something else."""
        chat, person = self.chance.choice(self.chats)
        name = f"@{self.server.world.me['username']} " if chat.id < 0 else ""
        message = self.server.say(chat, person, name + self.chance.choice(self.questions))
        self.asked.append((chat, message["message_id"]))
        for share, deed in ((0.05, self._press), (0.01, self._block), (0.01, self._move), (0.01, self._confuse)):
            if self.chance.random() < share:
                deed(chat, person)

    def _press(self, chat: Chat, person: Person) -> None:
        sources = [one for one in self.server.sent(chat) if buttons_of(one)]
        if sources:
            self.server.forge(sources[-1], SOURCE + buttons_of(sources[-1])[0], person)
            self.done["buttons pressed"] += 1

    def _block(self, _chat: Chat, _person: Person) -> None:
        person = self.server.user()
        self.server.say(self.server.private_chat(person), person, self.chance.choice(self.questions))
        self.server.block(person)
        self.done["blocked"] += 1

    def _move(self, _chat: Chat, person: Person) -> None:
        group = self.server.group("En mouvement", owner=person, basic=True)
        name = self.server.world.me["username"]
        self.server.say(group, person, f"@{name} {ALWAYS_ANSWERED}")
        self.moved.append((group, self.server.migrate(group)))
        self.done["groups moved"] += 1

    def _confuse(self, chat: Chat, _person: Person) -> None:
        self.server.raw_update({"message": {"message_id": "one", "chat": chat.info, "date": "today"}})
        self.done["unreadable updates"] += 1


def torment(run: Run, questions: int, kills: int, terms: int) -> None:
    """Ask so many questions while the process is ended and started; leaves no process behind."""
    ends = [signal.SIGKILL] * kills + [signal.SIGTERM] * terms
    run.chance.shuffle(ends)
    for number, end in enumerate(ends):
        polls = run.server.world.updates.polls
        process = start_process(run.folder, run.settings, run.folder / "output.txt")
        try:
            if run.chance.random() < 0.9:  # the others are ended while they start
                wait_for(partial(_has_polled, run, polls), ENDED)
            while len(run.asked) < questions * (number + 1) // len(ends):
                run.ask()
                time.sleep(run.chance.random() * 0.03)
            calls = len(run.server.calls) + run.chance.randrange(CALLS)
            wait_for(partial(_has_called, run, calls), 5)
            if process.poll() is not None:
                raise RuntimeError(f"The process ended by itself, with status {process.returncode}")
            process.send_signal(end)
            if end == signal.SIGTERM and run.chance.random() < 0.5:
                process.send_signal(end)
            run.done[f"{end.name}, status {process.wait(ENDED)}"] += 1
            waiting = len(unanswered(run.server, run.asked))
            print(f"{number + 1} of {len(ends)}: {len(run.asked)} asked, {waiting} open", file=sys.stderr, flush=True)
        finally:
            process.kill()
            process.wait()


def _has_polled(run: Run, before: int) -> bool:
    return run.server.world.updates.polls > before


def _has_called(run: Run, calls: int) -> bool:
    return len(run.server.calls) >= calls


def wait_for(condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return bool(condition())


def change_library(run: Run, over: threading.Event) -> None:
    """`ibid add` and `ibid remove`, one after the other, until it is over; not before the bot has begun its library,
    which the shipped articles would not join any more."""
    while not run.server.world.updates.polls and not over.wait(0.2):
        pass
    number = 0
    command = [sys.executable, "-m", "bot"]
    surroundings = {"HOME": str(run.folder), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"} | run.settings
    while not over.wait(1):
        number += 1
        file = run.folder / f"harbour {number}.txt"
        file.write_text(f"Le port de Kerlan a reçu {number} bateaux en 1912.\n", encoding="utf-8")
        for words in (["add", str(file)], ["remove", str(len(SEEDS) + number)]):
            ended = subprocess.run(
                [*command, *words], env=surroundings, cwd=run.folder, capture_output=True, check=False
            )
            run.done[f"{words[0]}, status {ended.returncode}"] += 1
            if ended.returncode:
                print(ended.stderr.decode(), file=sys.stderr)


def run_chaos(questions: int, kills: int, terms: int, seed: int, hanging: float = HANGING) -> dict[str, Any]:
    """One run from its beginning to the verdict; a call that hangs does so for `hanging` seconds."""
    lines = (ROOT / "tests" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [text for line in lines if not small_talk(text := json.loads(line)["question"])]
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, BotApi() as server:
        people = [server.user(language_code=("fr", "en")[number % 2]) for number in range(PRIVATE + GROUPS)]
        chats = [(server.private_chat(person), person) for person in people[:PRIVATE]]
        chats += [(server.group("Rédaction", owner=person), person) for person in people[PRIVATE:]]
        run = Run(server, Path(folder), random.Random(seed), texts, chats)
        server.faults.chance = Chance(seed, SHARE, hanging)
        server.rates.on = True
        over = threading.Event()
        librarian = threading.Thread(target=change_library, args=(run, over))
        librarian.start()
        try:
            torment(run, questions, kills, terms)
        finally:
            over.set()
            librarian.join()
        process = start_process(run.folder, run.settings, run.folder / "output.txt")
        try:
            wait_for(lambda: not unanswered(run.server, run.asked), DRAINED)
            wait_for(lambda: settled(run), DRAINED)
            process.send_signal(signal.SIGTERM)
            run.done[f"the last SIGTERM, status {process.wait(ENDED)}"] += 1
        finally:
            process.kill()
            process.wait()
        faults = dict(sorted(server.faults.chance.happened.items()))
        told: dict[str, Any] = {"seed": seed, "seconds": round(time.monotonic() - begin), "questions": len(run.asked)}
        told |= {"chats": len({chat.id for chat, _ in run.asked}), **dict(sorted(run.done.items())), "faults": faults}
        return told | judge(server, run.folder / "data", run.asked, run.moved)


def settled(run: Run) -> bool:
    """Whether nothing waits for the bot, at Telegram or in its journal."""
    counts = read_counts(run.folder / "data")
    return not run.server.world.updates.pending and counts is not None and counts.waiting == 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Everything goes wrong at once.")
    parser.add_argument("--questions", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--terms", type=int, default=10)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    given = parser.parse_args()
    print(f"seed {given.seed}", file=sys.stderr, flush=True)
    found = run_chaos(given.questions, given.kills, given.terms, given.seed)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return int(any(found[name] for name in NEVER))


if __name__ == "__main__":
    sys.exit(main())
