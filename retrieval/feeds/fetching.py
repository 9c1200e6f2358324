"""Feeds are asked what is new, and the pages that they announce are read into the library."""

import queue
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from retrieval.errors import ReadError
from retrieval.feeds import store
from retrieval.feeds.manners import Asking, Busy, Forbidden, Manners, host_of, kept_for, put_off
from retrieval.feeds.store import Feed, Page
from retrieval.intake import Response, Sending, Summary, take_in_response
from retrieval.library import Library
from retrieval.reading import Listing, each_feed, listing_of

# Servers that are asked at a time.
AT_A_TIME = 4
# Trials after which a page is given up: with half an hour between two feeds, after a day and a half.
MOST_TRIALS = 6
OK, UNCHANGED, GONE = 200, 304, 410
# What will not be otherwise tomorrow.
FINAL = frozenset((400, 401, 402, 403, 404, 405, 406, 410, 451))


class Refused(ReadError):  # noqa: N818 — it is the server's answer, which may be right
    """A server answers with another status than that for what is there."""

    def __init__(self, url: str, status: int) -> None:
        super().__init__(url, f"the server answers {status}; check the address")
        self.status = status


@dataclass(slots=True)
class Report:
    """What came of asking: how many feeds were asked, had not changed, failed; how many pages they newly announced, and
    what became of those that were read. `faults` are those of now, of feeds and of pages."""

    asked: int = 0
    unchanged: int = 0
    failed: int = 0
    announced: int = 0
    pages: Summary = field(default_factory=Summary)
    faults: list[ReadError] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def note(self, summary: Summary) -> None:
        """What became of one page."""
        with self._lock:
            for name in ("added", "updated", "unchanged"):
                setattr(self.pages, name, getattr(self.pages, name) + getattr(summary, name))
            self.pages.changes += summary.changes

    def count(self, name: str, by: int = 1) -> None:
        with self._lock:
            setattr(self, name, getattr(self, name) + by)

    def blame(self, fault: ReadError) -> None:
        with self._lock:
            self.faults.append(fault)


def follow(library: Library, url: str, manners: Manners) -> tuple[Feed, list[tuple[str, str]]]:
    """Follows the feed at `url`, or the first that the page there names; with the others (address, title).

    Raises ReadError: there is no feed, or it may not be read.
    """
    asking = Asking(library.engine, manners)
    found, at = _listing_at(asking, url)
    others: list[tuple[str, str]] = []
    if not found.is_feed:
        named = list(each_feed(found))
        if not named:
            raise ReadError(url, "is no feed, and names none; write the address of its RSS, Atom or JSON feed")
        (first, _), *others = named
        found, at = _listing_at(asking, first)
        if not found.is_feed:
            raise ReadError(first, f"is named by {url} as its feed, and is none; write the feed's address")
    store.enter(library.engine, at, found.title)
    feed = store.feed_at(library.engine, at)
    if feed is None:
        raise ReadError(at, "was removed by somebody else just now; add it again")
    return feed, others


def fetch_due(library: Library, manners: Manners, *, forced: bool = False) -> Report:
    """Asks the feeds whose time has come (`forced`: all), then reads the pages that wait; several servers at a time.

    Whatever ends it, what was read is kept, and the next time it goes on from there.
    """
    report, round_ = Report(), _Round(library, manners)
    feeds = store.due_feeds(library.engine, manners.clock.now(), forced=forced)
    _side_by_side([(host_of(feed.url), partial(round_.ask, feed, report)) for feed in feeds])
    pages = store.due_pages(library.engine, manners.clock.now(), forced=forced)
    _side_by_side([(host_of(page.url), partial(round_.read, page, report)) for page in pages])
    return report


class _Round:
    """What is done with a feed and with a page, each to its end."""

    def __init__(self, library: Library, manners: Manners) -> None:
        self._library, self._manners = library, manners
        self._asking = Asking(library.engine, manners)

    def ask(self, feed: Feed, report: Report) -> bool:
        """False where all is over."""
        engine, clock = self._library.engine, self._manners.clock
        try:
            response, lasting = self._asking.get(feed.url, feed.etag, feed.modified)
            report.count("asked")
            self._hear(feed, response, report)
        except Busy as busy:
            return not busy.over
        except ReadError as fault:
            gone = isinstance(fault, Refused) and fault.status == GONE
            next_at = clock.now() + put_off(feed.failures + 1, self._manners.interval)
            store.failed(engine, feed, fault.reason, next_at, gone=gone)
            report.count("failed")
            report.blame(fault)
        else:
            if lasting != feed.url:
                store.moved(engine, feed, lasting)
        return True

    def _hear(self, feed: Feed, response: Response, report: Report) -> None:
        """Raises ReadError: it is no feed, or not there."""
        now = self._manners.clock.now()
        if response.status == UNCHANGED:
            report.count("unchanged")
            store.fetched(self._library.engine, feed, now, now + self._manners.interval)
        elif response.status == OK:
            report.count("announced", self._take_up(feed, response))
        else:
            raise Refused(feed.url, response.status)

    def _take_up(self, feed: Feed, response: Response) -> int:
        engine, now = self._library.engine, self._manners.clock.now()
        found = listing_of(response.data, response.url, response.headers.get("content-type", ""))
        if not found.is_feed:
            raise ReadError(feed.url, "is no feed any more; remove it, and add the address that it has now")
        announced = store.announce(engine, feed, found.pages, now)  # first: what is killed here asks again
        later_on = now + max(self._manners.interval, kept_for(response))
        tags = {"etag": response.headers.get("etag"), "modified": response.headers.get("last-modified")}
        store.fetched(engine, feed, now, later_on, title=found.title or feed.title, **tags)
        return announced

    def read(self, page: Page, report: Report) -> bool:
        """False where all is over."""
        engine, clock = self._library.engine, self._manners.clock
        try:
            response, _ = self._asking.get(page.url, page.etag, page.modified)
        except Busy as busy:
            return not busy.over
        except ReadError as fault:
            self._fail(page, fault, report, final=isinstance(fault, Forbidden))
            return True
        if response.status == UNCHANGED:
            store.settle(engine, page, "read", failures=0, fault="")
        elif response.status != OK:
            self._fail(page, Refused(page.url, response.status), report, final=response.status in FINAL)
        else:
            sending = Sending(source=page.source or None, date=page.date)
            summary = take_in_response(self._library, response, page.url, sending)
            report.note(summary)
            if summary.skipped and not summary.told:
                self._fail(page, summary.skipped[0], report, final=True)
            else:
                tags = {"etag": response.headers.get("etag"), "modified": response.headers.get("last-modified")}
                store.settle(engine, page, "read", failures=0, fault="", **tags)
        return not clock.wait(0)

    def _fail(self, page: Page, fault: ReadError, report: Report, *, final: bool) -> None:
        failures = page.failures + 1
        next_at = self._manners.clock.now() + put_off(failures, self._manners.interval)
        state = "failed" if final or failures >= MOST_TRIALS else "waiting"
        store.settle(self._library.engine, page, state, failures=failures, fault=fault.reason, next_at=next_at)
        report.blame(fault)


def _listing_at(asking: Asking, url: str) -> tuple[Listing, str]:
    """What stands at an address, and the address that it has for good. Raises ReadError."""
    try:
        response, lasting = asking.get(url)
    except Busy as busy:
        raise ReadError(url, "its server wants no request just now; try again later") from busy
    if response.status != OK:
        raise Refused(url, response.status)
    return listing_of(response.data, response.url, response.headers.get("content-type", "")), lasting


def _side_by_side(jobs: Sequence[tuple[str, Callable[[], bool]]]) -> None:
    """Does the jobs of each server one after the other, those of AT_A_TIME servers at a time, until one says that all
    is over. The threads end with the process, which waits for none of them."""
    lanes: dict[str, list[Callable[[], bool]]] = defaultdict(list)
    for host, job in jobs:
        lanes[host].append(job)
    waiting: queue.SimpleQueue[list[Callable[[], bool]]] = queue.SimpleQueue()
    for lane in lanes.values():
        waiting.put(lane)
    failures: list[Exception] = []

    def work() -> None:
        try:
            while not failures:
                if not all(job() for job in waiting.get_nowait()):
                    return
        except queue.Empty:
            return
        except Exception as error:  # noqa: BLE001 — raised below, in the thread that asked
            failures.append(error)

    threads = [threading.Thread(target=work, name="feeds", daemon=True) for _ in range(min(AT_A_TIME, len(lanes)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
