"""What this process has done since its start, in numbers: for whoever watches it."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from retrieval.types import Answer

# Upper bounds of the classes of answering times, in seconds: a question takes milliseconds.
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


@dataclass(slots=True)
class Tally:
    """Safe to use from several threads."""

    updates: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    refused: int = 0
    errors: int = 0
    # How many answers took at most that long, by bound; and all of them.
    within: Counter[float] = field(default_factory=Counter)
    seconds: float = 0.0
    # The change of the library that the index reflects here, and the library's last one, as they were last seen.
    index_change: int = 0
    library_change: int = 0
    beat: float = field(default_factory=time.monotonic)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note_update(self, kind: str) -> None:
        with self._lock:
            self.updates[kind] += 1

    def note_refused(self) -> None:
        with self._lock:
            self.refused += 1

    def note_error(self) -> None:
        with self._lock:
            self.errors += 1

    def note_answer(self, answer: Answer, seconds: float) -> None:
        with self._lock:
            self.answers[answer.confidence] += 1
            self.seconds += seconds
            for bound in BOUNDS:
                self.within[bound] += seconds <= bound

    @property
    def lag(self) -> int:
        """Changes of the library that the index does not reflect here."""
        return max(0, self.library_change - self.index_change)

    def alive(self) -> None:
        """The conversation goes on: its loop has come round once more."""
        self.beat = time.monotonic()

    @property
    def silence(self) -> float:
        """Seconds since the loop last came round."""
        return time.monotonic() - self.beat


def measured(ask: Callable[[str], Answer], tally: Tally) -> Callable[[str], Answer]:
    """`ask`, each of whose answers is counted, with the time that it took."""

    def asked(question: str) -> Answer:
        begun = time.perf_counter()
        answer = ask(question)
        tally.note_answer(answer, time.perf_counter() - begun)
        return answer

    return asked
