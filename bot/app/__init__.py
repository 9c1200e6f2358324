"""How does it run on Telegram? Updates are fetched, written down, and given to the handlers in order.

Not for what is done with them: that is `handlers`.
"""

from bot.app.receiving import Doors
from bot.app.running import run_telegram

__all__ = ["Doors", "run_telegram"]
