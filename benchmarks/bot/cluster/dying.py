"""The nodes of the index die one after the other, while questions come."""

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count

from tests.common.opensearch import Nodes

# Seconds for which a node is away.
AWAY = 8.0


class Dying:
    """One node at a time is away: the next is killed only once the last one is back and has all copies again."""

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._turns = count()
        self._over = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="node")
        self._reviving: Future[None] | None = None

    def kill_next(self) -> None:
        """The next node is killed now, and revived in a while, beside what else is done."""
        self.wait()
        number = 1 + next(self._turns) % len(self._nodes.urls)
        self._nodes.kill(number)
        self._reviving = self._thread.submit(self._revive, number)

    def wait(self) -> None:
        """Until all are there. Raises RuntimeError: one did not come back."""
        if self._reviving:
            self._reviving.result()

    def close(self) -> None:
        self._over.set()
        self._thread.shutdown()

    def _revive(self, number: int) -> None:
        self._over.wait(AWAY)
        self._nodes.revive(number)
