"""The updates that wait for the bot, and the one poll at a time that may fetch them."""

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any

from tests.bot_api.description import KINDS, Json
from tests.bot_api.errors import ApiError, bad_request

# These come only to a bot that asked for them by name.
ON_REQUEST = frozenset(("message_reaction", "message_reaction_count", "chat_member"))
# Seconds after which an update that nobody fetched is thrown away.
LIFETIMES = {"callback_query": 150, "inline_query": 30}
LIFETIME = 24 * 3600
# Telegram waits up to 50 s. Here an empty answer comes sooner, so that a bot that stops is not waited for.
LONGEST_WAIT = 2.0


class Updates:
    """A queue that forgets an update only when a later offset has been asked for."""

    def __init__(self, lock: threading.Condition, now: Callable[[], float]) -> None:
        self.lock = lock
        self.now = now
        self.pending: list[tuple[float, Json]] = []
        self.allowed = KINDS - ON_REQUEST
        self.webhook, self.secret, self.connections = "", "", 40
        self.next_id = 10_000_001
        self.polls = 0  # how many were begun: only the latest may go on
        self.closing = False
        self._wake: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None

    def add(self, kind: str, body: Any) -> int | None:
        """Queues an update and returns its id, or None where the bot did not ask for this kind."""
        if kind in KINDS and kind not in self.allowed:
            return None
        return self.add_raw({kind: body})

    def add_raw(self, update: Json) -> int:
        """Queues an update of any shape, whatever the bot asked for; gives it an id unless it has one."""
        with self.lock:
            update = {"update_id": self.next_id, **update}
            self.next_id = update["update_id"] + 1
            self.pending.append((self.now(), update))
            self.wake()
            return int(update["update_id"])

    def wake(self) -> None:
        """Lets the waiting poll look again."""
        if self._wake:
            loop, event = self._wake
            loop.call_soon_threadsafe(event.set)

    def allow(self, kinds: list[str] | None) -> None:
        """Remembers which kinds the bot wants: None keeps what was said before, an empty list is the default."""
        if kinds is None:
            return
        if unknown := set(kinds) - KINDS:
            raise bad_request(f"allowed_updates: unknown {', '.join(sorted(unknown))}")
        self.allowed = frozenset(kinds) or KINDS - ON_REQUEST

    async def poll(self, parameters: Json) -> list[Json]:
        """getUpdates: returns at once when something waits, else after `timeout` seconds (LONGEST_WAIT at most)."""
        limit, timeout = parameters.get("limit", 100), parameters.get("timeout", 0)
        if not 1 <= limit <= 100 or not 0 <= timeout <= 50:
            raise bad_request("limit must be 1 to 100 and timeout 0 to 50: Telegram would change them")
        with self.lock:
            if self.webhook:
                raise ApiError(
                    409,
                    "Conflict: can't use getUpdates method while webhook is active; "
                    "use deleteWebhook to delete the webhook first",
                )
            self.allow(parameters.get("allowed_updates"))
            self.polls += 1
            mine = self.polls
            self.wake()
            self._confirm(parameters.get("offset", 0))
            self.lock.notify_all()
        deadline = time.monotonic() + min(timeout, LONGEST_WAIT)
        while True:
            event = asyncio.Event()
            with self.lock:
                if self.polls != mine:
                    raise ApiError(
                        409,
                        "Conflict: terminated by other getUpdates request; "
                        "make sure that only one bot instance is running",
                    )
                batch = [update for _, update in self.pending[:limit]]
                remaining = deadline - time.monotonic()
                if batch or remaining <= 0 or self.closing:
                    return batch
                self._wake = (asyncio.get_running_loop(), event)
            try:
                await asyncio.wait_for(event.wait(), remaining)
            except TimeoutError:
                continue

    def _confirm(self, offset: int) -> None:
        """Forgets what lies below the offset (or, if negative, all but the last ones) and what is too old."""
        now = self.now()
        kept = [
            (at, update)
            for at, update in self.pending
            if now - at < min((LIFETIMES.get(kind, LIFETIME) for kind in update), default=LIFETIME)
        ]
        if offset < 0:
            kept = kept[offset:]
        self.pending = [(at, update) for at, update in kept if update["update_id"] >= offset]
