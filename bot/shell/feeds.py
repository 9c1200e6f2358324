"""`ibid feeds`: the feeds that are followed, added, removed, asked now."""

import argparse
import sys
import time

from bot.locales import say, terminal_language
from bot.opening import open_library
from bot.settings import Settings, load_settings
from bot.shell.additions import tell_summary
from bot.shell.display import plain_console, visible
from bot.wording import describe_feed
from retrieval.errors import IbidError
from retrieval.feeds import Feed, Manners, drop, faults, fetch_due, follow
from retrieval.feeds import feeds as all_feeds
from retrieval.intake import is_address
from retrieval.library import Library

DONE, FAILED = 0, 2
# Of a feed's pages that could not be read, so many are named.
NAMED = 5


def add(given: argparse.Namespace) -> int:
    """`ibid feeds add URL`: the feed there, or that of the page there, is followed from now on."""
    settings, lang = load_settings(), terminal_language()
    if not is_address(given.url):
        raise IbidError(say(lang, "feeds.no_address", name=given.url))
    library = open_library(settings)
    feed, others = follow(library, given.url, manners_of(settings))
    console = plain_console()
    console.print(visible(say(lang, "feeds.added", number=feed.number, name=feed.name, url=feed.url)), soft_wrap=True)
    for url, title in others:
        console.print(visible(say(lang, "feeds.other", name=title or url, url=url)), soft_wrap=True)
    return DONE


def show(_: argparse.Namespace) -> int:
    """`ibid feeds list`: each with its state, and with why pages of it could not be read."""
    library, lang, console = open_library(load_settings()), terminal_language(), plain_console()
    found = all_feeds(library.engine)
    if not found:
        print(say(lang, "feeds.none"))
    for feed in found:
        console.print(visible(describe_feed(feed, lang, time.time())), soft_wrap=True)
        for url, fault in faults(library.engine, feed.number, NAMED):
            console.print(visible(f"    {url}: {fault}"), soft_wrap=True)
    return DONE


def remove(given: argparse.Namespace) -> int:
    """`ibid feeds remove N` or its address: what it brought stays."""
    library, lang = open_library(load_settings()), terminal_language()
    feed = feed_named(library, given.feed)
    if feed is None or not drop(library.engine, feed.number):
        raise IbidError(say(lang, "feeds.unknown", name=given.feed))
    plain_console().print(visible(say(lang, "feeds.removed", name=feed.name)), soft_wrap=True)
    return DONE


def fetch(_: argparse.Namespace) -> int:
    """`ibid feeds fetch`: all of them now, as politely as ever; a bot that runs beside need not be stopped."""
    settings, lang = load_settings(), terminal_language()
    library = open_library(settings)
    if not all_feeds(library.engine):
        print(say(lang, "feeds.none"))
        return DONE
    report = fetch_due(library, manners_of(settings), forced=True)
    counts = {name: getattr(report, name) for name in ("asked", "unchanged", "failed", "announced")}
    print(say(lang, "feeds.fetched", **counts))
    report.pages.skipped = report.faults
    tell_summary(report.pages, verbose=True)
    sys.stdout.flush()
    return FAILED if report.failed and not report.asked else DONE


def feed_named(library: Library, name: str) -> Feed | None:
    """The feed with this number or address."""
    return next((feed for feed in all_feeds(library.engine) if name in (str(feed.number), feed.url)), None)


def manners_of(settings: Settings) -> Manners:
    """How feeds are asked, as the settings have it."""
    return Manners(60.0 * settings.ibid_feed_minutes, settings.ibid_private_addresses)


DEEDS = {"add": add, "list": show, "remove": remove, "fetch": fetch}


def feeds(given: argparse.Namespace) -> int:
    """`ibid feeds …`."""
    return DEEDS[given.deed](given)
