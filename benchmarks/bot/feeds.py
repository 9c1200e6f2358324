"""A week of feeds: what was fetched, added and told, and that nobody was told twice, with kills between.

`python -m benchmarks.bot.feeds [--minutes 5] [--kills 3] [--seed N]` starts the real program against the Bot API
server of the tests and a feed server on the loopback, by a clock that lives through a week in so many minutes. 200
pages are announced over the week, some of them the same story in another paper, some corrected later; of the requests
some fail (5xx, 429 with Retry-After), some are slow, some pages are gone or not allowed by robots.txt. Twenty people
watch a question each, half of them told at once, half once a day; the process is killed at random moments and started
anew. Prints the figures as JSON; the exit status is 1 where one is not as it must be.
"""

import argparse
import json
import os
import random
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bot_api import BotApi, Chat, Person
from tests.common import ROOT
from tests.common.feed_site import Answered, FeedSite, feed_site

WEEK, DAY = 604_800.0, 86_400.0
PAGES, PEOPLE = 200, 20
# Of the pages: corrected later, the story of another page, gone, forbidden.
CORRECTED, COPIED, GONE, FORBIDDEN = 20, 20, 5, 5
# One page in so many is HTML, which takes a process to read; the others are plain text.
HTML = 10
# Of the requests, and of the slow ones those that are too slow.
FAILING, SLOW = 0.05, 0.03
# Real seconds: a slow answer, one that is too slow, and how long a request may take.
SLOWLY, TOO_SLOWLY, ANSWERED = 0.3, 3.0, 2.0
NAMES = ["Brest", "Carnac", "Dinan", "Erquy", "Fouesnant", "Guidel", "Huelgoat", "Iffendic", "Josselin", "Kerlouan"]
TOPICS = ("bac", "phare", "musée", "marché", "tramway")


def by_its_clock(begin: float, speed: float) -> None:
    """The program itself, by a clock that went fast from `begin` on."""
    from bot.app import beside

    beside.now = lambda: begin + (time.time() - begin) * speed
    beside.speed, beside.ANSWERED = speed, ANSWERED
    sys.argv = ["ibid"]
    runpy.run_module("bot", run_name="__main__")


@dataclass(slots=True)
class Week:
    """What is published, who watches what, and by which chance."""

    chance: random.Random
    begin: float
    speed: float
    site: FeedSite
    published: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    corrected: int = 0

    @property
    def past(self) -> float:
        """Seconds of the week that are over."""
        return (time.time() - self.begin) * self.speed

    def text(self, number: int, *, correction: bool = False) -> tuple[str, str]:
        """The title and the text of a page; of a copy, nearly those of the page before it."""
        told = number - 1 if is_copy(number) else number
        topic, place = subject(told)
        count = 100 + told + (500 if correction else 0)
        title = f"Le {topic} de {place} en chiffres"
        more = random.Random(told)
        rest = " ".join(
            f"Le {more.choice(TOPICS)} voisin reste ouvert, dit le maire {more.randrange(999)}." for _ in range(8)
        )
        text = f"Le {topic} de {place} a reçu {count} visiteurs en une journée.\n{rest}"
        return title, text + ("\nC'est ce qu'on nous dit." if told != number else "")

    def publish(self, number: int) -> None:
        title, text = self.text(number)
        path = f"/private/{number}" if kind_of(number) == "forbidden" else f"/{number}"
        self.site.publish(path, f"{title} ({number})", text, self.begin + self.past, plain=bool(number % HTML))
        if kind_of(number) == "gone":
            self.site.pages[path] = Answered(b"", status=404)
        if self.chance.random() < 2 * FAILING:
            self.break_next(path)
        self.published += 1

    def correct(self, number: int) -> None:
        title, text = self.text(number, correction=True)
        moment = self.begin + self.past
        self.site.publish(f"/{number}", f"{title} ({number})", text, moment, plain=bool(number % HTML))
        self.corrected += 1

    def break_next(self, path: str) -> None:
        """Something goes wrong with the next request for a path."""
        wrong = self.chance.choice(("500", "503", "429", "slow", "too slow"))
        self.faults[wrong] += 1
        found = self.site.pages.get(path)
        if wrong.isdecimal():
            headers = {"Retry-After": "3600"} if wrong != "500" else {}
            self.site.faults[path].append(Answered(b"", status=int(wrong), headers=headers))
        elif found:
            seconds = SLOWLY if wrong == "slow" else TOO_SLOWLY
            self.site.faults[path].append(Answered(found.body, found.kind, found.status, seconds=seconds))

    def live(self, over: threading.Event) -> None:
        """Publishes and corrects as the week goes by, and breaks something now and then."""
        while self.published < PAGES and not over.wait(0.02):
            while self.published < PAGES and self.past > (self.published + 1) * 0.8 * WEEK / PAGES:
                self.publish(self.published)
                if self.published % (PAGES // CORRECTED) == 0:
                    self.correct(self.published - 1 - self.chance.randrange(5))
                if not self.site.faults["/feed"] and self.chance.random() < 2 * FAILING:
                    self.break_next("/feed")


def kind_of(number: int) -> str:
    """What becomes of a page; of each kind as many as above, spread over the week."""
    return {37: "gone", 17: "forbidden"}.get(number % (PAGES // GONE), "copy" if is_copy(number) else "page")


def is_copy(number: int) -> bool:
    return number % (PAGES // COPIED) == 3


def subject(number: int) -> tuple[str, str]:
    """A topic and a place: fifty of them, so that each comes several times in a week."""
    return TOPICS[number % len(TOPICS)], NAMES[number // len(TOPICS) % len(NAMES)]


def question(number: int) -> str:
    topic, place = subject(number)
    return f"Combien de visiteurs le {topic} de {place} a-t-il reçus en une journée ?"


def ibid(folder: Path, settings: dict[str, str], *arguments: str) -> "subprocess.Popen[bytes]":
    surroundings = {"HOME": str(folder), "PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "LANG": "fr_FR.UTF-8"}
    with (folder / "output.txt").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, *arguments], env=surroundings | settings, cwd=folder, stdout=output, stderr=output
        )


def live_through(minutes: float, kills: int, seed: int) -> dict[str, Any]:
    """One week, and the verdict on it."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as home, BotApi() as server, feed_site() as site:
        folder = Path(home)
        (folder / "articles").mkdir()
        (folder / "articles" / "first.txt").write_text("La commune de Kerlan publie son journal.\n", encoding="utf-8")
        settings = {
            "TELEGRAM_TOKEN": server.token,
            "TELEGRAM_API_URL": server.url,
            "IBID_DATA": str(folder / "data"),
            "IBID_ARTICLES": str(folder / "articles"),
            "IBID_PRIVATE_ADDRESSES": "yes",
            "IBID_READER": "none",
        }
        site.pages["/robots.txt"] = Answered(b"User-agent: *\nDisallow: /private/", "text/plain")
        site.waits = time.sleep
        if ibid(folder, settings, "-m", "bot", "feeds", "add", f"{site.url}/feed").wait():
            raise RuntimeError((folder / "output.txt").read_text(encoding="utf-8"))
        watchers = watch(server, folder, settings)
        speed = WEEK / (60 * minutes)
        week = Week(chance, time.time(), speed, site)
        over = threading.Event()
        publisher = threading.Thread(target=week.live, args=(over,))
        command = ["-m", "benchmarks.bot.feeds", "--clock", str(week.begin), str(speed)]
        moments = sorted(chance.uniform(0.1, 0.9) * WEEK for _ in range(kills))
        publisher.start()
        process = ibid(folder, settings, *command)
        try:
            for moment in moments:
                while week.past < moment and process.poll() is None:
                    time.sleep(0.05)
                process.send_signal(signal.SIGKILL)
                process.wait()
                process = ibid(folder, settings, *command)
            while week.past < WEEK and process.poll() is None:
                time.sleep(0.1)
            process.send_signal(signal.SIGTERM)
            status = process.wait(60)
        finally:
            over.set()
            process.kill()
            process.wait()
            publisher.join()
        if status:
            raise RuntimeError((folder / "output.txt").read_text(encoding="utf-8")[-3000:])
        return {"seed": seed, "minutes": minutes, "kills": kills} | judge(week, server, watchers, folder / "data")


def watch(server: BotApi, folder: Path, settings: dict[str, str]) -> list[tuple[int, Chat]]:
    """Each person watches a question; those with an odd number want a digest at an hour of the day."""
    process = ibid(folder, settings, "-m", "bot")
    watchers: list[tuple[int, Chat]] = []
    try:
        for number in range(PEOPLE):
            person: Person = server.user(language_code="fr")
            chat = server.private_chat(person)
            server.say(chat, person, f"/watch {question(number)}")
            server.wait_for(chat, 1)
            if number % 2:
                server.say(chat, person, f"/watches 1 {number % 24}")
                server.wait_for(chat, 2)
            watchers.append((number, chat))
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    finally:
        process.kill()
        process.wait()
    return watchers


def judge(week: Week, server: BotApi, watchers: list[tuple[int, Chat]], data: Path) -> dict[str, Any]:
    """What was fetched, added and told, and what is wrong with it."""
    from sqlalchemy.engine import URL

    from retrieval.feeds import feeds
    from retrieval.library import Library, list_entries

    library = Library(address=URL.create("sqlite", database=str(data / "ibid.sqlite")))
    entries = list(list_entries(library.engine))
    (feed,) = feeds(library.engine)
    told = {number: [q for one in server.sent(chat) for q in one.quoted("blockquote")] for number, chat in watchers}
    messages = {number: sum(bool(one.quoted("blockquote")) for one in server.sent(chat)) for number, chat in watchers}
    right, missed, doubled, wrong = 0, 0, 0, 0
    for number, _ in watchers:
        topic, place = subject(number)
        pages = [one for one in range(PAGES) if subject(one) == (topic, place) and kind_of(one) == "page"]
        first = Counter(sentence.split(" visiteurs")[0].split()[-1] for sentence in told[number])
        mine = [sentence for sentence in told[number] if sentence.startswith(f"Le {topic} de {place} a reçu")]
        stories = Counter(int(count) % 500 - 100 for count in first if count.isdecimal())
        right += len(set(stories) & set(pages))
        missed += len(set(pages) - set(stories))
        doubled += sum(times - 1 for times in first.values()) + sum(times - 1 for times in stories.values())
        wrong += len(told[number]) - len(mine)
    statuses = Counter(status for _, _, status in week.site.asked)
    daily = max(messages[number] for number, _ in watchers if number % 2)
    return {
        "published": week.published,
        "corrected": week.corrected,
        "faults": dict(sorted(week.faults.items())),
        "requests": len(week.site.asked),
        "statuses": dict(sorted(statuses.items())),
        "feed asked": week.site.paths().count("/feed"),
        "most requests at once": week.site.most_at_once,
        "articles": len(entries) - 1,
        "versions": sum(entry.versions for entry in entries) - 1,
        "pages": {"read": feed.read, "waiting": feed.waiting, "failed": feed.failed},
        "told": sum(map(len, told.values())),
        "messages": sum(messages.values()),
        "most messages of a daily digest": daily,
        "right": right,
        "missed": missed,
        "told twice": doubled,
        "of another subject": wrong,
        # A search for a lost message asks to take off buttons that are not there: that is how it finds it.
        "refused by Telegram": sum("not modified" not in str(one) for one in server.refused),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="A week of feeds, in minutes.")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clock", nargs=2, type=float, metavar=("BEGIN", "SPEED"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.clock:
        by_its_clock(*given.clock)
        return 0
    found = live_through(given.minutes, given.kills, given.seed)
    print(json.dumps(found, ensure_ascii=False))
    # Of requests that were given up, the server knows nothing for a while: two at once there may be one from here.
    return int(bool(found["told twice"] or found["refused by Telegram"] or found["most requests at once"] > 2))


if __name__ == "__main__":
    sys.exit(main())
