"""What goes on beside the answers: feeds are asked, what arrives is asked what people watch, and what came is told.

Asking goes on in threads, which may take long; telling is an update of our own, put into the journal among the others.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlalchemy.exc import SQLAlchemyError

from bot.app.polling import Take
from bot.handlers.watching import update_of
from bot.journal import Entry
from bot.memory import Found, Memory, Watch
from bot.operations import Tally
from bot.settings import Settings
from retrieval.asking import Articles
from retrieval.databases import Leadership
from retrieval.errors import IbidError
from retrieval.feeds import Clock, Manners, fetch_due
from retrieval.library import Library, next_passage

log = logging.getLogger(__name__)

# Seconds between two looks at whether a feed is to be asked, whether articles came, whether something is to be told.
FEEDS, ARRIVALS, TOLD = 30.0, 2.0, 2.0
# Seconds for which what arrives waits for the reader's vectors: without them it is asked by its words.
READ = 60.0
# The clock, and how many times as fast as that of the world it goes: benchmarks/bot/feeds.py lives through a week.
now: Callable[[], float] = time.time
speed = 1.0
# Seconds after which an index that could not follow the library tries again.
FOLLOWED = 10.0
# Seconds that a server may take to answer.
ANSWERED = 30.0


@contextmanager
def going_on_beside(
    settings: Settings, articles: Articles, memory: Memory, leader: Leadership, tally: Tally
) -> Iterator[None]:
    """As long as the block lasts, the index follows the library; and feeds are asked, and what arrives is asked, by the
    one of several workers that leads. A request that is under way then is left alone; a question is waited for, since a
    process that goes while the reader reads is aborted."""
    stop = threading.Event()
    works = {
        "watches": partial(_ask_arrivals, articles, memory, stop, leader),
        "index": partial(_follow_library, articles, tally, stop),
        "feeds": partial(_ask_feeds, settings, articles.library, stop, leader),
    }
    threads = {name: threading.Thread(target=work, name=name, daemon=True) for name, work in works.items()}
    for thread in threads.values():
        thread.start()
    try:
        yield
    finally:
        stop.set()
        threads["watches"].join()


async def hand_over(memory: Memory, take: Take, leader: Leadership) -> None:
    """Put what is to be told among the updates, until it is cancelled."""
    while True:
        try:
            leads = await asyncio.to_thread(leader.leads)
            entries = await asyncio.to_thread(due_entries, memory, now()) if leads else []
        except SQLAlchemyError:  # a disk that is full now: the next look tries again
            log.exception("What is to be told could not be written down")
        else:
            await take(entries)
        await asyncio.sleep(TOLD / speed)


def due_entries(memory: Memory, moment: float) -> list[Entry]:
    """What is to be told now as updates of our own: each once, however often it is asked for, whenever it is killed."""
    memory.findings.put_together(partial(is_due, moment=moment))
    batches = memory.findings.open_batches()
    return memory.journal.receive([update_of(*batch) for batch in batches], own=True) if batches else []


def is_due(hour: int | None, at: float, moment: float) -> bool:
    """Whether what was found `at` a moment is to be told now: at once, or since the last `hour` o'clock has passed."""
    if hour is None:
        return True
    today = datetime.fromtimestamp(moment, UTC).astimezone()
    told = today.replace(hour=hour, minute=0, second=0, microsecond=0)
    return at < (told if told <= today else told - timedelta(days=1)).timestamp()


def ask_arrivals(articles: Articles, memory: Memory, stop: threading.Event) -> int:
    """Ask what has arrived since each watch was last asked; returns how many findings are new. The same question of
    several people is asked once."""
    upto, count = next_passage(articles.library.engine), 0
    watched: dict[int, dict[str, list[Watch]]] = {}
    for watch in memory.watches.asked():
        if watch.seen < upto:
            watched.setdefault(watch.seen, {}).setdefault(watch.question, []).append(watch)
    if watched:
        _wait_for_reader(articles, upto, stop)
    for seen, questions in sorted(watched.items()):
        for arrived in articles.arrived(seen, upto):
            for question, watches in questions.items():
                if stop.is_set():
                    return count
                answers = articles.answering(question, arrived)
                found = [Found(citation.article.id, citation.id, sure) for citation, sure in answers]
                for watch in watches:
                    count += memory.findings.add(watch.number, found, arrived.stop, articles.library.stories, now())
    return count


def _wait_for_reader(articles: Articles, upto: int, stop: threading.Event) -> None:
    """Until what arrived has its vectors, or that takes too long."""
    try:
        until = time.monotonic() + READ
        while not articles.has_read(upto) and time.monotonic() < until:
            articles.read_up(stop=stop)
            if stop.wait(0.5):
                return
    except IbidError as error:
        log.warning("What arrives is asked without the reader: %s", error)


def _follow_library(articles: Articles, tally: Tally, stop: threading.Event) -> None:
    """What another process added is found by a worker that nobody asks, too; and it is told how far each one is."""
    tally.index_change = articles.index.change
    while not stop.is_set():
        try:
            tally.library_change = articles.library.change
            if articles.index.change < tally.library_change:
                articles.index.current()
        except (SQLAlchemyError, IbidError) as error:
            log.warning("The index can't follow the library at the moment: %s", type(error).__name__)
            stop.wait(FOLLOWED / speed)
        tally.index_change = articles.index.change
        stop.wait(ARRIVALS / speed)


def _ask_arrivals(articles: Articles, memory: Memory, stop: threading.Event, leader: Leadership) -> None:
    change = -1
    while not stop.wait(ARRIVALS / speed):
        if not leader.leads():
            continue
        try:
            if (current := articles.library.change) != change:
                if count := ask_arrivals(articles, memory, stop):
                    log.info("%d sentences that came answer what is watched.", count)
                change = current
        except (SQLAlchemyError, IbidError):
            log.exception("What has arrived could not be asked")
            stop.wait(FEEDS / speed)


def _ask_feeds(settings: Settings, library: Library, stop: threading.Event, leader: Leadership) -> None:
    clock = Clock(lambda: now(), lambda seconds: stop.wait(seconds / speed))
    manners = Manners(60.0 * settings.ibid_feed_minutes, settings.ibid_private_addresses, ANSWERED, clock)
    while not clock.wait(FEEDS):
        if not leader.leads():
            continue
        try:
            report = fetch_due(library, manners)
        except (SQLAlchemyError, IbidError):
            log.exception("The feeds could not be asked")
            continue
        if report.pages.added or report.pages.updated or report.faults:
            came = (report.pages.added, report.pages.updated, len(report.faults))
            log.info("Feeds: %d articles added, %d updated, %d faults.", *came)
