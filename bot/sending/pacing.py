"""Telegram's limits on speed, kept ahead of time so that it need not refuse."""

import asyncio
import logging
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.journal import Pace, Paces
from bot.sending.slots import pause

log = logging.getLogger(__name__)

# Messages and seconds, from Telegram's FAQ for bots (20 a minute in a group, 30 a second in all), less a margin: what
# leaves here in time may be counted there a little later, beside what followed. It lets short bursts through in a
# private chat; once it did not, the chat is held to one message a second for a while.
A_CHAT, A_GROUP, IN_ALL = (3, 3.0), (18, 61.0), (29, 1.05)
CAREFUL, FOR_SECONDS = (1, 1.0), 60.0
# Of a group's messages, so many are answers at most: the rest is for those who press a button. So many come at once,
# the next ones so many seconds apart, each with all the answers that wait by then.
ANSWERS, AT_ONCE, APART = 14, 10, 7.0
# What counts as a message. Edits of a text have limits of their own that are not published; to count them is the safe
# side. Buttons are taken off by nothing but the search for a lost message, which mostly changes nothing.
COUNTED = frozenset(("sendMessage", "sendDocument", "editMessageText", "editMessageMedia"))
# Chats whose latest messages are remembered before the quiet ones are looked for and forgotten.
CHATS = 1000


# The chat that stands for all together.
ALL = 0
# Seconds before the server is asked again that could not be reached.
AGAIN = 1.0

T = TypeVar("T")
Deed = Callable[[Pace, float], T]


class Pacing:
    """When the next message may be sent; to be used from one event loop. Where several workers send, what they know of
    it is `shared`, and the clock is the server's."""

    def __init__(self, shared: Paces | None = None) -> None:
        self._shared = shared
        self._paces: dict[int, Pace] = {}

    async def turn(self, method: str, chat_id: int) -> None:
        """Wait until this call may be made; calls for one chat get their turns in the order in which they ask."""
        if method not in COUNTED:
            return
        await pause(await self._change(chat_id, partial(reserve, chat_id)))
        await pause(await self._change(ALL, partial(reserve, ALL)))

    async def slow_down(self, chat_id: int, seconds: float) -> None:
        """Telegram refused a message and says how long to wait."""
        await self._change(chat_id, partial(hold_back, seconds))

    async def until_answer(self, chat_id: int) -> float:
        """Seconds until a group is to be sent one more answer; a private chat never waits."""
        return 0.0 if chat_id >= 0 else await self._change(chat_id, until_answer)

    async def _change(self, chat_id: int, deed: Deed[T]) -> T:
        if self._shared is None:
            return deed(self._pace(chat_id), time.monotonic())
        while True:
            try:
                return await asyncio.to_thread(self._shared.change, chat_id, deed)
            except SQLAlchemyError as error:
                log.warning("It is not known how fast may be sent; again in %.0f s: %s", AGAIN, type(error).__name__)
                await pause(AGAIN)

    def _pace(self, chat_id: int) -> Pace:
        if len(self._paces) >= CHATS and chat_id not in self._paces:
            quiet = time.monotonic() - A_GROUP[1]
            self._paces = {
                one: pace
                for one, pace in self._paces.items()
                if max(pace.careful_until, pace.not_before, *pace.times, 0.0) > quiet
            }
        return self._paces.setdefault(chat_id, Pace())


def reserve(chat_id: int, pace: Pace, now: float) -> float:
    """Take the next turn of a chat, or of all together; returns the seconds until then."""
    alone = CAREFUL if now < pace.careful_until else A_CHAT
    most, span = IN_ALL if chat_id == ALL else A_GROUP if chat_id < 0 else alone
    at = max(now, pace.not_before)
    if len(pace.times) >= most:
        at = max(at, pace.times[-most] + span)
    pace.note(at, max(A_GROUP[0], most))
    return at - now


def hold_back(seconds: float, pace: Pace, now: float) -> None:
    """Send nothing for so long, then one message a second for a while."""
    pace.not_before = max(pace.not_before, now + seconds)
    pace.careful_until = now + seconds + FOR_SECONDS


def until_answer(pace: Pace, now: float) -> float:
    """Seconds until a group is to be sent one more answer."""
    recent = [time for time in pace.times if time > now - A_GROUP[1]]
    ready = pace.not_before
    if len(recent) >= AT_ONCE:
        ready = max(ready, recent[-1] + APART)
    if len(recent) >= ANSWERS:
        ready = max(ready, recent[-ANSWERS] + A_GROUP[1])
    return max(0.0, ready - now)
