"""How much one caller may ask in a minute."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from bot.serving.faults import Refusal

MINUTE = 60.0
# Callers whose latest requests are remembered; of more than these, who has been quiet longest is forgotten.
WATCHED = 10_000


@dataclass(slots=True)
class Limit:
    """At most so many a minute for each caller. Belongs to one event loop."""

    most: int
    clock: Callable[[], float] = time.monotonic
    _callers: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    def count(self, caller: str) -> None:
        """One more. Raises Refusal (429), which does not count, where there were as many in the last minute."""
        now = self.clock()
        times = self._callers.setdefault(caller, deque())
        self._callers.move_to_end(caller)
        while times and times[0] <= now - MINUTE:
            times.popleft()
        if len(times) >= self.most:
            seconds = ceil(times[0] + MINUTE - now)
            raise Refusal(429, "serving.too_many", {"Retry-After": str(seconds)}, seconds=seconds)
        times.append(now)
        while len(self._callers) > WATCHED:
            self._callers.popitem(last=False)
