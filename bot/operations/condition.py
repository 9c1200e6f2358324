"""How things stand: what the library holds, how far the index is behind, what happened last."""

import platform
import sqlite3
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.journal import Counts, Worker, read_counts, read_workers
from bot.locales import Lang, say, say_number
from bot.opening import open_library
from bot.settings import Settings
from bot.values import fault
from retrieval.asking import LIBRARY_FILE
from retrieval.errors import BrokenSnapshot, SearchUnavailable
from retrieval.feeds import Feed, feeds
from retrieval.index import could_be_faster, saved_change
from retrieval.library import Library, count_passages

# Of a bot that has not yet run.
NOTHING = Counts(0, 0, 0, None, "", None)
TIMES = ("last_update", "last_error_at")


@dataclass(frozen=True, slots=True)
class Condition:
    """`index_change` is the library's change that the kept index reflects: `None` without one, or one that is sound.
    `index_fault` says what is wrong with the cluster that it is on, unless it is `embedded`."""

    version: str
    python: str
    sqlite: str
    telegram: str
    library: str
    articles: int
    passages: int
    change: int
    index_change: int | None
    queue: Counts
    index_fault: str = ""
    embedded: bool = True
    workers: tuple[Worker, ...] = ()  # where several may answer
    feeds: int = 0
    feeds_failing: int = 0
    pages_read: int = 0
    pages_waiting: int = 0
    pages_failed: int = 0

    @property
    def index_lag(self) -> int:
        """Changes that the next question has to wait for."""
        return self.change - min(self.index_change or 0, self.change)

    def lag_of(self, worker: Worker) -> int | None:
        """Changes that a worker does not answer from yet; None where it does not tell."""
        return None if worker.change is None else max(0, self.change - worker.change)

    def as_json(self) -> dict[str, object]:
        """Times are in UTC, as ISO 8601 has them."""
        queue = {name: _moment(value) if name in TIMES else value for name, value in asdict(self.queue).items()}
        return {name: getattr(self, name) for name in self.__slots__ if name not in ("queue", "workers")} | {
            "index_lag": self.index_lag,
            **queue,
            "workers": [
                asdict(one) | {"since": _moment(one.since), "index_lag": self.lag_of(one)} for one in self.workers
            ],
        }


def library_file(settings: Settings) -> Path | None:
    """The file of the library; `None` where it is on a server. Raises IbidError: IBID_DATABASE is no address."""
    if settings.ibid_database is None:
        return settings.ibid_data / LIBRARY_FILE
    try:
        url = make_url(settings.ibid_database.get_secret_value())
    except ArgumentError:
        raise fault("settings.database") from None  # its own words repeat the address, which may hold a password
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def look(settings: Settings) -> Condition:
    """How things stand, whether or not the bot runs. A library that is not there yet is not made by looking.

    Raises IbidError: the library or what the bot remembers can't be read.
    """
    file = library_file(settings)
    articles = passages = change = 0
    saved, fault_of_index = None, ""
    followed: list[Feed] = []
    if file is None or file.exists():
        library = open_library(settings)
        articles, passages, change = len(library), count_passages(library.engine), library.change
        saved, fault_of_index = _saved(library, settings)
        followed = feeds(library.engine)
        library.close()
    return Condition(
        version("ibid"),
        platform.python_version(),
        sqlite3.sqlite_version,
        version("python-telegram-bot"),
        str(file) if file else "PostgreSQL",
        articles,
        passages,
        change,
        saved,
        read_counts(settings.ibid_data, settings.server) or NOTHING,
        fault_of_index,
        settings.ibid_index is None,
        tuple(read_workers(settings.server)) if settings.server else (),
        len(followed),
        sum(is_failing(feed) for feed in followed),
        *(sum(getattr(feed, name) for feed in followed) for name in ("read", "waiting", "failed")),
    )


def is_failing(feed: Feed) -> bool:
    """Whether a feed is gone, or could not be read when it was last asked."""
    return feed.gone or bool(feed.fault)


def gauges(library: Library, settings: Settings) -> dict[str, float]:
    """What monitoring is told besides what a process counts itself."""
    lag = library.change - (_saved(library, settings)[0] or 0)
    queue = read_counts(settings.ibid_data, settings.server) or NOTHING
    workers = read_workers(settings.server) if settings.server else []
    return {
        "ibid_articles": len(library),
        "ibid_index_lag": max(lag, 0),
        "ibid_waiting": queue.waiting,
        "ibid_dead_letters": queue.dead,
        "ibid_unreadable": queue.unreadable,
        "ibid_last_update_timestamp_seconds": queue.last_update or 0,
        "ibid_workers": len(workers),
        "ibid_chats_in_hand": sum(one.chats for one in workers),
    }


def _saved(library: Library, settings: Settings) -> tuple[int | None, str]:
    """The change that the index reflects, or what is wrong with the cluster that it is on."""
    try:
        return saved_change(library, settings.ibid_data, settings.ibid_index), ""
    except BrokenSnapshot:
        return None, ""  # it is made anew at the next start; `ibid doctor` says why
    except SearchUnavailable as error:
        return None, str(error)


def render_condition(found: Condition, lang: Lang) -> str:
    """A line for each matter."""
    parts = {name: getattr(found, name) for name in ("version", "python", "sqlite", "telegram")}
    lines = [say(lang, "status.versions", **parts)]
    held = say_number(lang, "status.passages", found.passages)
    lines.append(say(lang, "status.library", articles=found.articles, held=held, place=found.library))
    if found.index_fault:
        lines.append(say(lang, "status.index_away", reason=found.index_fault))
    elif found.index_change is None:
        lines.append(say(lang, "status.no_index"))
    elif found.index_lag:
        lines.append(say_number(lang, "status.behind", found.index_lag))
    else:
        lines.append(say(lang, "status.up_to_date"))
    if found.embedded and could_be_faster(found.passages):
        lines.append(say(lang, "library.faster", passages=found.passages))
    if found.feeds:
        pages = {"read": found.pages_read, "waiting": found.pages_waiting, "failed": found.pages_failed}
        lines.append(say(lang, "status.feeds", followed=found.feeds, failing=found.feeds_failing, **pages))
    queue = found.queue
    lines.append(say(lang, "status.queue", waiting=queue.waiting, dead=queue.dead, unreadable=queue.unreadable))
    if found.workers:
        leases = sum(one.chats for one in found.workers)
        lines.append(say(lang, "status.workers", workers=len(found.workers), leases=leases))
        lines += [_line_of(one, found.lag_of(one), lang) for one in found.workers]
    last = _told(queue.last_update) or say(lang, "status.never")
    lines.append(say(lang, "status.last_update", at=last))
    if queue.last_error_at is not None:
        lines.append(say(lang, "status.last_error", at=_told(queue.last_error_at), error=queue.last_error))
    return "\n".join(lines)


def _line_of(worker: Worker, lag: int | None, lang: Lang) -> str:
    behind = f" · {say_number(lang, 'status.worker_behind', lag)}" if lag else ""
    return f"• {worker.place} ({worker.version}, {_told(worker.since)}): {worker.chats}{behind}"


def _told(at: float | None) -> str:
    """A moment by the clock of this machine."""
    return "" if at is None else datetime.fromtimestamp(at, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _moment(at: float | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
