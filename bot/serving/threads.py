"""The way from the event loop to what blocks: the search and the reader work in threads, a few at a time."""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from bot.serving.faults import Refusal

Found = TypeVar("Found")

# Threads at a time: more would only wait for one another, since they share the processor's cores and the reader.
AT_ONCE = 4
# Requests that wait for a thread; the next one is told to come again, rather than wait longer than anybody would.
MOST_WAITING = 64


class Threads:
    """Runs what blocks. Belongs to one event loop."""

    def __init__(self, at_once: int = AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._limiter = CapacityLimiter(at_once)
        self._most_waiting = most_waiting

    async def run(self, work: Callable[[], Found]) -> Found:
        """What `work` returns or raises, from a thread. Raises Refusal (503) where too many wait already."""
        if self._limiter.statistics().tasks_waiting >= self._most_waiting:
            raise Refusal(503, "serving.busy", headers={"Retry-After": "5"})
        return await to_thread.run_sync(work, limiter=self._limiter)
