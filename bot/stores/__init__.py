"""Where is what the bot keeps? In files that only their owner may read, or in schemas of a PostgreSQL database.

Not for what is in them.
"""

from bot.stores.files import fold_log, open_store
from bot.stores.holding import JournalHeld, hold, hold_journal
from bot.stores.server import open_server, reason_of, vacuum, within

__all__ = [
    "JournalHeld", "fold_log", "hold", "hold_journal", "open_server", "open_store", "reason_of", "vacuum", "within",
]  # fmt: skip
