"""What is kept of a conversation? What answers carried, who may do what, what waits for whom.

Not for the articles, which are the library's, nor for what is still to be handled: that is the journal's.
"""

from bot.memory.gaps import Gap, Verdict
from bot.memory.keys import Key, Keys
from bot.memory.memory import CONVERSATIONS_FILE, Memory
from bot.memory.moves import SHIFT, Moves
from bot.memory.people import DAY, INVITATION, People
from bot.memory.preferences import Choice
from bot.memory.tables import SCHEMA
from bot.memory.watching import MOST_WATCHES, Batch, Finding, Found, Watch
from bot.values import ROLES, Role

__all__ = [
    "CONVERSATIONS_FILE", "DAY", "INVITATION", "MOST_WATCHES", "ROLES", "SCHEMA", "SHIFT", "Batch", "Choice", "Finding",
    "Found", "Gap", "Key", "Keys", "Memory", "Moves", "People", "Role", "Verdict", "Watch",
]  # fmt: skip
