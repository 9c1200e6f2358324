"""How many chats are worked for at a time; who only waits is not among them, and is not waited for at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

# Threads share one interpreter: more would make all of them slower.
AT_A_TIME = 32


@dataclass(frozen=True, slots=True)
class Slots:
    """`free` has one for each chat that may be worked for; once it is `over`, nothing waits any more."""

    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_A_TIME))
    over: asyncio.Event = field(default_factory=asyncio.Event)


SLOTS: ContextVar[Slots] = ContextVar("slots")


async def pause(seconds: float) -> None:
    """Sleep, and meanwhile let another chat have the slot that this task holds, if it holds one.

    Raises:
        CancelledError: all is over; what waits is taken up at the next start.
    """
    slots = SLOTS.get(None)
    if slots is None or seconds <= 0:
        await asyncio.sleep(seconds)
        return
    slots.free.release()
    try:
        async with asyncio.timeout(seconds):
            await slots.over.wait()
    except TimeoutError:
        await slots.free.acquire()
    else:
        raise asyncio.CancelledError


@asynccontextmanager
async def held(lock: asyncio.Lock) -> AsyncIterator[None]:
    """Hold a lock, and while waiting for it let another chat have the slot: whoever holds it may need one to go on."""
    slots = SLOTS.get(None)
    if slots is None or not lock.locked():
        await lock.acquire()
    else:
        slots.free.release()
        try:
            await lock.acquire()
        finally:
            await slots.free.acquire()
    try:
        yield
    finally:
        lock.release()
