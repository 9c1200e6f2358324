"""The polling can be ended at any moment."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import httpx

from bot.app.polling import Polling
from bot.journal.entries import Entry
from bot.journal.journal import Journal

# Turns of the event loop after which it is cancelled: more than it takes from one poll to the next.
TURNS = 60


async def nothing_new(_: httpx.Request) -> httpx.Response:
    """Telegram, when nobody writes."""
    await asyncio.sleep(0)
    return httpx.Response(200, json={"ok": True, "result": []})


async def cancelled_at_each_turn(journal: Journal) -> list[int]:
    """After how many turns a cancellation was lost."""

    async def take(_: Sequence[Entry]) -> None: ...

    async def room() -> None: ...

    lost = []
    async with httpx.AsyncClient(transport=httpx.MockTransport(nothing_new)) as client:
        for turns in range(TURNS):
            polling = asyncio.create_task(Polling("http://telegram", client, journal, ["message"], take, room).run())
            for _ in range(turns):
                await asyncio.sleep(0)
            polling.cancel()
            await asyncio.sleep(0.01)
            for _ in range(1000):  # turns that it may take to end, threads included
                await asyncio.sleep(0)
                if polling.done():
                    break
            else:
                lost.append(turns)
                polling.cancel()
    return lost


def test_the_polling_ends_at_whichever_moment_it_is_cancelled(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    assert asyncio.run(cancelled_at_each_turn(journal)) == []
    journal.close()
