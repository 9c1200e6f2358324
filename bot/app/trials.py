"""Doing one job to its end: it is tried again as long as that may help, and every end is written down."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from telegram.error import BadRequest, InvalidToken
from telegram.ext import CallbackContext

from bot.app.jobs import Deed, Deeds, Job
from bot.journal import Journal, Overtaken, State
from bot.operations import trace
from bot.sending import IN_HAND, InHand, LeaseLapsed, Place, out_of_reach, pause, pauses
from retrieval.errors import SearchUnavailable

log = logging.getLogger(__name__)

# Seconds after which nobody waits for what a button or an inline query does.
FRESH = 15.0
PRESS, INLINE = "callback_query", "inline_query"
# After so many failures, or processes that ended over it, an update is a dead letter.
MOST_FAILURES, MOST_PROCESSES = 3, 12

# Seconds between two looks at whether a search that is away has come back, at most.
LOOKED_AGAIN = 10.0

T = TypeVar("T")


class Trials:
    """One message at a time is on its way to each chat."""

    def __init__(self, journal: Journal, deeds: Deeds) -> None:
        self._journal = journal
        self._deeds = deeds
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do(self, job: Job, behind: Callable[[], int]) -> None:
        """Do one job to its end: it is done, dropped or a dead letter.

        Raises:
            Overtaken: another worker does, or will.
            InvalidToken: the token is not valid any more; the job waits for a valid one.
        """
        entry, deed = job.entries[0], job.deed
        journal = self._journal.under(entry.lease)
        stale = entry.kind in (PRESS, INLINE) and time.time() - entry.at > FRESH
        # What was begun is brought to its end: a message of it may be there already, in part.
        if stale and not await self.written(journal.has_begun, job.owner):
            if entry.kind == INLINE:
                await self.written(journal.finish, entry.update_id, "dropped")
                return
            deed = self._deeds.too_late
        error = await self._tried(job, deed, behind)
        if error is not None and len(job.entries) > 1 and not out_of_reach(error):
            await self._part(job, journal)
            for one, update in zip(job.entries, job.updates, strict=True):
                await self.do(Job((one,), (update,), deed), behind)
            return
        state: State = "done" if error is None or out_of_reach(error) else "dead"
        ids = [one.update_id for one in job.entries]
        await self.written(journal.finish_all, ids, state, type(error).__name__ if error else "")

    async def _part(self, job: Job, journal: Journal) -> None:
        """Questions that could not be answered together are answered one by one; what was sent is taken back."""
        await self.written(journal.join, [entry.update_id for entry in job.entries], None)
        for place in await asyncio.to_thread(journal.beyond, job.owner, 0):
            await self._deeds.withdraw(Place(*place))

    async def _tried(self, job: Job, deed: Deed, behind: Callable[[], int]) -> Exception | None:
        """Handle an update until that succeeds or is in vain; returns the last error, None where all went well."""
        update_id, failures, told = job.entries[0].update_id, 0, False
        lease = job.entries[0].lease
        journal = self._journal.under(lease)
        lock = self._locks.setdefault(job.entries[0].chat_id, asyncio.Lock())
        deadly = await self.written(journal.begin, update_id) > MOST_PROCESSES
        for seconds in pauses():
            hand = InHand(journal, job.owner, lease=lease, lock=lock, behind=behind, replaces_notice=told)
            error = RuntimeError("the process ended over it") if deadly else await self._attempt(deed, job, hand)
            if error is None:
                return None
            if isinstance(error, LeaseLapsed | Overtaken):
                raise Overtaken from error
            if isinstance(error, InvalidToken):
                raise error
            if out_of_reach(error):
                log.info("Update %s has nobody to be answered any more: %s", update_id, trace(error))
                return error
            told = hand.replaces_notice
            await self.written(self._journal.note_error, type(error).__name__)
            if isinstance(error, SearchUnavailable) and not deadly:
                if len(job.entries) > 1:
                    return error
                log.warning("Update %s waits for the search: %s", update_id, error.reason)
                notice = InHand(journal, job.owner, lease=lease, lock=lock, behind=behind)
                told = told or await self._told_to_wait(job, notice)
                await pause(min(seconds, LOOKED_AGAIN))
                continue
            log.error("Update %s could not be handled", update_id, exc_info=error)
            # A database that is locked, full or away comes back, and the update waits for it.
            failures += not comes_back(error)
            if deadly or failures >= MOST_FAILURES or isinstance(error, BadRequest):
                if len(job.entries) > 1:
                    return error
                hand.failure = None
                await self._attempt(self._deeds.apologise, job, hand)
                return error
            await pause(seconds)
        raise AssertionError("pauses() never ends")

    async def _told_to_wait(self, job: Job, hand: InHand) -> bool:
        """Says that the answer comes later, unless something was said already; True where it was said now."""
        if await self.written(self._journal.has_begun, job.owner):
            return False
        return await self._attempt(self._deeds.keep_waiting, job, hand) is None and hand.parts > 0

    async def _attempt(self, deed: Deed, job: Job, hand: InHand) -> Exception | None:
        token = IN_HAND.set(hand)
        try:
            await (deed(job.updates[0]) if len(job.updates) == 1 else self._deeds.together(job.updates))
            if hand.failure is None:
                for place in await asyncio.to_thread(hand.journal.beyond, hand.update_id, hand.parts):
                    await self._deeds.withdraw(Place(*place))
                for place in hand.earlier:
                    await self._deeds.withdraw(place)
        except Exception as error:  # noqa: BLE001 — whatever it is, the caller decides whether to try again
            return error
        finally:
            IN_HAND.reset(token)
        return hand.failure

    async def written(self, write: Callable[..., T], *values: object) -> T:
        """What a write to the journal returns, once it can be written."""
        for seconds in pauses():
            try:
                return await asyncio.to_thread(write, *values)
            except SQLAlchemyError as error:
                log.warning("The journal can't be written; again in %.1f s: %s", seconds, trace(error))
                await pause(seconds)
        raise AssertionError("pauses() never ends")


def comes_back(error: Exception) -> bool:
    """Whether it is a database that is locked, full or away."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, OperationalError)


async def keep_failure(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """The error handler of the application."""
    if hand := IN_HAND.get(None):
        hand.failure = context.error
