"""Feeds are fetched politely: asked whether anything changed, one request at a time, as robots.txt and the server say;
what they announce is in the library, and what fails is tried again and told."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from retrieval.errors import ReadError
from retrieval.feeds import Clock, Feed, Manners, Report, drop, faults, feeds, fetch_due, follow
from retrieval.feeds.manners import Asking, Busy
from retrieval.feeds.store import enter
from retrieval.library import Library, list_entries
from tests.common.feed_site import Answered, FeedSite, feed_site
from tests.common.stories import BRIDGE, LIGHTHOUSE

HALF_AN_HOUR = 1800.0


@dataclass
class Time:
    """A clock that goes on when somebody waits."""

    at: float = 1_600_000_000.0
    waited: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> bool:
        self.at += seconds
        self.waited.append(seconds)
        return False


@dataclass
class Following:
    site: FeedSite
    library: Library
    time: Time
    manners: Manners

    def fetch(self, after: float = 0.0, *, forced: bool = False) -> Report:
        """What comes of asking so many seconds later."""
        self.time.at += after
        return fetch_due(self.library, self.manners, forced=forced)

    @property
    def titles(self) -> list[str]:
        return [entry.title for entry in list_entries(self.library.engine)]

    @property
    def feed(self) -> Feed:
        (feed,) = feeds(self.library.engine)
        return feed


@pytest.fixture
def following() -> Iterator[Following]:
    """A site with two pages in its feed, which is followed."""
    time = Time()
    manners = Manners(HALF_AN_HOUR, private=True, seconds=5.0, clock=Clock(lambda: time.at, time.wait))
    with feed_site() as site:
        site.publish("/bridge", "The bridge", BRIDGE, time.at, plain=True)
        site.publish("/light", "The lighthouse", LIGHTHOUSE, time.at, plain=True)
        library = Library()
        enter(library.engine, f"{site.url}/feed", "La Gazette")
        yield Following(site, library, time, manners)
        library.close()


def test_the_pages_of_a_feed_become_articles_with_its_title_for_their_outlet(following: Following) -> None:
    report = following.fetch()
    assert (report.asked, report.announced, report.pages.added, report.faults) == (1, 2, 2, [])
    assert sorted(following.titles) == ["The bridge", "The lighthouse"]
    entries = list(list_entries(following.library.engine))
    assert {entry.source for entry in entries} == {"La Gazette"}
    assert {entry.date for entry in entries} == {"2020-09-13"}
    assert {entry.origin for entry in entries} == {f"{following.site.url}/{name}" for name in ("bridge", "light")}


def test_what_has_not_changed_is_not_sent_again(following: Following) -> None:
    following.fetch()
    report = following.fetch(HALF_AN_HOUR)
    assert (report.asked, report.unchanged, report.announced) == (1, 1, 0)
    assert following.site.paths(304) == ["/feed"]
    assert following.site.paths().count("/bridge") == 1


def test_a_feed_is_not_asked_before_its_time_unless_somebody_says_so(following: Following) -> None:
    following.fetch()
    assert following.fetch(HALF_AN_HOUR / 2).asked == 0
    assert following.fetch(forced=True).asked == 1


def test_what_its_server_says_stays_good_is_not_asked_for(following: Following) -> None:
    body = following.site.rss()
    kept = Answered(body, "application/rss+xml", headers={"Cache-Control": "public, max-age=7200"})
    following.site.faults["/feed"].append(kept)
    following.fetch()
    assert following.fetch(3600).asked == 0
    assert following.fetch(3700).asked == 1


def test_a_page_of_which_the_feed_says_something_new_is_a_new_version(following: Following) -> None:
    following.fetch()
    following.site.publish(
        "/bridge", "The bridge", f"{BRIDGE}\n\nIt was painted in 1999.", following.time.at, plain=True
    )
    report = following.fetch(HALF_AN_HOUR)
    assert (report.announced, report.pages.updated, report.pages.added) == (1, 1, 0)
    assert next(e.versions for e in list_entries(following.library.engine) if e.title == "The bridge") == 2


def test_robots_are_asked_first_once_a_day_and_respected(following: Following) -> None:
    following.site.pages["/robots.txt"] = Answered(b"User-agent: *\nDisallow: /li*t$\nCrawl-delay: 7", "text/plain")
    report = following.fetch()
    assert following.site.paths()[0] == "/robots.txt"
    assert following.site.paths().count("/robots.txt") == 1
    assert "/light" not in following.site.paths()
    assert [str(fault) for fault in report.faults] == [
        f"{following.site.url}/light: its robots.txt does not allow programs to read it; ask whoever keeps the site"
    ]
    assert max(following.time.waited) == pytest.approx(7.0)
    assert following.titles == ["The bridge"]


def test_where_robots_can_not_be_read_nothing_is_and_it_is_tried_again(following: Following) -> None:
    following.site.faults["/robots.txt"].append(Answered(b"", status=503))
    assert following.fetch().failed == 1
    assert following.site.paths() == ["/robots.txt"]
    assert following.fetch(2 * HALF_AN_HOUR).pages.added == 2


def test_a_server_is_asked_one_thing_at_a_time_a_second_apart(following: Following) -> None:
    for number in range(6):
        following.site.publish(f"/{number}", f"Number {number}", f"{LIGHTHOUSE}\n\nThis is the {number}th.", plain=True)
    following.fetch()
    assert following.site.most_at_once == 1
    assert sum(0.9 < seconds < 1.1 for seconds in following.time.waited) >= 7


def test_a_server_that_wants_to_be_left_alone_is(following: Following) -> None:
    wanted = {"Retry-After": "7200"}
    following.site.faults["/feed"].append(Answered(b"", status=429, headers=wanted))
    assert following.fetch().failed == 1
    assert following.fetch(7000, forced=True).asked == 0
    assert following.site.paths() == ["/robots.txt", "/feed"]
    assert following.fetch(300, forced=True).pages.added == 2


def test_a_feed_that_fails_is_asked_ever_more_seldom_and_says_why(following: Following) -> None:
    following.site.faults["/feed"] += [Answered(b"", status=500)] * 3
    pauses = []
    for _ in range(3):
        following.fetch()
        pauses.append(following.feed.next_at - following.time.at)
        following.time.at = following.feed.next_at
    assert [round(pause / HALF_AN_HOUR) for pause in pauses] == [2, 4, 8]
    assert (following.feed.failures, following.feed.fault) == (3, "the server answers 500; check the address")
    assert following.fetch().failed == 0
    assert (following.feed.failures, following.feed.fault) == (0, "")


def test_a_page_that_fails_is_tried_again_and_at_last_given_up(following: Following) -> None:
    following.site.faults["/light"] += [Answered(b"", status=502)] * 9
    following.fetch()
    assert faults(following.library.engine, 1, 5) == [
        (f"{following.site.url}/light", "the server answers 502; check the address")
    ]
    for _ in range(9):
        following.fetch(86_400)
    assert following.site.paths().count("/light") == 6
    assert (following.feed.read, following.feed.waiting, following.feed.failed) == (1, 0, 1)


def test_a_page_that_is_gone_or_no_article_is_not_tried_again(following: Following) -> None:
    del following.site.pages["/light"]
    following.site.pages["/bridge"] = Answered(b"\x89PNG", "image/png")
    assert len(following.fetch().faults) == 2
    following.fetch(86_400)
    assert (following.feed.failed, following.feed.waiting) == (2, 0)
    assert following.site.paths().count("/bridge") == following.site.paths().count("/light") == 1


def test_a_feed_that_is_gone_is_asked_no_more_until_it_is_added_again(following: Following) -> None:
    following.site.faults["/feed"].append(Answered(b"", status=410))
    following.fetch()
    assert following.feed.gone
    assert following.fetch(86_400, forced=True).asked == 0
    follow(following.library, f"{following.site.url}/feed", following.manners)
    assert following.fetch().pages.added == 2


@pytest.mark.parametrize(("status", "lasts"), [(301, True), (302, False)])
def test_a_feed_that_has_moved_for_good_is_known_by_its_new_address(
    following: Following, status: int, lasts: bool
) -> None:
    following.site.faults["/feed"].append(Answered(b"", status=status, headers={"Location": "/new"}))
    following.site.pages["/new"] = Answered(following.site.rss(), "application/rss+xml")
    assert following.fetch().pages.added == 2
    assert following.feed.url == f"{following.site.url}/{'new' if lasts else 'feed'}"


def test_a_feed_is_found_from_a_page_of_its_site(following: Following) -> None:
    drop(following.library.engine, 1)
    following.time.at += 10
    head = '<html><head><link rel="alternate" type="application/rss+xml" href="feed"></head></html>'
    following.site.pages["/"] = Answered(head.encode())
    feed, others = follow(following.library, f"{following.site.url}/", following.manners)
    assert (feed.url, feed.title, others) == (f"{following.site.url}/feed", "La Gazette", [])


def test_an_address_without_a_feed_is_refused_with_what_to_write(following: Following) -> None:
    with pytest.raises(ReadError, match="is no feed, and names none; write the address of its RSS"):
        follow(following.library, f"{following.site.url}/bridge", following.manners)


def test_private_addresses_are_not_asked_unless_that_is_set(following: Following) -> None:
    with pytest.raises(ReadError, match="is in a private network, where Ibid does not read"):
        follow(Library(), f"{following.site.url}/feed", Manners(clock=following.manners.clock))


def test_what_a_feed_brought_stays_when_it_is_removed(following: Following) -> None:
    following.fetch()
    assert drop(following.library.engine, 1)
    assert not drop(following.library.engine, 1)
    assert feeds(following.library.engine) == []
    assert len(following.titles) == 2


def test_of_a_page_in_two_feeds_the_first_one_says_whether_it_changed(following: Following) -> None:
    following.fetch()
    following.site.pages["/other"] = Answered(following.site.rss().replace(b"pubDate", b"date"), "application/rss+xml")
    follow(following.library, f"{following.site.url}/other", following.manners)
    assert following.fetch(HALF_AN_HOUR).announced == 0


def test_what_a_killed_process_left_in_hand_is_free_again_after_a_while(following: Following) -> None:
    asking = Asking(following.library.engine, following.manners)
    following.time.at += 10
    assert asking._claim(following.site.url.removeprefix("http://")) == 0.0  # and then it is killed
    report = following.fetch()
    assert report.pages.added == 2
    assert sum(following.time.waited) >= 2 * following.manners.seconds


def test_when_all_is_over_nothing_more_is_begun(following: Following) -> None:
    over = Clock(following.manners.clock.now, lambda seconds: True)
    manners = Manners(HALF_AN_HOUR, private=True, clock=over)
    fetch_due(following.library, manners)
    assert following.titles == []
    assert following.fetch(60).pages.added == 2


def test_a_server_that_is_asked_by_another_process_is_left_to_that(following: Following) -> None:
    url = f"{following.site.url}/bridge"
    asking = Asking(following.library.engine, following.manners)
    following.time.at += 10
    asking._claim(following.site.url.removeprefix("http://"))
    hurried = Manners(HALF_AN_HOUR, private=True, clock=Clock(following.manners.clock.now, lambda seconds: True))
    with pytest.raises(Busy):
        Asking(following.library.engine, hurried).get(url)
