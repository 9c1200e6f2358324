"""All that the bot remembers: in a file that only its owner may read, or in a schema of a PostgreSQL database."""

from pathlib import Path
from types import TracebackType

from bot.journal import SCHEMA as JOURNAL
from bot.journal import Journal
from bot.locales import say, terminal_language
from bot.memory.added import Added
from bot.memory.conversations import Conversations
from bot.memory.gaps import Gaps
from bot.memory.keys import Keys
from bot.memory.moves import Moves
from bot.memory.pending import Pending
from bot.memory.people import People
from bot.memory.preferences import Preferences
from bot.memory.presses import Presses
from bot.memory.refusals import Refusals
from bot.memory.tables import SCHEMA
from bot.memory.watching import Findings, Watches
from bot.stores import fold_log, open_server, open_store, vacuum, within
from retrieval.errors import IbidError

CONVERSATIONS_FILE = "conversations.sqlite"


class Memory:
    """All that is remembered, by what it is about: in files in `folder`, or in the PostgreSQL database at the address
    `server`, which several processes may share. Safe to use from several threads.

    Raises:
        IbidError: the file, or the database, cannot be made, opened or read.
    """

    def __init__(self, folder: Path, server: str | None = None) -> None:
        self.file = folder / CONVERSATIONS_FILE
        self.server = open_server(server, (SCHEMA, JOURNAL)) if server else None
        self._engine = within(self.server, SCHEMA) if self.server else open_store(self.file, SCHEMA)
        self.conversations = Conversations(self._engine)
        self.gaps = Gaps(self._engine)
        self.preferences = Preferences(self._engine)
        self.moves = Moves(self._engine)
        self.pending = Pending(self._engine)
        self.presses = Presses(self._engine)
        self.refusals = Refusals(self._engine)
        self.added = Added(self._engine)
        self.journal = Journal(folder, self.server)
        self.people = People(self._engine)
        self.keys = Keys(self._engine)
        self.watches = Watches(self._engine)
        self.findings = Findings(self._engine)

    def forget(self, chat_id: int, user_id: int) -> None:
        """Erase all that is kept of a chat, and of a person in all chats, but the person's role. In a file, the bytes
        are overwritten at once; on PostgreSQL, the rows are deleted and their place is given free."""
        self.conversations.forget(chat_id)
        self.gaps.forget(chat_id, user_id)
        self.preferences.forget(chat_id, user_id)
        self.pending.forget(chat_id)
        self.presses.forget(chat_id)
        self.refusals.forget(chat_id, user_id)
        self.added.forget(chat_id, user_id)
        self.watches.forget(chat_id, user_id)
        self._erase()
        self.journal.forget(chat_id)

    def expire(self, before: float) -> None:
        """Erase, in the same way, what was asked and answered before then, in seconds since 1970; what people chose
        and who has which role stays."""
        self.conversations.expire(before)
        self.gaps.expire(before)
        self.added.expire(before)
        self.findings.expire(before)
        self._erase()

    def _erase(self) -> None:
        if self.server:
            vacuum(self.server, SCHEMA)
        elif not fold_log(self._engine):  # somebody reads all the time: to say that all is gone would be untrue
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
