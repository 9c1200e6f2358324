"""What blocks does so in a thread: the loop turns meanwhile, few work at a time, and few wait."""

import asyncio
import threading

import pytest

from bot.serving.faults import Refusal
from bot.serving.threads import Threads


def test_a_slow_answer_holds_up_nobody_but_those_who_wait_for_one() -> None:
    """One more than may wait is told to come again; those who wait are answered, in the end."""

    async def ask() -> list[str]:
        threads, begun, ended = Threads(at_once=1, most_waiting=1), asyncio.Event(), threading.Event()
        loop = asyncio.get_running_loop()

        def slow() -> str:
            loop.call_soon_threadsafe(begun.set)
            ended.wait()
            return "slow"

        first = asyncio.create_task(threads.run(slow))
        await begun.wait()  # the loop turns while the thread blocks
        second = asyncio.create_task(threads.run(lambda: "second"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(Refusal) as refused:
            await threads.run(lambda: "third")
        assert (refused.value.status, refused.value.headers) == (503, {"Retry-After": "5"})
        ended.set()
        return [await first, await second]

    assert asyncio.run(ask()) == ["slow", "second"]
