"""What came, and what became of it? Each update is written down before it is handled, and known again.

Not for what a conversation is about: that is `memory`.
"""

from bot.journal.counts import Counts, read_counts
from bot.journal.entries import FLEETING, Earlier, Entry, Sending
from bot.journal.journal import JOURNAL_FILE, Journal, State
from bot.journal.leases import RENEWED, Lease, Leases, Overtaken
from bot.journal.listening import listen
from bot.journal.paces import Pace, Paces
from bot.journal.tables import SCHEMA
from bot.journal.wishes import Verdict
from bot.journal.workers import Worker, read_workers

__all__ = [
    "FLEETING", "JOURNAL_FILE", "RENEWED", "SCHEMA", "Counts", "Earlier", "Entry", "Journal", "Lease", "Leases",
    "Overtaken", "Pace", "Paces", "Sending", "State", "Verdict", "Worker", "listen",
    "read_counts", "read_workers",
]  # fmt: skip
