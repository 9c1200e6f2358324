"""Handling what is in the journal: what is written in a chat one after the other and in order, chats side by side.

A pressed button goes its own way: it belongs to a message that stands, and somebody waits for it. Of a group that asks
more than Telegram lets it be told, several answers are one message.
"""

import asyncio
import contextlib
import logging
from collections import Counter, deque
from collections.abc import Callable, Coroutine, Iterable, Sequence
from functools import partial
from typing import Any

from telegram import Update
from telegram.error import InvalidToken

from bot.app.flood import Flood
from bot.app.jobs import Deeds, Job, Lane
from bot.app.trials import Trials
from bot.app.wants import Kind
from bot.journal import Entry, Journal, Overtaken, State
from bot.sending import SLOTS, Pacing, Slots

log = logging.getLogger(__name__)

# Updates that wait here. From then on the next ones wait at Telegram, which keeps them for a day.
MOST_WAITING = 1000
# Seconds after which a button's wheel is stopped, though what it does is still to come.
PATIENT = 1.5
# Answers in one message, at most.
TOGETHER = 5
# Seconds without work after which what was handled is erased from the log of writes too.
IDLE = 1.0


class Dispatch:
    """The updates in hand. `refused` is set once Telegram takes the token no more; `ended` is called with each chat of
    which nothing is in hand any more."""

    def __init__(
        self,
        journal: Journal,
        flood: Flood,
        deeds: Deeds,
        pacing: Pacing,
        ended: Callable[[int], object] | None = None,
    ) -> None:
        self.refused = asyncio.Event()
        self._ended = ended
        self._in_hand: Counter[int] = Counter()
        self._journal = journal
        self._trials = Trials(journal, deeds)
        self._flood = flood
        self._deeds = deeds
        self._pacing = pacing
        self._lanes: dict[Lane, deque[Job]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._slots = Slots()
        self._changed = asyncio.Condition()
        self._waiting = 0
        self._folding: asyncio.Task[None] | None = None

    async def take_up_again(self, entries: Iterable[Entry] | None = None) -> None:
        """Put what an earlier process has left, or these of it, at the end of their chats; what it answered together
        stays together."""
        together: dict[int, list[tuple[Entry, Update]]] = {}
        for entry in await self._trials.written(self._journal.unfinished) if entries is None else entries:
            if (update := await self._read(entry)) is not None:
                together.setdefault(entry.together or entry.update_id, []).append((entry, update))
            await asyncio.sleep(0)  # a thousand of them take a second
        for pairs in together.values():
            entries, updates = zip(*pairs, strict=True)
            want = await self._deeds.want(updates[0])
            self._put(Job(entries, updates, self._deeds.handle, want.kind if want else None))

    async def take(self, entries: Sequence[Entry]) -> None:
        """Put new entries at the end of their chats, but for those of somebody who asks too much."""
        for entry in entries:
            update = await self._read(entry)
            if update is None:
                continue
            want = await self._deeds.want(update)
            verdict = await self._trials.written(self._flood.verdict, want, entry) if want else "pass"
            if verdict == "silence":
                await self._finish(entry, "dropped")
            elif verdict == "tell":
                kind: Kind | None = "press" if want and want.kind == "press" else None
                self._put(Job((entry,), (update,), self._deeds.slow_down, kind))
            else:
                self._put(Job((entry,), (update,), self._deeds.handle, want.kind if want else None))

    @property
    def is_busy(self) -> bool:
        """Whether as many chats are worked for as may be."""
        return self._slots.over.is_set() or self._slots.free.locked() or self._waiting >= MOST_WAITING

    def has(self, chat_id: int) -> bool:
        """Whether anything of a chat is in hand."""
        return chat_id in self._in_hand

    def drop(self, chat_id: int) -> None:
        """Do nothing more for a chat: another worker does."""
        for lane in [lane for lane in self._lanes if lane[0] == chat_id]:
            jobs = self._lanes[lane]
            while jobs:
                self._over(jobs.popleft())

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
        self._in_hand[job.chat_id] += len(job.entries)
        self._waiting += len(job.entries) * (job.kind != "addition")  # a hundred files of an editor hold up nobody else
        if job.lane in self._lanes:
            self._lanes[job.lane].append(job)
        else:
            self._lanes[job.lane] = deque([job])
            self._begin(self._serve(job.lane))
        if job.kind == "press":
            self._begin(self._reassure(job))

    def _over(self, job: Job) -> None:
        self._waiting -= len(job.entries) * (job.kind != "addition")
        self._in_hand[job.chat_id] -= len(job.entries)
        if self._in_hand[job.chat_id] <= 0:
            del self._in_hand[job.chat_id]
            if self._ended:
                self._ended(job.chat_id)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reassure(self, job: Job) -> None:
        """Stop the wheel of a button whose turn is long in coming."""
        if not await self._is_over_within(PATIENT):
            await self._deeds.reassure(job.updates[0])

    async def _serve(self, lane: Lane) -> None:
        jobs = self._lanes[lane]
        SLOTS.set(self._slots)
        while jobs and not self._slots.over.is_set():
            waited = await self._turn(lane, jobs)
            async with self._slots.free:
                if self._slots.over.is_set() or not jobs:
                    break
                await self._do(lane, jobs, join=waited)
            async with self._changed:
                self._changed.notify_all()
        del self._lanes[lane]
        if not self._lanes and not self._slots.over.is_set():
            self._folding = asyncio.create_task(self._fold())

    async def _do(self, lane: Lane, jobs: deque[Job], *, join: bool) -> None:
        job = jobs[0]
        try:
            job = await self._next(jobs, join=join)
            await self._trials.do(job, partial(_additions, jobs))
        except Overtaken:
            log.info("Chat %s is another worker's now", lane[0])
            self.drop(lane[0])
        except InvalidToken:
            self.refused.set()
            self._slots.over.set()
        finally:
            self._over(job)

    async def _turn(self, lane: Lane, jobs: deque[Job]) -> bool:
        """Wait until a group may be sent one more answer; True where it had to wait."""
        waited = False
        while jobs and jobs[0].kind == "question" and (seconds := await self._pacing.until_answer(lane[0])) > 0:
            waited = True
            if await self._is_over_within(seconds):
                break
        return waited

    async def _is_over_within(self, seconds: float) -> bool:
        """Wait so long, unless all is over before."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                return await self._slots.over.wait()
        return False

    async def _next(self, jobs: deque[Job], *, join: bool) -> Job:
        """The first job; with `join`, and those that can be answered in one message with it."""
        first = jobs.popleft()
        joined = [first]
        for job in list(jobs) if join and await self._joinable(first) else ():
            if job.kind is None:  # nobody wants anything of the bot
                continue
            together = self._deeds.joins(first.updates[0], job.updates[0]) and await self._joinable(job)
            if not together or len(joined) == TOGETHER:
                break
            jobs.remove(job)
            joined.append(job)
        if len(joined) == 1:
            return first
        one = Job(tuple(job.entries[0] for job in joined), tuple(job.updates[0] for job in joined), first.deed)
        ids = [entry.update_id for entry in one.entries]
        try:
            await self._trials.written(self._journal.under(first.entries[0].lease).join, ids, ids[0])
        except Overtaken:
            jobs.extendleft(joined[:0:-1])
            raise
        return one

    async def _joinable(self, job: Job) -> bool:
        """Whether a question stands by itself so far: nothing of its answer is there, nor may be."""
        if job.kind != "question" or len(job.entries) > 1 or job.deed is not self._deeds.handle:
            return False
        return not await self._trials.written(self._journal.has_begun, job.owner)

    async def _read(self, entry: Entry) -> Update | None:
        try:
            return self._deeds.read(entry.body)
        except Exception as error:  # noqa: BLE001 — whatever Telegram sends, the next update is handled
            log.error("Update %s can't be read and is set aside: %s", entry.update_id, type(error).__name__)  # noqa: TRY400 — a traceback might repeat a message
            await self._finish(entry, "unreadable", type(error).__name__)
            return None

    async def _finish(self, entry: Entry, state: State, error: str = "") -> None:
        with contextlib.suppress(Overtaken):  # then another worker does it
            await self._trials.written(self._journal.under(entry.lease).finish, entry.update_id, state, error)

    async def _fold(self) -> None:
        await asyncio.sleep(IDLE)
        if not self._lanes:
            await self._trials.written(self._journal.fold)


def _additions(jobs: deque[Job]) -> int:
    """How many additions wait in a chat."""
    return sum(job.kind == "addition" for job in jobs)
