"""A process that does not poll any more is worse than none: this one ends it, so that another is started."""

import logging
import os
import threading
import time
from collections.abc import Callable

log = logging.getLogger(__name__)

# Exit status of a process whose polling stood still.
STALLED = 5
# Seconds. A poll takes 90 at most, pauses between two included.
STILL = 300.0


def watch(beat: Callable[[], float], still: float = STILL) -> threading.Event:
    """Look now and then, from a thread of its own, whether `beat` (time.monotonic of the last sign of life) is older
    than `still` seconds, and end the process at once if so; until the returned event is set."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(still / 10):
            if time.monotonic() - beat() > still:
                log.critical("Nothing was fetched for %.0f s: this process ends, to be started again", still)
                os._exit(STALLED)  # whatever holds up the polling would hold up an orderly end too

    threading.Thread(target=look, name="watchdog", daemon=True).start()
    return over
