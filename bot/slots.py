"""How many chats are worked for at a time; who only waits is not among them."""

import asyncio
from contextvars import ContextVar

# Threads share one interpreter: more would make all of them slower.
AT_A_TIME = 32

SLOTS: ContextVar[asyncio.Semaphore] = ContextVar("slots")


async def pause(seconds: float) -> None:
    """Sleep, and meanwhile let another chat have the slot that this task holds, if it holds one. When the task is
    cancelled meanwhile, as it is at the end of the process, the slot is not taken again."""
    slots = SLOTS.get(None)
    if slots is None or seconds <= 0:
        await asyncio.sleep(seconds)
        return
    slots.release()
    await asyncio.sleep(seconds)
    await slots.acquire()
