"""Telegram's limits on speed, kept ahead of time so that it need not refuse."""

import time
from collections import deque
from dataclasses import dataclass, field

from bot.sending.slots import pause

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


@dataclass(slots=True)
class _Chat:
    times: deque[float] = field(default_factory=lambda: deque(maxlen=A_GROUP[0]))
    careful_until: float = 0.0
    not_before: float = 0.0


class Pacing:
    """When the next message may be sent; to be used from one event loop."""

    def __init__(self) -> None:
        self._chats: dict[int, _Chat] = {}
        self._all: deque[float] = deque(maxlen=IN_ALL[0])

    async def turn(self, method: str, chat_id: int) -> None:
        """Wait until this call may be made; calls for one chat get their turns in the order in which they ask."""
        if method not in COUNTED:
            return
        await pause(self.reserve(chat_id, time.monotonic()))
        await pause(self.reserve_in_all(time.monotonic()))

    def slow_down(self, chat_id: int, seconds: float) -> None:
        """Telegram refused a message and says how long to wait."""
        chat, now = self._chat(chat_id), time.monotonic()
        chat.not_before = max(chat.not_before, now + seconds)
        chat.careful_until = now + seconds + FOR_SECONDS

    def until_answer(self, chat_id: int, now: float) -> float:
        """Seconds until a group is to be sent one more answer; a private chat never waits."""
        chat = self._chats.get(chat_id)
        if chat is None or chat_id >= 0:
            return 0.0
        recent = [time for time in chat.times if time > now - A_GROUP[1]]
        ready = chat.not_before
        if len(recent) >= AT_ONCE:
            ready = max(ready, recent[-1] + APART)
        if len(recent) >= ANSWERS:
            ready = max(ready, recent[-ANSWERS] + A_GROUP[1])
        return max(0.0, ready - now)

    def reserve(self, chat_id: int, now: float) -> float:
        """Take the chat's next turn; returns the seconds until then."""
        chat = self._chat(chat_id)
        alone = CAREFUL if now < chat.careful_until else A_CHAT
        window = A_GROUP if chat_id < 0 else alone
        return _spend(chat.times, window, max(now, chat.not_before)) - now

    def reserve_in_all(self, now: float) -> float:
        """The same of all chats together."""
        return _spend(self._all, IN_ALL, now) - now

    def _chat(self, chat_id: int) -> _Chat:
        if len(self._chats) >= CHATS and chat_id not in self._chats:
            quiet = time.monotonic() - A_GROUP[1]
            self._chats = {
                one: chat
                for one, chat in self._chats.items()
                if max(chat.careful_until, chat.not_before, *chat.times, 0.0) > quiet
            }
        return self._chats.setdefault(chat_id, _Chat())


def _spend(times: deque[float], window: tuple[int, float], now: float) -> float:
    """The first moment from `now` on at which a window has room; it is noted as used."""
    most, span = window
    if len(times) >= most:
        now = max(now, times[-most] + span)
    times.append(now)
    return now
