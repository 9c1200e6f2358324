"""Fetching updates: what Telegram sends is in the journal before Telegram is told to forget it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import httpx
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import Conflict, InvalidToken, RetryAfter

from bot.journal import Entry, Journal
from bot.sending import pauses

log = logging.getLogger(__name__)

# Seconds that Telegram holds a poll open when nothing comes, and for which we wait in all before we ask again.
HELD, WAITED = 30, 60.0
UNAUTHORIZED, NOT_FOUND, CONFLICT, TOO_MANY = 401, 404, 409, 429

Take = Callable[[Sequence[Entry]], Awaitable[None]]


class Polling:
    """`beat` is when the last poll ended in whichever way, and the pause after it (time.monotonic): a watchdog looks at
    it."""

    def __init__(
        self,
        url: str,
        client: httpx.AsyncClient,
        journal: Journal,
        kinds: Sequence[str],
        take: Take,
        room: Callable[[], Awaitable[None]],
    ) -> None:
        """`url` has the token in it. What is new is handed to `take`; `room` waits until there is room for more."""
        self.beat = time.monotonic()
        self._url = f"{url}/getUpdates"
        self._client = client
        self._journal = journal
        self._kinds = kinds
        self._take = take
        self._room = room
        self._offset = 0

    async def run(self) -> None:
        """Polls until it is cancelled.

        Raises:
            InvalidToken: the token is not valid any more.
            Conflict: another program polls with the same token.
        """
        waits = pauses()
        while True:
            await self._wait_for_room()
            try:
                async with asyncio.timeout(WAITED):
                    updates = await self._fetch()
                fresh = await asyncio.to_thread(self._journal.receive, updates)
            except (InvalidToken, Conflict):
                raise
            except (
                RetryAfter,
                httpx.HTTPError,
                SQLAlchemyError,
                TimeoutError,
                LookupError,
                ValueError,
                TypeError,
            ) as error:
                # The last three: what answered is a proxy, or a Telegram that is not well.
                pause = max(next(waits), _seconds(error))
                self.beat = time.monotonic() + pause
                log.warning("Nothing could be fetched; again in %.0f s: %s", pause, type(error).__name__)
                await asyncio.sleep(pause)
                continue
            self.beat, waits = time.monotonic(), pauses()
            if updates:
                self._offset = max(update["update_id"] for update in updates) + 1
                await self._take(fresh)

    async def _wait_for_room(self) -> None:
        while True:
            try:
                async with asyncio.timeout(HELD):  # wait_for of Python 3.11 may lose a cancellation
                    return await self._room()
            except TimeoutError:
                self.beat = time.monotonic()

    async def _fetch(self) -> list[dict[str, Any]]:
        """The raw updates, so that one that the library can't parse does not hold up the others."""
        asked = {"offset": self._offset, "timeout": HELD, "limit": 100, "allowed_updates": self._kinds}
        answer = await self._client.post(self._url, json=asked, timeout=WAITED)
        if answer.status_code in (UNAUTHORIZED, NOT_FOUND):  # of a token that is not shaped like one it says 404
            raise InvalidToken
        if answer.is_server_error:
            answer.raise_for_status()
        body = answer.json()
        if answer.status_code == CONFLICT:
            raise Conflict(str(body["description"]))
        if answer.status_code == TOO_MANY:
            raise RetryAfter(int(body["parameters"]["retry_after"]))
        return [one for one in body["result"] if 0 <= int(one["update_id"]) < 2**63]


def _seconds(error: Exception) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after if isinstance(error, RetryAfter) else 0
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
