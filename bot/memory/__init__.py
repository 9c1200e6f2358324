"""What is kept of a conversation? The journal of updates, what answers carried, who may do what.

Not for the articles: they are the library's.
"""

from bot.memory.counts import Counts, read_counts
from bot.memory.entries import Entry
from bot.memory.gaps import Gap, Verdict
from bot.memory.holding import JournalHeld, hold, hold_journal
from bot.memory.journal import JOURNAL_FILE, Earlier, Journal, Sending, State
from bot.memory.keys import Key, Keys
from bot.memory.memory import CONVERSATIONS_FILE, Memory
from bot.memory.moves import SHIFT, Moves
from bot.memory.people import DAY, INVITATION, People
from bot.memory.preferences import Choice
from bot.values import ROLES, Role

__all__ = [
    "CONVERSATIONS_FILE", "DAY", "INVITATION", "JOURNAL_FILE", "ROLES", "SHIFT", "Choice", "Counts", "Earlier", "Entry",
    "Gap", "Journal", "JournalHeld", "Key", "Keys", "Memory", "Moves", "People", "Role", "Sending", "State", "Verdict",
    "hold", "hold_journal", "read_counts",
]  # fmt: skip
