"""A process whose polling stands still is ended, whatever holds it up."""

import subprocess
import sys

from bot.app.watchdog import STALLED

STUCK = """
import time
from bot.app.watchdog import watch
beat = time.monotonic()
over = watch(lambda: {beat}, still=0.3)
{after}
time.sleep({seconds})
"""


def ends_with(beat: str, after: str, seconds: float) -> int:
    program = STUCK.format(beat=beat, after=after, seconds=seconds)
    return subprocess.run([sys.executable, "-c", program], timeout=60, capture_output=True, check=False).returncode


def test_a_process_that_does_not_poll_any_more_is_ended() -> None:
    assert ends_with("beat", "", 50) == STALLED


def test_a_process_that_polls_or_has_stopped_is_left_alone() -> None:
    assert ends_with("time.monotonic()", "", 1) == 0
    assert ends_with("beat", "over.set()", 1) == 0
