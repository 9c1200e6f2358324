"""Updates that are brought to a webhook: those of a chat one after the other, those of several chats side by side.

Nothing here speaks TLS: `proxy` has the addresses behind what would be the proxy in front of the bot, which are tried
in turn. Whatever does not answer with 2xx is brought again, with growing pauses.
"""

import asyncio
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.bot_api.description import Json
from tests.bot_api.updates import Updates

# Seconds: the first pause, the longest one; Telegram's are longer.
FIRST, LONGEST = 0.1, 2.0
# Seconds for one request.
PATIENCE = 30.0
# Seconds between two looks at what is to be brought.
TURN = 0.02
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Bringing:
    """`answered` has the status of each request, 0 where nobody answered."""

    def __init__(self, updates: Updates) -> None:
        self.proxy: list[str] = []
        self.answered: list[int] = []
        self._updates = updates
        self._busy: set[int] = set()
        self._turns = count()

    async def run(self) -> None:
        """Until the server closes."""
        tasks = set[asyncio.Task[None]]()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session:
            while not self._updates.closing:
                if self._updates.webhook and self.proxy:
                    with self._updates.lock:
                        waiting = [update for _, update in self._updates.pending]
                    for update in waiting:
                        chat = chat_of(update)
                        if chat in self._busy or len(self._busy) >= self._updates.connections:
                            continue
                        self._busy.add(chat)
                        task = asyncio.create_task(self._bring(session, chat, update))
                        tasks.add(task)
                        task.add_done_callback(tasks.discard)
                await asyncio.sleep(TURN)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _bring(self, session: aiohttp.ClientSession, chat: int, update: Json) -> None:
        pause = FIRST
        try:
            while self._updates.webhook and not await self._accepted(session, update):
                await asyncio.sleep(pause)
                pause = min(LONGEST, 2 * pause)
            with self._updates.lock:
                kept = [one for one in self._updates.pending if one[1] is not update or not self._updates.webhook]
                self._updates.pending = kept
                self._updates.lock.notify_all()
        finally:
            self._busy.discard(chat)

    async def _accepted(self, session: aiohttp.ClientSession, update: Json) -> bool:
        address = self.proxy[next(self._turns) % len(self.proxy)] + urlsplit(self._updates.webhook).path
        try:
            async with session.post(address, json=update, headers={HEADER: self._updates.secret}) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.answered.append(status)
        return 200 <= status < 300


def chat_of(update: Json) -> int:
    """By which Telegram keeps the order: the chat, or the person of what has none."""
    deed: Any = next((value for key, value in update.items() if key != "update_id"), None)
    deed = deed if isinstance(deed, dict) else {}
    message = deed.get("message") if isinstance(deed.get("message"), dict) else deed
    for of in (message.get("chat"), deed.get("from")):
        if isinstance(of, dict) and isinstance(of.get("id"), int):
            return int(of["id"])
    return 0
