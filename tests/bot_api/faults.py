"""What goes wrong without anyone's mistake: faults that a test orders, and Telegram's limits on speed."""

import math
from collections import deque
from dataclasses import dataclass, field

from tests.bot_api.errors import ApiError

CUT = 0
"""As a status: the connection is cut without an answer."""

# Messages and seconds: one chat, one group, all chats together.
A_CHAT, A_GROUP, IN_ALL = (1, 1.0), (20, 60.0), (30, 1.0)
LIMITED = frozenset(("sendMessage", "sendDocument", "editMessageText"))


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer other than the true one; with `after_delivery` the call does its work first."""

    method: str
    status: int
    description: str
    retry_after: int | None
    after_delivery: bool

    def error(self) -> ApiError:
        """What the caller gets."""
        parameters = {} if self.retry_after is None else {"retry_after": self.retry_after}
        return ApiError(self.status, self.description, **parameters)


@dataclass(slots=True)
class Faults:
    """Faults in the order in which they were ordered; each happens once."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str) -> Fault | None:
        """The next fault for this method; `*` stands for any but getUpdates."""
        for fault in self.waiting:
            if fault.method == method or (fault.method == "*" and method != "getUpdates"):
                self.waiting.remove(fault)
                return fault
        return None


@dataclass(slots=True)
class Rates:
    """Telegram's limits, off until a test switches them on."""

    on: bool = False
    _sent: dict[tuple[int, float], deque[float]] = field(default_factory=dict)

    def spend(self, method: str, chat_id: int, now: float) -> None:
        """Counts a message, or raises 429 with the whole seconds to wait."""
        if not self.on or method not in LIMITED:
            return
        windows = [((chat_id, span), most, span) for most, span in ([A_GROUP] if chat_id < 0 else [A_CHAT])]
        windows.append(((0, IN_ALL[1]), *IN_ALL))
        for key, most, span in windows:
            times = self._sent.setdefault(key, deque())
            while times and times[0] <= now - span:
                times.popleft()
            if len(times) >= most:
                wait = max(1, math.ceil(times[0] + span - now))
                raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
        for key, _, _ in windows:
            self._sent[key].append(now)
