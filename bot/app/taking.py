"""Taking work from a journal that several workers share: the oldest update of a chat that nobody works for, then all
that comes in that chat, until nothing does."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy.exc import SQLAlchemyError

from bot.app.dispatch import Dispatch
from bot.journal import RENEWED, Lease, Leases, listen

log = logging.getLogger(__name__)

# Chats that are taken at a time: the other workers want some, too.
AT_ONCE = 2
# Seconds for which a chat is kept when nothing waits in it any more: the parts of a long text, and the pictures of an
# album, come one after the other, and belong together.
KEPT = 3.0
# Seconds between two looks at what waits, if nothing is told: chats of a worker that was killed.
LOOKED = 2.0


@dataclass(slots=True)
class _Chat:
    """A chat of ours: which of its updates were taken, and since when (time.monotonic) none is in hand."""

    lease: Lease
    taken: set[int] = field(default_factory=set)
    quiet: float | None = None


class Taking:
    """The chats of this worker, whose index reflects a `change` of the library."""

    def __init__(self, leases: Leases, change: Callable[[], int]) -> None:
        self._leases = leases
        self._change = change
        self._chats: dict[int, _Chat] = {}
        self._told: set[int] = set()
        self._woken = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def ended(self, chat_id: int) -> None:
        """Nothing of a chat is in hand any more."""
        if chat := self._chats.get(chat_id):
            chat.quiet = time.monotonic()
        self._woken.set()

    async def run(self, dispatch: Dispatch) -> None:
        """Until it is cancelled, once nothing is in hand any more; then all chats are given back by `leave`."""
        over = threading.Event()
        listen(self._leases.server, self._tell, over)
        renewing = asyncio.create_task(self._renew(dispatch))
        try:
            while True:
                self._woken.clear()
                try:
                    await self._turn(dispatch)
                except SQLAlchemyError as error:
                    log.warning("Nothing can be taken at the moment: %s", type(error).__name__)
                    await asyncio.sleep(1)
                await self._wait()
        finally:
            over.set()
            renewing.cancel()

    async def leave(self) -> None:
        """Let the other workers have all chats, once nothing is done for them any more."""
        try:
            await asyncio.to_thread(self._leases.leave, [chat.lease for chat in self._chats.values()])
        except SQLAlchemyError as error:
            log.warning("The chats could not be given back, which lapse by themselves: %s", type(error).__name__)

    def _tell(self, chat_id: int) -> None:
        def tell() -> None:
            self._told.add(chat_id)
            self._woken.set()

        self._loop.call_soon_threadsafe(tell)

    async def _wait(self) -> None:
        quiet = [chat.quiet + KEPT for chat in self._chats.values() if chat.quiet is not None]
        seconds = min([LOOKED, *(at - time.monotonic() for at in quiet)])
        try:
            async with asyncio.timeout(max(0.05, seconds)):
                await self._woken.wait()
        except TimeoutError:
            self._told.add(0)

    async def _turn(self, dispatch: Dispatch) -> None:
        told, self._told = self._told, set()
        for chat in list(self._chats.values()):
            if 0 in told or chat.lease.chat_id in told:
                await self._hand_on(chat, dispatch)
            if chat.quiet is not None and time.monotonic() - chat.quiet >= KEPT:
                await self._release(chat, dispatch)
        while not dispatch.is_busy:
            leases = await asyncio.to_thread(self._leases.take, AT_ONCE)
            for lease in leases:
                chat = self._chats[lease.chat_id] = _Chat(lease)
                await self._hand_on(chat, dispatch)
            if len(leases) < AT_ONCE:
                break

    async def _hand_on(self, chat: _Chat, dispatch: Dispatch) -> None:
        """Begin what waits in a chat and was not taken yet; what an earlier worker answered together comes first."""
        waiting = await asyncio.to_thread(self._leases.waiting, chat.lease)
        new = [entry for entry in waiting if entry.update_id not in chat.taken]
        chat.taken = {entry.update_id for entry in waiting}
        if new:
            chat.quiet = None
            await dispatch.take_up_again([entry for entry in new if entry.together])
            await dispatch.take([entry for entry in new if not entry.together])
        elif chat.quiet is None and not dispatch.has(chat.lease.chat_id):
            chat.quiet = time.monotonic()

    async def _release(self, chat: _Chat, dispatch: Dispatch) -> None:
        if await asyncio.to_thread(self._leases.release, chat.lease):
            self._chats.pop(chat.lease.chat_id, None)
        else:
            # What waits here and is in nobody's hand was left behind, or came in this moment.
            chat.taken.clear()
            await self._hand_on(chat, dispatch)

    async def _renew(self, dispatch: Dispatch) -> None:
        while True:
            held = [chat.lease for chat in self._chats.values()]
            try:
                lost = await asyncio.to_thread(self._leases.renew, held, self._change())
            except SQLAlchemyError as error:
                log.warning("The leases could not be renewed: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            for lease in lost:
                chat = self._chats.get(lease.chat_id)
                if chat and chat.lease is lease:
                    log.info("Chat %s is another worker's now", lease.chat_id)
                    dispatch.drop(lease.chat_id)
                    del self._chats[lease.chat_id]
            await asyncio.sleep(RENEWED)
