"""What keeps Ibid from working, and what to do about it."""

import os
import shutil
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Literal

from bot.journal import JOURNAL_FILE
from bot.locales import Lang, say
from bot.memory import CONVERSATIONS_FILE, Memory
from bot.opening import open_library
from bot.operations.condition import is_failing, library_file
from bot.settings import Settings
from retrieval.answering import open_reader
from retrieval.errors import BrokenSnapshot, IbidError, SearchUnavailable
from retrieval.feeds import feeds
from retrieval.index import could_be_faster, saved_change
from retrieval.library import count_passages

# Bytes: less is warned of; with less than the second, the next write may fail.
LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000
# Seconds that the clock may be off before it shows: questions are told late from new by it.
OFF = 60.0
# Seconds to wait for Telegram.
PATIENCE = 15.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what was found, and (unless it is well) what to do."""

    name: str
    state: Literal["ok", "warning", "fault"]
    words: str


def examine(settings: Settings, lang: Lang) -> Iterator[Finding]:
    """All findings, one after the other, since some take seconds."""
    yield from check_telegram(settings, lang)
    yield check_folder(settings.ibid_data, lang)
    yield check_library(settings, lang)
    yield from check_kept(settings, lang)
    yield check_index(settings, lang)
    yield from check_feeds(settings, lang)
    yield check_reader(settings, lang)
    yield check_disk(settings.ibid_data, lang)


def check_reader(settings: Settings, lang: Lang) -> Finding:
    """Whether what should read can: it is loaded, which takes half a second."""
    if settings.ibid_reader == "none":
        return Finding("reader", "ok", say(lang, "doctor.reader_none"))
    try:
        reader = open_reader(settings.ibid_reader)
        if reader is None:
            return Finding("reader", "warning", say(lang, "doctor.reader_missing"))
        reader.load()
    except IbidError as error:
        return Finding("reader", "fault", str(error))
    return Finding("reader", "ok", say(lang, "doctor.reader"))


def check_telegram(settings: Settings, lang: Lang) -> Iterator[Finding]:
    """The network, the token and the clock, by one call. Nothing of the call's address is ever shown: the token is in
    it."""
    if settings.telegram_token is None:
        yield Finding("token", "warning", say(lang, "doctor.no_token"))
        return
    import httpx  # not needed without a token

    url = settings.telegram_api_url
    try:
        answer = httpx.get(f"{url}/bot{settings.telegram_token.get_secret_value()}/getMe", timeout=PATIENCE)
    except httpx.HTTPError as error:
        yield Finding("network", "fault", say(lang, "doctor.network", url=url, reason=type(error).__name__))
        return
    yield Finding("network", "ok", say(lang, "doctor.answers", url=url))
    try:
        name = answer.json()["result"]["username"]
        yield Finding("token", "ok", say(lang, "doctor.bot", name=name))
    except (ValueError, KeyError, TypeError):
        if answer.status_code in (401, 404):
            yield Finding("token", "fault", say(lang, "polling.refused", url=url))
        else:
            yield Finding("token", "fault", say(lang, "doctor.no_api", url=url, status=answer.status_code))
    if (told := answer.headers.get("Date")) is not None:
        yield check_clock(told, time.time(), lang)


def check_clock(told: str, now: float, lang: Lang) -> Finding:
    """Our clock beside the `Date` of an answer."""
    try:
        off = now - parsedate_to_datetime(told).timestamp()
    except ValueError:
        off = 0.0  # who can't write the date says nothing of ours
    if abs(off) > OFF:
        return Finding("clock", "fault", say(lang, "doctor.clock", seconds=round(off)))
    return Finding("clock", "ok", say(lang, "doctor.clock_right"))


def check_folder(folder: Path, lang: Lang) -> Finding:
    """Whether all that is kept can be, and by us alone."""
    if not folder.exists():
        return Finding("folder", "ok", say(lang, "doctor.no_folder", folder=folder))
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        return Finding("folder", "fault", say(lang, "doctor.folder", folder=folder))
    if os.name == "posix" and (open_to_others := list(_readable(folder))):
        return Finding("folder", "warning", say(lang, "doctor.readable", file=open_to_others[0], folder=folder))
    return Finding("folder", "ok", str(folder))


def check_library(settings: Settings, lang: Lang) -> Finding:
    file = library_file(settings)
    if file is not None:
        found = check_file("library", file, lang)
        if found.state != "ok" or not file.exists():
            return found
    try:
        library = open_library(settings)
        number, passages = len(library), count_passages(library.engine)
        library.close()
    except IbidError as error:
        return Finding("library", "fault", str(error))
    if not number:
        return Finding("library", "warning", say(lang, "doctor.empty"))
    if settings.ibid_index is None and could_be_faster(passages):
        return Finding("library", "warning", say(lang, "library.faster", passages=passages))
    return Finding("library", "ok", say(lang, "doctor.articles", number=number))


def check_kept(settings: Settings, lang: Lang) -> Iterator[Finding]:
    """What the bot remembers and its journal; on a server, their files of before are told of."""
    for name, file in (("conversations", CONVERSATIONS_FILE), ("journal", JOURNAL_FILE)):
        path = settings.ibid_data / file
        if not settings.server:
            yield check_file(name, path, lang)
        elif path.exists():
            yield Finding(name, "warning", say(lang, "doctor.unused_file", file=path))
    if settings.server:
        try:
            Memory(settings.ibid_data, settings.server).close()
        except IbidError as error:
            yield Finding("server", "fault", str(error))
        else:
            yield Finding("server", "ok", say(lang, "doctor.server"))


def check_file(name: str, file: Path, lang: Lang) -> Finding:
    """Whether SQLite finds a database whole."""
    if not file.exists():
        return Finding(name, "ok", say(lang, "doctor.not_yet", file=file))
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        said = str(error)
    if said != "ok":
        return Finding(name, "fault", say(lang, "doctor.damaged", file=file, reason=said))
    return Finding(name, "ok", str(file))


def check_index(settings: Settings, lang: Lang) -> Finding:
    file = library_file(settings)
    if file is not None and not file.exists():
        return Finding("index", "ok", say(lang, "status.no_index"))
    try:
        library = open_library(settings)
        saved = saved_change(library, settings.ibid_data, settings.ibid_index)
        library.close()
    except BrokenSnapshot as error:
        return Finding("index", "warning", str(error))
    except SearchUnavailable as error:
        return Finding("index", "fault", str(error))
    except IbidError:
        return Finding("index", "warning", say(lang, "doctor.no_library"))
    return Finding("index", "ok", say(lang, "status.no_index" if saved is None else "doctor.sound"))


def check_feeds(settings: Settings, lang: Lang) -> Iterator[Finding]:
    """What is wrong with the feeds that are followed; a warning each, since most mend themselves."""
    file = library_file(settings)
    if file is not None and not file.exists():
        return
    try:
        library = open_library(settings)
        followed = feeds(library.engine)
        library.close()
    except IbidError:
        return  # that is said of the library
    failing = [feed for feed in followed if is_failing(feed)]
    for feed in failing:
        yield Finding("feeds", "warning", say(lang, "doctor.feeds_failing", name=feed.name, fault=feed.fault))
    if not followed:
        yield Finding("feeds", "ok", say(lang, "doctor.no_feeds"))
    elif not failing:
        yield Finding("feeds", "ok", say(lang, "doctor.feeds", followed=len(followed)))


def check_disk(folder: Path, lang: Lang) -> Finding:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    state: Literal["ok", "warning", "fault"] = "ok" if free >= LITTLE else "warning" if free >= TOO_LITTLE else "fault"
    words = "doctor.free" if state == "ok" else "doctor.full"
    return Finding("disk", state, say(lang, words, megabytes=free // 1_000_000, folder=there))


def _readable(folder: Path) -> Iterator[Path]:
    """What others than its owner may read or write, the folder first: a closed folder protects what is in it."""
    if not stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return
    for path in folder.rglob("*"):
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield path
