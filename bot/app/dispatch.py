"""Handling what is in the journal: in each chat one after the other and in order, chats side by side."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError, SQLAlchemyError
from telegram import Update
from telegram.error import BadRequest, Forbidden, InvalidToken
from telegram.ext import CallbackContext

from bot.app.flood import Flood
from bot.memory import Entry, Journal, State
from bot.operations import trace
from bot.sending import IN_HAND, SLOTS, InHand, Place, Slots, pause, pauses

log = logging.getLogger(__name__)

# Updates that wait here. From then on the next ones wait at Telegram, which keeps them for a day.
MOST_WAITING = 1000
# Seconds after which nobody waits for what a button or an inline query does.
FRESH = 15.0
QUERIES = ("callback_query", "inline_query")
# After so many failures, or processes that ended over it, an update is a dead letter.
MOST_FAILURES, MOST_PROCESSES = 3, 12
# Seconds without work after which what was handled is erased from the log of writes too.
IDLE = 1.0

T = TypeVar("T")
Deed = Callable[[Update], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Deeds:
    """What can be done with an update: reading it from JSON (an error sets it aside), telling who asks in which chat,
    handling it (an error is tried again), saying that it failed or that it was too much, taking back a message."""

    read: Callable[[str], Update]
    asker: Callable[[Update], tuple[int, int] | None]
    handle: Deed
    apologise: Deed
    slow_down: Deed
    withdraw: Callable[[Place], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Job:
    """An entry, and what to do about it."""

    entry: Entry
    update: Update
    deed: Deed


class Dispatch:
    """The updates in hand."""

    def __init__(self, journal: Journal, flood: Flood, deeds: Deeds) -> None:
        self._journal = journal
        self._flood = flood
        self._deeds = deeds
        self._chats: dict[int, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = Slots()
        self._changed = asyncio.Condition()
        self._waiting = 0
        self._folding: asyncio.Task[None] | None = None

    async def take_up_again(self) -> None:
        """Put what an earlier process has left at the head."""
        for entry in await self._written(self._journal.unfinished):
            if (update := await self._read(entry)) is not None:
                self._put(Job(entry, update, self._deeds.handle))
            await asyncio.sleep(0)  # a thousand of them take a second

    async def take(self, entries: Sequence[Entry]) -> None:
        """Put new entries at the end of their chats, but for those of somebody who asks too much."""
        for entry in entries:
            update = await self._read(entry)
            if update is None:
                continue
            asker = self._deeds.asker(update)
            verdict = self._flood.verdict(*asker, time.monotonic()) if asker else "pass"
            if verdict == "silence":
                await self._written(self._journal.finish, entry.update_id, "dropped")
            else:
                self._put(Job(entry, update, self._deeds.handle if verdict == "pass" else self._deeds.slow_down))

    async def room(self) -> None:
        """Wait until fewer than MOST_WAITING wait."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._waiting < MOST_WAITING)

    async def stop(self, seconds: float) -> None:
        """Begin nothing more; give what is in hand so long to end. What does not is taken up at the next start."""
        self._slots.over.set()
        if self._folding:
            self._folding.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _put(self, job: Job) -> None:
        self._waiting += 1
        chat_id = job.entry.chat_id
        if chat_id in self._chats:
            self._chats[chat_id].append(job)
            return
        self._chats[chat_id] = deque([job])
        task = asyncio.create_task(self._serve(chat_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, chat_id: int) -> None:
        jobs = self._chats[chat_id]
        SLOTS.set(self._slots)
        while jobs and not self._slots.over.is_set():
            async with self._slots.free:
                await self._do(jobs.popleft())
            self._waiting -= 1
            async with self._changed:
                self._changed.notify_all()
        del self._chats[chat_id]
        if not self._chats and not self._slots.over.is_set():
            self._folding = asyncio.create_task(self._fold())

    async def _do(self, job: Job) -> None:
        """Do one job to its end: it is done, dropped or a dead letter."""
        entry = job.entry
        stale = entry.kind in QUERIES and time.time() - entry.at > FRESH
        # What was begun is brought to its end: a message of it may be there already, in part.
        if stale and not await self._written(self._journal.has_begun, entry.update_id):
            await self._written(self._journal.finish, entry.update_id, "dropped")
            return
        error = await self._tried(job)
        if isinstance(error, InvalidToken):  # the polling ends the process; the entry waits for a valid token
            return
        state: State = "done" if error is None or out_of_reach(error) else "dead"
        await self._written(self._journal.finish, entry.update_id, state, type(error).__name__ if error else "")

    async def _tried(self, job: Job) -> Exception | None:
        """Handle an update until that succeeds or is in vain; returns the last error, None where all went well."""
        update_id, failures = job.entry.update_id, 0
        deadly = await self._written(self._journal.begin, update_id) > MOST_PROCESSES
        for seconds in pauses():
            hand = InHand(self._journal, update_id)
            error = RuntimeError("the process ended over it") if deadly else await self._attempt(job.deed, job, hand)
            if error is None or isinstance(error, InvalidToken):
                return error
            if out_of_reach(error):
                log.info("Update %s has nobody to be answered any more: %s", update_id, trace(error))
                return error
            log.error("Update %s could not be handled", update_id, exc_info=error)
            await self._written(self._journal.note_error, type(error).__name__)
            # A database that is locked, full or away comes back, and the update waits for it.
            failures += not isinstance(error, OperationalError)
            if deadly or failures >= MOST_FAILURES or isinstance(error, BadRequest):
                hand.failure = None
                await self._attempt(self._deeds.apologise, job, hand)
                return error
            await pause(seconds)
        raise AssertionError("pauses() never ends")

    async def _attempt(self, deed: Deed, job: Job, hand: InHand) -> Exception | None:
        token = IN_HAND.set(hand)
        try:
            await deed(job.update)
            if hand.failure is None:
                for place in await asyncio.to_thread(self._journal.beyond, hand.update_id, hand.parts):
                    await self._deeds.withdraw(Place(*place))
                for place in hand.earlier:
                    await self._deeds.withdraw(place)
        except Exception as error:  # noqa: BLE001 — whatever it is, the caller decides whether to try again
            return error
        finally:
            IN_HAND.reset(token)
        return hand.failure

    async def _read(self, entry: Entry) -> Update | None:
        try:
            return self._deeds.read(entry.body)
        except Exception as error:  # noqa: BLE001 — whatever Telegram sends, the next update is handled
            log.error("Update %s can't be read and is set aside: %s", entry.update_id, type(error).__name__)  # noqa: TRY400 — a traceback might repeat a message
            await self._written(self._journal.finish, entry.update_id, "unreadable", type(error).__name__)
            return None

    async def _written(self, write: Callable[..., T], *values: object) -> T:
        """What a write to the journal returns, once it can be written."""
        for seconds in pauses():
            try:
                return await asyncio.to_thread(write, *values)
            except SQLAlchemyError as error:
                log.warning("The journal can't be written; again in %.1f s: %s", seconds, trace(error))
                await pause(seconds)
        raise AssertionError("pauses() never ends")

    async def _fold(self) -> None:
        await asyncio.sleep(IDLE)
        if not self._chats:
            await self._written(self._journal.fold)


def out_of_reach(error: Exception) -> bool:
    """Whether nobody can be answered any more: the bot is blocked or thrown out, the chat is gone."""
    gone = isinstance(error, BadRequest) and error.message.lower().endswith("chat not found")
    return gone or isinstance(error, Forbidden)


async def keep_failure(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """The error handler of the application."""
    if hand := IN_HAND.get(None):
        hand.failure = context.error
