"""How a process hears that it is to end."""

import asyncio
import signal


async def told_to_stop() -> None:
    """Waits for SIGTERM or Ctrl-C; a second one changes nothing. To be called in the main thread, once."""
    loop, told = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(told.set))
    await told.wait()
