"""What goes wrong without anyone's mistake: faults that a test orders, and Telegram's limits on speed."""

import math
import random
from collections import Counter, deque
from dataclasses import dataclass, field

from tests.bot_api.errors import ApiError

CUT = 0
"""As a status: the connection is cut without an answer."""
GARBLED = 1
"""As a status: the answer is a page of a proxy's, and no JSON."""

# Messages and seconds: one chat, one group, all chats together.
A_CHAT, A_GROUP, IN_ALL = (1, 1.0), (20, 60.0), (30, 1.0)
LIMITED = frozenset(("sendMessage", "sendDocument", "editMessageText", "editMessageMedia"))
# Seconds for which a call hangs: longer than a client waits.
HANGING = 22.0


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer other than the true one, after so many seconds; with `after_delivery` the call does its work first."""

    method: str
    status: int
    description: str = ""
    retry_after: int | None = None
    after_delivery: bool = False
    seconds: float = 0.0

    def error(self) -> ApiError:
        """What the caller gets."""
        parameters = {} if self.retry_after is None else {"retry_after": self.retry_after}
        return ApiError(self.status, self.description, **parameters)


class Chance:
    """Faults of every kind at random: `share` of the calls have one, in a sequence that follows from the seed."""

    def __init__(self, seed: int, share: float, hanging: float = HANGING) -> None:
        self.happened: Counter[str] = Counter()
        self._random = random.Random(seed)
        self._share = share
        self._hanging = hanging

    def take(self, method: str) -> Fault | None:
        if self._random.random() >= self._share:
            return None
        kind = self._random.choices(("429", "5xx", "cut", "garbled", "hanging"), (4, 4, 4, 2, 0.3))[0]
        after = kind != "429" and self._random.random() < 0.5
        self.happened[f"{kind} {'after' if after else 'before'} delivery"] += 1
        if kind == "429":
            return Fault(method, 429, "Too Many Requests: retry after 1", 1)
        if kind == "5xx":
            return Fault(method, self._random.choice((500, 502, 504)), "Internal Server Error", None, after)
        status = GARBLED if kind == "garbled" else CUT
        return Fault(method, status, kind, None, after, self._hanging if kind == "hanging" else 0.0)


@dataclass(slots=True)
class Faults:
    """Faults in the order in which they were ordered, each of which happens once; then those of `chance`, if any."""

    waiting: list[Fault] = field(default_factory=list)
    chance: Chance | None = None

    def take(self, method: str) -> Fault | None:
        """The next fault for this method; `*` stands for any but getUpdates."""
        for fault in self.waiting:
            if fault.method == method or (fault.method == "*" and method != "getUpdates"):
                self.waiting.remove(fault)
                return fault
        return self.chance.take(method) if self.chance else None


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
