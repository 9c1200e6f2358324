"""What goes on beside the answers: signs of life for systemd and monitoring, and forgetting what is too old."""

import asyncio
import logging
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.operations.systemd import notify, watchdog_seconds
from bot.operations.tally import Tally
from retrieval.errors import IbidError

log = logging.getLogger(__name__)

# Seconds between two signs of life, at most; systemd may want them sooner.
TURN = 5.0
# Seconds between two looks at what is too old.
ERASED = 3600.0


async def keep_up(tally: Tally, erase: Callable[[], object]) -> None:
    """Until it is cancelled. That it turns shows that the conversation's loop turns."""
    pause = min(TURN, (watchdog_seconds() or 2 * TURN) / 2)
    erased = -ERASED
    while True:
        tally.alive()
        notify("WATCHDOG=1")
        if time.monotonic() - erased >= ERASED:
            erased = time.monotonic()
            try:
                await asyncio.to_thread(erase)
            except (SQLAlchemyError, IbidError):  # a disk that is full now: the next hour tries again
                log.exception("What is too old could not be erased")
        await asyncio.sleep(pause)
