"""What is known of feeds and of the pages that they announce."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, func, insert, or_, select, update

from retrieval.feeds.manners import DAY
from retrieval.library import FEED_PAGES, FEEDS, writing
from retrieval.reading import Announced

# Seconds for which a page is known that its feed does not announce any more.
REMEMBERED = 90 * DAY
# Addresses in one query.
AT_ONCE = 400


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that is followed, times in seconds since 1970: `fault` is what went wrong last, "" where nothing did, and
    `failures` how often in a row. `read`, `waiting` and `failed` count the pages that it announced."""

    number: int
    url: str
    title: str
    gone: bool
    etag: str | None
    modified: str | None
    next_at: float
    fetched_at: float | None
    failures: int
    fault: str
    read: int = 0
    waiting: int = 0
    failed: int = 0

    @property
    def name(self) -> str:
        return self.title or self.url


@dataclass(frozen=True, slots=True)
class Page:
    """A page that waits to be read; `source` is its feed's title."""

    url: str
    date: str | None
    etag: str | None
    modified: str | None
    failures: int
    source: str


def feeds(engine: Engine) -> list[Feed]:
    """All feeds, in the order in which they were added."""
    with engine.connect() as connection:
        states = select(FEED_PAGES.c.feed, FEED_PAGES.c.state, func.count()).group_by(
            FEED_PAGES.c.feed, FEED_PAGES.c.state
        )
        counts = {(row[0], row[1]): row[2] for row in connection.execute(states)}
        rows = connection.execute(select(FEEDS).order_by(FEEDS.c.number)).all()
    return [
        Feed(*row, *(counts.get((row.number, state), 0) for state in ("read", "waiting", "failed"))) for row in rows
    ]


def feed_at(engine: Engine, url: str) -> Feed | None:
    """The feed at this address, if it is followed."""
    return next((feed for feed in feeds(engine) if feed.url == url), None)


def enter(engine: Engine, url: str, title: str) -> bool:
    """Follows a feed, or one that was gone again; False where it is followed already."""
    with writing(engine) as connection:
        again = update(FEEDS).where(FEEDS.c.url == url, FEEDS.c.gone).values(gone=False, next_at=0.0, failures=0)
        if connection.execute(select(FEEDS.c.number).where(FEEDS.c.url == url)).first():
            return connection.execute(again).rowcount > 0
        last = connection.execute(select(func.max(FEEDS.c.number))).scalar() or 0
        values = {"number": last + 1, "url": url, "title": title, "gone": False, "next_at": 0.0, "failures": 0}
        connection.execute(insert(FEEDS), values | {"fault": ""})
    return True


def drop(engine: Engine, number: int) -> bool:
    """Follows a feed no more; what it has brought stays. False where there is no such feed."""
    with writing(engine) as connection:
        connection.execute(delete(FEED_PAGES).where(FEED_PAGES.c.feed == number))
        return connection.execute(delete(FEEDS).where(FEEDS.c.number == number)).rowcount > 0


def due_feeds(engine: Engine, now: float, *, forced: bool = False) -> list[Feed]:
    return [feed for feed in feeds(engine) if not feed.gone and (forced or feed.next_at <= now)]


def due_pages(engine: Engine, now: float, *, forced: bool = False) -> list[Page]:
    """The pages that wait to be read, those announced first first."""
    kept = FEED_PAGES.c
    columns = (kept.url, kept.date, kept.etag, kept.modified, kept.failures, FEEDS.c.title)
    query = select(*columns).join(FEEDS, FEEDS.c.number == kept.feed).where(kept.state == "waiting")
    if not forced:
        query = query.where(kept.next_at <= now)
    with engine.connect() as connection:
        return [Page(*row) for row in connection.execute(query.order_by(kept.announced_at, kept.date, kept.url))]


def fetched(engine: Engine, feed: Feed, now: float, next_at: float, **changes: object) -> None:
    """The feed was there; `changes` are of its columns."""
    values = {"fetched_at": now, "next_at": next_at, "failures": 0, "fault": ""} | changes
    with writing(engine) as connection:
        connection.execute(update(FEEDS).where(FEEDS.c.number == feed.number).values(values))


def moved(engine: Engine, feed: Feed, url: str) -> None:
    """The feed has another address for good, unless that one is followed already."""
    with writing(engine) as connection:
        if not connection.execute(select(FEEDS.c.number).where(FEEDS.c.url == url)).first():
            connection.execute(update(FEEDS).where(FEEDS.c.number == feed.number).values(url=url))


def failed(engine: Engine, feed: Feed, fault: str, next_at: float, *, gone: bool = False) -> None:
    """The feed was not there, or was none."""
    values = {"failures": feed.failures + 1, "fault": fault, "next_at": next_at, "gone": gone}
    with writing(engine) as connection:
        connection.execute(update(FEEDS).where(FEEDS.c.number == feed.number).values(values))


def announce(engine: Engine, feed: Feed, pages: Sequence[Announced], now: float) -> int:
    """Lets the pages wait that are new, or of which the feed says something new; returns how many these are. A page
    that another feed has announced is left to that."""
    with writing(engine) as connection:
        if not connection.execute(select(FEEDS.c.number).where(FEEDS.c.number == feed.number)).first():
            return 0  # it was removed meanwhile
        known = _known(connection, [page.url for page in pages])
        came = [page for page in pages if page.url not in known]
        own = [page for page in pages if known.get(page.url, (0, ""))[0] == feed.number]
        new = {"feed": feed.number, "state": "waiting", "next_at": now, "announced_at": now, "failures": 0, "fault": ""}
        rows = [new | {"url": page.url, "mark": page.mark, "date": page.date} for page in came]
        if rows:
            connection.execute(insert(FEED_PAGES), rows)
        changed = [page for page in own if known[page.url][1] != page.mark]
        for page in changed:
            again = {"mark": page.mark, "date": page.date, "state": "waiting", "next_at": now, "failures": 0}
            connection.execute(update(FEED_PAGES).where(FEED_PAGES.c.url == page.url).values(again))
        for begin in range(0, len(own), AT_ONCE):
            listed = [page.url for page in own[begin : begin + AT_ONCE]]
            connection.execute(update(FEED_PAGES).where(FEED_PAGES.c.url.in_(listed)).values(announced_at=now))
        old = (FEED_PAGES.c.feed == feed.number, FEED_PAGES.c.announced_at < now - REMEMBERED)
        connection.execute(delete(FEED_PAGES).where(*old))
    return len(came) + len(changed)


def settle(engine: Engine, page: Page, state: str, **changes: object) -> None:
    """What became of a page: it is read, or failed for good, or (waiting) is tried again."""
    with writing(engine) as connection:
        connection.execute(update(FEED_PAGES).where(FEED_PAGES.c.url == page.url).values(state=state, **changes))


def faults(engine: Engine, number: int, most: int) -> list[tuple[str, str]]:
    """The pages of a feed that could not be read, or not yet, the latest first: (address, why)."""
    kept = FEED_PAGES.c
    wrong = (kept.feed == number, or_(kept.state == "failed", kept.failures > 0))
    query = select(kept.url, kept.fault).where(*wrong).order_by(kept.announced_at.desc(), kept.url).limit(most)
    with engine.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(query)]


def _known(connection: Connection, urls: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Of each of these pages that is known, the feed and the mark."""
    found: dict[str, tuple[int, str]] = {}
    for begin in range(0, len(urls), AT_ONCE):
        query = select(FEED_PAGES.c.url, FEED_PAGES.c.feed, FEED_PAGES.c.mark)
        rows = connection.execute(query.where(FEED_PAGES.c.url.in_(urls[begin : begin + AT_ONCE])))
        found |= {row[0]: (row[1], row[2]) for row in rows}
    return found
