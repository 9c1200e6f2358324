"""How servers are asked: one request at a time each, as robots.txt allows, not sooner than they say, by one clock."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit, urlunsplit

from sqlalchemy import Engine, insert, select, update

from retrieval.errors import ReadError
from retrieval.intake import Response, get
from retrieval.library import HOSTS, writing

AGENT = "Ibid"
DAY, MINUTE = 86_400.0, 60.0
# Seconds between two requests to a server, unless its robots.txt asks for more, and the most that it may ask for.
GAP, MOST_GAP = 1.0, 30.0
# Who has longer to wait for a server comes another time.
PATIENCE = 60.0
# A request that a killed process has begun is over after so many seconds more than it may take.
OVER = 30.0
MOST_REDIRECTS = 5
# The status of redirects, and of those that are for good.
REDIRECTS, FOR_GOOD = frozenset((301, 302, 303, 307, 308)), frozenset((301, 308))
OK, TOO_MANY, UNAVAILABLE = 200, 429, 503


def _sleep(seconds: float) -> bool:
    time.sleep(seconds)
    return False


@dataclass(frozen=True, slots=True)
class Clock:
    """`now` in seconds since 1970; `wait` so many seconds: True where all is over, and nothing is to be begun."""

    now: Callable[[], float] = time.time
    wait: Callable[[float], bool] = _sleep


@dataclass(frozen=True, slots=True)
class Manners:
    """A feed is asked every `interval` seconds; one request may take `seconds`. Only with `private` may a server be on
    this machine or in its network."""

    interval: float = 1800.0
    private: bool = False
    seconds: float = 30.0
    clock: Clock = Clock()


class Busy(Exception):  # noqa: N818 — nothing is wrong: it is asked another time
    """A server is not to be asked for a while, or all is `over`."""

    def __init__(self, *, over: bool) -> None:
        super().__init__("all is over" if over else "not now")
        self.over = over


class Asking:
    """Asks servers, for all threads and processes that share a library. Safe to use from several threads."""

    def __init__(self, engine: Engine, manners: Manners) -> None:
        self._engine, self._manners = engine, manners

    def get(self, url: str, etag: str | None = None, modified: str | None = None) -> tuple[Response, str]:
        """What stands at `url`, redirects followed, and the address that it has for good.

        Raises Busy, and ReadError: robots.txt does not allow it, no server answers, it leads nowhere.
        """
        conditions = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in conditions.items() if value}
        lasting, stays = url, True
        at = url
        for _ in range(MOST_REDIRECTS + 1):
            response = self._ask(at, headers)
            if response.status not in REDIRECTS or "location" not in response.headers:
                return response, lasting
            at = str(_joined(at, response.headers["location"]))
            stays = stays and response.status in FOR_GOOD
            lasting = at if stays else lasting
        raise ReadError(url, f"leads on and on, over {MOST_REDIRECTS} addresses; check the address")

    def _ask(self, url: str, headers: dict[str, str]) -> Response:
        """One request, in its turn."""
        clock, gap = self._manners.clock, GAP
        host = host_of(url)
        while wait := self._claim(host):
            if wait > PATIENCE:
                raise Busy(over=False)
            if clock.wait(wait):
                raise Busy(over=True)
        not_before = clock.now() + GAP
        try:
            gap = self._allow(url, host)
            response = self._get(url, headers)
            not_before = clock.now() + max(gap, later(response, clock.now()))
        finally:
            self._release(host, max(not_before, clock.now() + gap))
        return response

    def _get(self, url: str, headers: dict[str, str]) -> Response:
        return get(url, private=self._manners.private, headers=headers, seconds=self._manners.seconds)

    def _claim(self, host: str) -> float:
        """Takes the server for one request: 0; else for how many seconds it is not to be asked yet."""
        now = self._manners.clock.now()
        busy_until = now + 2 * self._manners.seconds + OVER
        with writing(self._engine) as connection:
            row = connection.execute(select(HOSTS).where(HOSTS.c.host == host)).first()
            if row is None:
                values = {"host": host, "not_before": 0.0, "busy_until": busy_until, "robots_at": 0.0}
                connection.execute(insert(HOSTS), values)
                return 0.0
            if (free := max(row.not_before, row.busy_until)) > now:
                return float(min(free - now, GAP)) if row.busy_until > now >= row.not_before else float(free - now)
            connection.execute(update(HOSTS).where(HOSTS.c.host == host).values(busy_until=busy_until))
        return 0.0

    def _release(self, host: str, not_before: float) -> None:
        with writing(self._engine) as connection:
            values = {"busy_until": 0.0, "not_before": not_before}
            connection.execute(update(HOSTS).where(HOSTS.c.host == host).values(values))

    def _allow(self, url: str, host: str) -> float:
        """The seconds that a server wants between two requests. Raises ReadError: robots.txt forbids this one.

        RFC 9309: where there is none, all is allowed; where the server fails, nothing is. It is read once a day.
        """
        from protego import Protego  # the extra `feeds`; whoever reads no feed needs it not

        clock = self._manners.clock
        with self._engine.connect() as connection:
            known = connection.execute(select(HOSTS.c.robots, HOSTS.c.robots_at).where(HOSTS.c.host == host)).one()
        robots = known.robots if abs(clock.now() - known.robots_at) < DAY else None
        if robots is None:
            robots = self._read_robots(url)
            with writing(self._engine) as connection:
                values = {"robots": robots, "robots_at": clock.now()}
                connection.execute(update(HOSTS).where(HOSTS.c.host == host).values(values))
        rules = Protego.parse(robots)
        if not rules.can_fetch(url, AGENT):
            raise Forbidden(url, "its robots.txt does not allow programs to read it; ask whoever keeps the site")
        return min(max(rules.crawl_delay(AGENT) or 0.0, GAP), MOST_GAP)

    def _read_robots(self, url: str) -> str:
        """Raises ReadError where the server does not answer as it should."""
        at = urlunsplit((*urlsplit(url)[:2], "/robots.txt", "", ""))
        for _ in range(MOST_REDIRECTS + 1):
            response = self._get(at, {})
            if response.status == OK:
                return response.data[: 500 * 1024].decode("utf-8", "replace").replace("\0", "")
            if response.status in REDIRECTS and "location" in response.headers:
                at = _joined(at, response.headers["location"])
            elif response.status >= 500 or response.status == TOO_MANY:
                raise ReadError(url, f"its server answers {response.status} when asked for robots.txt; it may be back")
            else:
                return ""
        return ""


class Forbidden(ReadError):  # noqa: N818 — it is a wish that is respected
    """A server's robots.txt does not allow programs to read an address."""


def kept_for(response: Response) -> float:
    """For how many seconds a server says that what it answered stays good; a day at most."""
    said = re.search(r"max-age=(\d{1,9})", response.headers.get("cache-control", ""))
    return min(float(said[1]), DAY) if said else 0.0


def later(response: Response, now: float) -> float:
    """For how many seconds a server that is overloaded, or away, does not want to be asked; a day at most."""
    if response.status not in (TOO_MANY, UNAVAILABLE):
        return 0.0
    written = response.headers.get("retry-after", "").strip()
    if written.isdecimal():
        return min(float(written), DAY)
    try:
        return min(max(parsedate_to_datetime(written).timestamp() - now, 0.0), DAY)
    except (ValueError, TypeError):
        return MINUTE if response.status == TOO_MANY else 0.0


def put_off(failures: int, interval: float) -> float:
    """Seconds until something that has failed so often in a row is tried again: twice as long each time, a day at
    most."""
    return max(min(interval * 2.0 ** min(failures, 20), DAY), min(interval, DAY))


def host_of(url: str) -> str:
    """The server of an address, with its port if it is named."""
    return urlsplit(url).netloc.rpartition("@")[2].lower()


def _joined(base: str, location: str) -> str:
    """Where a redirect leads. Raises ReadError where that is no web address."""
    try:
        at = urljoin(base, location)
    except ValueError:
        at = ""
    if not at.lower().startswith(("http://", "https://")):
        raise ReadError(base, "leads to what is no web address; check the address")
    return at
