"""The files of what the bot remembers, which only their owner may read."""

from pathlib import Path
from types import TracebackType

from bot.conversations import Conversations
from bot.gaps import Gaps
from bot.journal import Journal
from bot.preferences import Preferences
from bot.store import fold_log, open_store
from bot.tables import METADATA

FILE = "conversations.sqlite"


class Memory:
    """All that is remembered, by what it is about. Safe to use from several threads.

    Raises:
        IbidError: the file cannot be made, opened or read.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / FILE
        self._engine = open_store(self.file, METADATA)
        self.conversations = Conversations(self._engine)
        self.gaps = Gaps(self._engine)
        self.preferences = Preferences(self._engine)
        self.journal = Journal(folder)

    def forget(self, chat_id: int, user_id: int) -> None:
        """Erase all that is kept of a chat, and of a person in all chats; the bytes are overwritten at once."""
        self.conversations.forget(chat_id)
        self.gaps.forget(chat_id, user_id)
        self.preferences.forget(chat_id, user_id)
        fold_log(self._engine)
        self.journal.forget(chat_id)

    def close(self) -> None:
        self._engine.dispose()
        self.journal.close()

    def __enter__(self) -> "Memory":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
