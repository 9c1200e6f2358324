"""One run: what is asked, what is done meanwhile, and what came of it."""

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

from benchmarks.bot.chaos import wait_for
from benchmarks.bot.cluster.deeds import DATABASE, NODE, RESTS, TOLD, Deeds
from benchmarks.bot.cluster.dying import Dying
from benchmarks.bot.cluster.workers import Worker
from benchmarks.bot.verdict import Asked, judge, unanswered
from benchmarks.index.equality import differences
from bot.conversation.smalltalk import small_talk
from bot.journal.counts import read_counts
from bot.journal.leases import GOOD
from retrieval.cluster import read_cluster
from retrieval.library import Library
from tests.bot_api import BotApi, Chat, Person
from tests.common import ROOT
from tests.common.databases import PostgresServer, new_database
from tests.common.opensearch import open_cluster
from tests.common.served import free_port

WEBHOOK = "https://bot.example.org/telegram"
# Seconds in which a worker listens that was started, and in which all is answered in the end.
STARTED, DRAINED = 300.0, 1800.0
# Of the chats, so many are groups.
GROUPS = 5
# Seconds between two questions, at most.
APART = 0.06
# Questions that may be open when the next deed is done, so that it meets workers at work and not while they start; and
# seconds for which that is waited for.
OPEN, CAUGHT_UP = 40, 120.0


@dataclass(slots=True)
class Cluster:
    server: BotApi
    database: PostgresServer
    address: str
    index: dict[str, str]  # the setting, where it is on a cluster
    dying: Dying | None
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
        } | self.index

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
        return "\n".join(one.output for one in self.workers)

    def ask(self, most: int) -> None:
        """So many questions, in chats by chance."""
        while len(self.asked) < most:
            chat, person = self.chance.choice(self.chats)
            name = f"@{self.server.world.me['username']} " if chat.id < 0 else ""
            message = self.server.say(chat, person, name + self.chance.choice(self.questions))
            self.asked.append((chat, message["message_id"]))
            time.sleep(self.chance.random() * APART)

    def let_work(self) -> int:
        """Until not much is open; returns how many questions are."""
        until = time.monotonic() + CAUGHT_UP
        while (waiting := len(unanswered(self.server, self.asked))) > OPEN and time.monotonic() < until:
            time.sleep(0.5)
        return waiting

    def disturb(self, deed: str) -> None:
        """Do to a worker by chance, to a node or to the database, what nobody wants."""
        self.done[deed] += 1
        if deed == DATABASE:
            self.database.restart()
            return
        if deed == NODE and self.dying:
            self.dying.kill_next()
            return
        worker = self.chance.choice(self.workers)
        if deed == RESTS:
            worker.rest(1.2 * GOOD)
            return
        status = worker.end(signal.SIGTERM if deed == TOLD else signal.SIGKILL)
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
    surroundings |= cluster.index

    def ibid(*words: str) -> str:
        command = [sys.executable, "-m", "bot", *words]
        ended = subprocess.run(command, env=surroundings, cwd=cluster.folder, capture_output=True, check=False)
        cluster.done[f"{words[0]}, status {ended.returncode}"] += 1
        return ended.stdout.decode()

    number = 0
    while not over.wait(2):
        number += 1
        file = cluster.folder / f"harbour {number}.txt"
        file.write_text(f"Le port de Kerlan a reçu {number} bateaux en 1912.\n", encoding="utf-8")
        ibid("add", str(file))
        for line in ibid("articles", "--search", "Kerlan").splitlines():  # also what could not be removed before
            ibid("remove", line.partition("\t")[0])


def run_cluster(questions: int, chats: int, workers: int, nodes: int, deeds: Deeds, seed: int) -> dict[str, Any]:
    """One run from its beginning to the verdict; with no `nodes`, each worker has an index of its own."""
    lines = (ROOT / "tests" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [text for line in lines if not small_talk(text := json.loads(line)["question"])]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        database = stack.enter_context(PostgresServer(durable=True))
        searched = stack.enter_context(open_cluster(nodes)) if nodes else None
        dying = Dying(searched) if searched else None
        if dying:
            stack.callback(dying.close)
        index = {"IBID_INDEX": searched.address("several")} if searched else {}
        server = stack.enter_context(BotApi())
        people = [server.user(language_code=("fr", "en")[number % 2]) for number in range(chats)]
        groups = chats // GROUPS
        places = [(server.private_chat(person), person) for person in people[groups:]]
        places += [(server.group("Rédaction", owner=person), person) for person in people[:groups]]
        address = new_database(database.address, "cluster")
        cluster = Cluster(server, database, address, index, dying, folder, random.Random(seed), places, texts)
        stack.callback(cluster.close)
        server.rates.on = True
        cluster.start(workers)
        over = threading.Event()
        librarian = threading.Thread(target=change_library, args=(cluster, over))
        librarian.start()
        begin = time.monotonic()
        try:
            drawn = deeds.drawn(cluster.chance)
            for number, deed in enumerate(drawn, 1):
                cluster.ask(questions * number // (len(drawn) + 1))
                waiting = cluster.let_work()
                cluster.disturb(deed)
                so_far = f"{number} of {len(drawn)}: {deed}; {len(cluster.asked)} asked, {waiting} open"
                print(so_far, file=sys.stderr, flush=True)
            cluster.ask(questions)
            wait_for(lambda: settled(cluster), DRAINED)
        finally:
            over.set()
            librarian.join()
        seconds = time.monotonic() - begin
        if dying:
            dying.wait()
        for worker in cluster.workers:
            cluster.done[f"the last SIGTERM, status {worker.end(signal.SIGTERM)}"] += 1
        told: dict[str, Any] = {"seed": seed, "seconds": round(seconds), "workers": workers, "chats": chats}
        told |= {"questions": len(cluster.asked), "answers a second": round(len(cluster.asked) / seconds, 1)}
        told |= {**dict(sorted(cluster.done.items())), "brought": dict(Counter(server.bringing.answered))}
        told |= judge(server, folder, cluster.asked, (), address)
        return told | ({"index equal": is_index_equal(cluster, texts)} if searched else {})


def is_index_equal(cluster: Cluster, questions: list[str]) -> bool:
    """Whether it is as one made from nothing; what it differs in is printed to standard error."""
    library = Library(address=cluster.address)
    found = differences(library, read_cluster(cluster.index["IBID_INDEX"]), questions)
    library.close()
    print(*found, sep="\n", file=sys.stderr, flush=True)
    return not found


def settled(cluster: Cluster) -> bool:
    """Whether nothing waits for the bot, at Telegram or in the journal."""
    counts = read_counts(cluster.folder, cluster.address)
    return not cluster.server.world.updates.pending and counts is not None and counts.waiting == 0
