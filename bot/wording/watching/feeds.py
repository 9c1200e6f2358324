"""The feeds that are followed: what is said of each, and the buttons that remove one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.locales import Lang, say, say_number
from bot.wording.messages import MESSAGE, Button, Reply, inline, utf16
from bot.wording.naming import LABEL, NAME

if TYPE_CHECKING:
    from retrieval.feeds import Feed

# What the data of a button begins with that removes a feed.
UNFOLLOW = "x:"
# Feeds in one message: each has a button.
LISTED = 30
ADDRESS, FAULT = 200, 200


def describe_feed(feed: "Feed", lang: Lang, now: float) -> str:
    """A feed with its number, its state, and what it has brought, in two lines or three."""
    name = inline(feed.name, NAME)
    lines = [say(lang, "feeds.feed", number=feed.number, name=name, url=inline(feed.url, ADDRESS))]
    counts = say(lang, "feeds.counts", read=feed.read, waiting=feed.waiting, failed=feed.failed)
    lines.append(f"    {state_of(feed, lang, now)} · {counts}")
    if feed.fault:
        times = say_number(lang, "feeds.fault", feed.failures, fault=inline(feed.fault, FAULT))
        lines.append(f"    {times}")
    return "\n".join(lines)


def state_of(feed: "Feed", lang: Lang, now: float) -> str:
    """When it was there last, or that it was not there yet, or is gone."""
    if feed.gone:
        return say(lang, "feeds.gone")
    if feed.fetched_at is None:
        return say(lang, "feeds.not_yet")
    minutes = max(0, round((now - feed.fetched_at) / 60))
    if minutes < 2 * 60:
        return say_number(lang, "feeds.minutes", minutes)
    return say(
        lang, "feeds.at", at=datetime.fromtimestamp(feed.fetched_at, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
    )


def render_feeds(feeds: Sequence["Feed"], lang: Lang, now: float) -> Reply:
    """All of them, each with a button that removes it; how one is added."""
    if not feeds:
        return Reply(say(lang, "feeds.none_here"))
    shown = [describe_feed(feed, lang, now) for feed in feeds[:LISTED]]
    while True:
        more = [say_number(lang, "feeds.more", len(feeds) - len(shown))] if len(feeds) > len(shown) else []
        text = "\n".join([*shown, *more, say(lang, "feeds.how")])
        if utf16(text) <= MESSAGE:
            break
        shown.pop()
    buttons = [
        Button(say(lang, "button.unfollow", name=inline(feed.name, LABEL)), f"{UNFOLLOW}{feed.number}")
        for feed in feeds[: len(shown)]
    ]
    return Reply(text, rows=tuple((button,) for button in buttons))
