"""The files of what the bot remembers, which only their owner may read."""

from pathlib import Path
from types import TracebackType

from bot.locales import say, terminal_language
from bot.memory.added import Added
from bot.memory.conversations import Conversations
from bot.memory.gaps import Gaps
from bot.memory.journal import Journal
from bot.memory.keys import Keys
from bot.memory.moves import Moves
from bot.memory.pending import Pending
from bot.memory.people import People
from bot.memory.preferences import Preferences
from bot.memory.store import fold_log, open_store
from bot.memory.tables import METADATA
from retrieval.errors import IbidError

CONVERSATIONS_FILE = "conversations.sqlite"


class Memory:
    """All that is remembered, by what it is about. Safe to use from several threads.

    Raises:
        IbidError: the file cannot be made, opened or read.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / CONVERSATIONS_FILE
        self._engine = open_store(self.file, METADATA)
        self.conversations = Conversations(self._engine)
        self.gaps = Gaps(self._engine)
        self.preferences = Preferences(self._engine)
        self.moves = Moves(self._engine)
        self.pending = Pending(self._engine)
        self.added = Added(self._engine)
        self.journal = Journal(folder)
        self.people = People(self._engine)
        self.keys = Keys(self._engine)

    def forget(self, chat_id: int, user_id: int) -> None:
        """Erase all that is kept of a chat, and of a person in all chats, but the person's role; the bytes are
        overwritten at once."""
        self.conversations.forget(chat_id)
        self.gaps.forget(chat_id, user_id)
        self.preferences.forget(chat_id, user_id)
        self.pending.forget(chat_id)
        self.added.forget(chat_id, user_id)
        self._fold()
        self.journal.forget(chat_id)

    def expire(self, before: float) -> None:
        """Erase, in the same way, what was asked and answered before then, in seconds since 1970; what people chose
        and who has which role stays."""
        self.conversations.expire(before)
        self.gaps.expire(before)
        self.added.expire(before)
        self._fold()

    def _fold(self) -> None:
        if not fold_log(self._engine):  # somebody reads all the time: to say that all is gone would be untrue
            raise IbidError(say(terminal_language(), "memory.busy", name=self.file))

    def close(self) -> None:
        self._engine.dispose()
        self.journal.close()

    def __enter__(self) -> "Memory":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
