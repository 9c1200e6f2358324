"""Several workers behind a webhook, of which one after the other is killed, and no question is lost or answered twice.

`python -m benchmarks.bot.cluster [--questions 2000] [--chats 100] [--workers 3] [--kills 30] [--restarts 2] [--seed N]`
starts a PostgreSQL server and as many `ibid serve`, each with a folder of its own for its index, behind the Bot API
server of the tests, which brings the questions of tests/questions.jsonl to one after the other, from so many chats, a
fifth of them groups. All the while workers are ended by SIGKILL (one in five by SIGTERM, one in five is stopped for
longer than its leases last, and goes on then), PostgreSQL is restarted as after a loss of power, and `ibid add` and
`ibid remove` change the library. At the end each question must have one answer, each quotation must be a sentence of
the library under the id that its button carries, and no call may have been refused. Prints the figures as JSON, the
seed among them; the exit status is 1 where one is not as it must be. `--quiet` kills and restarts nothing: then
`answers a second` is what so many workers do.
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
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.bot.chaos import ENDED, SEEDS, wait_for
from benchmarks.bot.verdict import NEVER, Asked, judge, unanswered
from bot.conversation.smalltalk import small_talk
from bot.journal.counts import read_counts
from bot.journal.leases import GOOD
from tests.bot_api import BotApi, Chat, Person
from tests.common import ROOT
from tests.common.databases import PostgresServer, new_database
from tests.common.running_bot import start_process
from tests.common.served import free_port

WEBHOOK = "https://bot.example.org/telegram"
# Seconds in which a worker listens that was started, and in which all is answered in the end.
STARTED, DRAINED = 300.0, 1800.0
# Of the chats, so many are groups.
GROUPS = 5
# Seconds between two questions, at most.
APART = 0.06


@dataclass(slots=True)
class Worker:
    """One `ibid serve`, at an address that does not change when it is started anew."""

    folder: Path
    settings: dict[str, str]
    process: "subprocess.Popen[bytes]" = field(init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir()
        self.start()

    def start(self) -> None:
        self.process = start_process(self.folder, self.settings, self.folder / "output.txt", "serve")

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(ENDED)

    def rest(self, seconds: float) -> None:
        """It is stopped for so long, as a machine that is out of memory is, and goes on as if nothing had been."""
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(seconds)
        self.process.send_signal(signal.SIGCONT)


@dataclass(slots=True)
class Cluster:
    server: BotApi
    database: PostgresServer
    address: str
    folder: Path
    chance: random.Random
    chats: list[tuple[Chat, Person]]
    questions: list[str]
    workers: list[Worker] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    def settings(self, number: int) -> dict[str, str]:
        return {
            "TELEGRAM_TOKEN": self.server.token,
            "TELEGRAM_API_URL": self.server.url,
            "IBID_DATA": str(self.folder / f"data-{number}"),
            "IBID_DATABASE": self.address,
            "IBID_WEBHOOK": WEBHOOK,
            "IBID_PERSON_RATE": "100000",
            "IBID_CHAT_RATE": "100000",
        }

    def start(self, workers: int) -> None:
        for number in range(workers):
            port = free_port()
            settings = self.settings(number) | {"IBID_SERVE": str(port)}
            self.workers.append(Worker(self.folder / f"worker-{number}", settings))
            self.server.bringing.proxy.append(f"http://127.0.0.1:{port}")
        if not wait_for(self._are_all_there, STARTED):
            raise RuntimeError("The workers did not begin:\n" + self.output()[-3000:])

    def _are_all_there(self) -> bool:
        return self.output().count("Telegram brings what is written") >= len(self.workers)

    def output(self) -> str:
        return "\n".join((one.folder / "output.txt").read_text(encoding="utf-8") for one in self.workers)

    def ask(self, most: int) -> None:
        """So many questions, in chats by chance."""
        while len(self.asked) < most:
            chat, person = self.chance.choice(self.chats)
            name = f"@{self.server.world.me['username']} " if chat.id < 0 else ""
            message = self.server.say(chat, person, name + self.chance.choice(self.questions))
            self.asked.append((chat, message["message_id"]))
            time.sleep(self.chance.random() * APART)

    def disturb(self, deed: str) -> None:
        """Do to a worker by chance, or to the database, what nobody wants."""
        self.done[deed] += 1
        if deed == "PostgreSQL restarted":
            self.database.restart()
            return
        worker = self.chance.choice(self.workers)
        if deed == "rests":
            worker.rest(1.2 * GOOD)
            return
        status = worker.end(signal.SIGTERM if deed == "SIGTERM" else signal.SIGKILL)
        self.done[f"{deed}, status {status}"] += 1
        worker.start()

    def close(self) -> None:
        for worker in self.workers:
            worker.process.kill()
            worker.process.wait()


def change_library(cluster: Cluster, over: threading.Event) -> None:
    """`ibid add` and `ibid remove`, one after the other, until it is over."""
    surroundings = {"HOME": str(cluster.folder), "PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    surroundings |= {"IBID_DATA": str(cluster.folder / "librarian"), "IBID_DATABASE": cluster.address}
    number = 0
    while not over.wait(2):
        number += 1
        file = cluster.folder / f"harbour {number}.txt"
        file.write_text(f"Le port de Kerlan a reçu {number} bateaux en 1912.\n", encoding="utf-8")
        for words in (["add", str(file)], ["remove", str(len(SEEDS) + number)]):
            command = [sys.executable, "-m", "bot", *words]
            ended = subprocess.run(command, env=surroundings, cwd=cluster.folder, capture_output=True, check=False)
            cluster.done[f"{words[0]}, status {ended.returncode}"] += 1


def deeds_of(kills: int, restarts: int, chance: random.Random) -> list[str]:
    """What is done, in an order by chance: of the kills, a fifth is a SIGTERM and a fifth a long rest."""
    fifth = kills // 5
    deeds = ["SIGKILL"] * (kills - 2 * fifth) + ["SIGTERM"] * fifth + ["rests"] * fifth
    deeds += ["PostgreSQL restarted"] * restarts
    chance.shuffle(deeds)
    return deeds


def run_cluster(questions: int, chats: int, workers: int, kills: int, restarts: int, seed: int) -> dict[str, Any]:
    """One run from its beginning to the verdict."""
    lines = (ROOT / "tests" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [text for line in lines if not small_talk(text := json.loads(line)["question"])]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(PostgresServer(durable=True))
        server = stack.enter_context(BotApi())
        people = [server.user(language_code=("fr", "en")[number % 2]) for number in range(chats)]
        groups = chats // GROUPS
        places = [(server.private_chat(person), person) for person in people[groups:]]
        places += [(server.group("Rédaction", owner=person), person) for person in people[:groups]]
        address = new_database(database.address, "cluster")
        cluster = Cluster(server, database, address, folder, random.Random(seed), places, texts)
        stack.callback(cluster.close)
        server.rates.on = True
        cluster.start(workers)
        over = threading.Event()
        librarian = threading.Thread(target=change_library, args=(cluster, over))
        librarian.start()
        begin = time.monotonic()
        try:
            deeds = deeds_of(kills, restarts, cluster.chance)
            for number, deed in enumerate(deeds, 1):
                cluster.ask(questions * number // (len(deeds) + 1))
                cluster.disturb(deed)
                waiting = len(unanswered(server, cluster.asked))
                so_far = f"{number} of {len(deeds)}: {deed}; {len(cluster.asked)} asked, {waiting} open"
                print(so_far, file=sys.stderr, flush=True)
            cluster.ask(questions)
            wait_for(lambda: not unanswered(server, cluster.asked), DRAINED)
        finally:
            over.set()
            librarian.join()
        seconds = time.monotonic() - begin
        wait_for(lambda: settled(cluster), DRAINED)
        for worker in cluster.workers:
            cluster.done[f"the last SIGTERM, status {worker.end(signal.SIGTERM)}"] += 1
        told: dict[str, Any] = {"seed": seed, "seconds": round(seconds), "workers": workers, "chats": chats}
        told |= {"questions": len(cluster.asked), "answers a second": round(len(cluster.asked) / seconds, 1)}
        told |= {**dict(sorted(cluster.done.items())), "brought": dict(Counter(server.bringing.answered))}
        return told | judge(server, folder, cluster.asked, (), address)


def settled(cluster: Cluster) -> bool:
    """Whether nothing waits for the bot, at Telegram or in the journal."""
    counts = read_counts(cluster.folder, cluster.address)
    return not cluster.server.world.updates.pending and counts is not None and counts.waiting == 0


def main() -> int:
    parser = argparse.ArgumentParser(description="Several workers, of which one after the other is killed.")
    for name, number in (("questions", 2000), ("chats", 100), ("workers", 3), ("kills", 30), ("restarts", 2)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--quiet", action="store_true")
    given = parser.parse_args()
    print(f"seed {given.seed}", file=sys.stderr, flush=True)
    kills, restarts = (0, 0) if given.quiet else (given.kills, given.restarts)
    found = run_cluster(given.questions, given.chats, given.workers, kills, restarts, given.seed)
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return int(any(found[name] for name in NEVER))


if __name__ == "__main__":
    sys.exit(main())
