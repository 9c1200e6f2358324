"""What came, and what became of it? Each update is written down before it is handled, and known again.

Not for what a conversation is about: that is `memory`.
"""

from bot.journal.counts import Counts, read_counts
from bot.journal.entries import Entry
from bot.journal.journal import JOURNAL_FILE, Earlier, Journal, Sending, State
from bot.journal.tables import SCHEMA

__all__ = ["JOURNAL_FILE", "SCHEMA", "Counts", "Earlier", "Entry", "Journal", "Sending", "State", "read_counts"]
