"""What Telegram sent and what became of it: no question is lost and none answered twice, whenever the process ends."""

import copy
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, Select, Update, delete, func, select, union, update

from bot.journal.entries import WRITTEN, Earlier, Entry, Json, Sending, entry_of, row_of
from bot.journal.leases import Lease, Overtaken, is_held
from bot.journal.listening import tell
from bot.journal.tables import LATEST, MESSAGES, SCHEMA, UPDATES
from bot.journal.wishes import Wishes
from bot.stores import fold_log, open_store, vacuum, within
from retrieval.databases import put, put_new

JOURNAL_FILE = "journal.sqlite"
# Seconds for which a handled update is known again. Telegram keeps one for a day; after a week without any, its ids
# may begin anew.
KNOWN = 2 * 86400
# Seconds for which a dead letter is shown.
SHOWN = 30 * 86400
# Seconds between two looks for what is too old.
PURGED = 3600.0

State = Literal["waiting", "done", "dropped", "dead", "unreadable"]


class Journal:
    """The journal of one bot, in a file in `folder`, or in its schema on a `server`. Safe to use from several threads;
    its writes to a file come one after the other.

    Raises:
        IbidError: the file cannot be made, opened or read.
        Overtaken: `under` a lease, from each method that writes of an update: another worker has it now.
        SQLAlchemyError: from each method, when nothing can be written (the disk is full, the file is locked).
    """

    def __init__(self, folder: Path, server: Engine | None = None) -> None:
        self._server = server
        if server:
            self._synced = self._quick = within(server, SCHEMA)
            self._lock: threading.Lock | nullcontext[None] = nullcontext()
        else:
            file = folder / JOURNAL_FILE
            # What must outlive a loss of power goes through the first; the rest can be found out again.
            self._synced = open_store(file, SCHEMA, synced=True)
            self._quick = open_store(file, SCHEMA)
            self._lock = threading.Lock()
        self._purged = 0.0
        self._lease: Lease | None = None
        self.wishes = Wishes(self._quick)

    def under(self, lease: Lease | None) -> "Journal":
        """The same journal, which refuses to be written by whoever has lost this lease."""
        if lease is None:
            return self
        fenced = copy.copy(self)
        fenced._lease = lease
        return fenced

    # Updates

    def receive(self, updates: Iterable[Json], *, own: bool = False) -> list[Entry]:
        """Write down what was fetched, or our `own`, in one transaction; returns what was not known yet, in order."""
        now = time.time()
        with self._lock, self._synced.begin() as connection:
            fresh = [entry_of(one, now) for one in updates if put_new(connection, UPDATES, row_of(one, now))]
            if fresh and not own:
                put(connection, LATEST, {"name": "update", "at": now, "words": ""})
            for chat_id in {one.chat_id for one in fresh} if self._server else ():
                tell(connection, chat_id)
        self._purge(now)
        return fresh

    def unfinished(self) -> list[Entry]:
        """What was received and is not handled, in order."""
        kept = UPDATES.c
        columns = (kept.update_id, kept.chat_id, kept.kind, kept.at, kept.body, kept.together)
        query = select(*columns).where(UPDATES.c.state == "waiting").order_by(UPDATES.c.update_id)
        with self._quick.connect() as connection:
            return [Entry(*row) for row in connection.execute(query)]

    def begin(self, update_id: int) -> int:
        """Count one more attempt; returns how many that makes, those that a kill ended among them, since the last one
        that came as far as a message to be sent."""
        of_update = UPDATES.c.update_id == update_id
        with self._writing() as connection:
            connection.execute(update(UPDATES).where(of_update).values(attempts=UPDATES.c.attempts + 1))
            return int(connection.execute(select(UPDATES.c.attempts).where(of_update)).scalar_one())

    def finish(self, update_id: int, state: State = "done", error: str = "") -> None:
        self.finish_all([update_id], state, error)

    def finish_all(self, update_ids: Sequence[int], state: State = "done", error: str = "") -> None:
        """They are handled for good, never one alone: what the person wrote is erased."""
        values = {"state": state, "error": error, "body": ""}
        with self._writing() as connection:
            connection.execute(update(UPDATES).where(UPDATES.c.update_id.in_(update_ids)).values(values))

    def join(self, update_ids: Sequence[int], first: int | None) -> None:
        """These are answered in one message from now on, whenever the process ends; with `None`, each by itself."""
        with self._writing() as connection:
            connection.execute(update(UPDATES).where(UPDATES.c.update_id.in_(update_ids)).values(together=first))

    # Messages

    def sending(self, update_id: int, part: int) -> Sending | None:
        """The message that was begun as this part of the answer, if any."""
        columns = (MESSAGES.c.chat_id, MESSAGES.c.since, MESSAGES.c.begun, MESSAGES.c.message_id)
        of_part = (MESSAGES.c.update_id == update_id, MESSAGES.c.part == part)
        with self._quick.connect() as connection:
            row = connection.execute(select(*columns).where(*of_part)).first()
        return Sending(*row) if row else None

    def begin_sending(self, update_id: int, part: int, chat_id: int) -> Sending:
        """Write down, before it is sent, that a message will be: its id will be greater than all known of the chat."""
        now = time.time()
        with self._writing(synced=True) as connection:
            since = max(connection.execute(query).scalar() or 0 for query in _greatest(chat_id))
            row = {"update_id": update_id, "part": part, "chat_id": chat_id, "since": since, "begun": now}
            put(connection, MESSAGES, row)
            connection.execute(_harmless(update_id))
        return Sending(chat_id, since, now, None)

    def has_begun(self, update_id: int) -> bool:
        """Whether a message that answers it was sent, or perhaps was."""
        query = select(MESSAGES.c.part).where(MESSAGES.c.update_id == update_id)
        with self._quick.connect() as connection:
            return connection.execute(query).first() is not None

    def clear(self, update_id: int) -> None:
        """Its answer was worked out once more, and the process is still there: its attempts count no more."""
        with self._writing() as connection:
            connection.execute(_harmless(update_id))

    def sent(self, update_id: int, part: int, chat_id: int, message_id: int) -> None:
        """It is delivered, and has this id."""
        of_part = (MESSAGES.c.update_id == update_id, MESSAGES.c.part == part)
        with self._writing() as connection:
            connection.execute(update(MESSAGES).where(*of_part).values(chat_id=chat_id, message_id=message_id))

    def unsent(self, update_id: int, part: int) -> None:
        """It is certain that it was not delivered."""
        of_part = (MESSAGES.c.update_id == update_id, MESSAGES.c.part == part)
        with self._writing() as connection:
            connection.execute(delete(MESSAGES).where(*of_part))

    def known(self, chat_id: int, since: int) -> set[int]:
        """The ids of messages of a chat, a person's and ours, that are greater than `since`."""
        of_chat = [
            select(table.c.message_id).where(table.c.chat_id == chat_id, table.c.message_id > since)
            for table in (UPDATES, MESSAGES)
        ]
        # The message whose button was pressed may be the very one that is looked for.
        of_chat[0] = of_chat[0].where(UPDATES.c.kind != "callback_query")
        with self._quick.connect() as connection:
            return set(connection.execute(union(*of_chat)).scalars())

    def beyond(self, update_id: int, parts: int) -> list[tuple[int, int]]:
        """Chat and message ids of an earlier attempt's messages that this one, which made `parts`, has no use for."""
        of_update = (MESSAGES.c.update_id == update_id, MESSAGES.c.part >= parts, MESSAGES.c.message_id.is_not(None))
        with self._quick.connect() as connection:
            rows = connection.execute(select(MESSAGES.c.chat_id, MESSAGES.c.message_id).where(*of_update)).all()
        return [(row[0], row[1]) for row in rows]

    def earlier(self, update_id: int, chat_id: int, message_id: int) -> Earlier | None:
        """What is known of the message that an update is an edit of; `None` where it is not known."""
        of_message = (UPDATES.c.chat_id == chat_id, UPDATES.c.message_id == message_id, UPDATES.c.kind.in_(WRITTEN))
        query = select(UPDATES.c.update_id, UPDATES.c.checksum).where(*of_message, UPDATES.c.update_id <= update_id)
        with self._quick.connect() as connection:
            rows = connection.execute(query.order_by(UPDATES.c.update_id)).all()
        before = [row for row in rows if row.update_id < update_id]
        if not before:
            return None
        changed = before[-1].checksum != rows[-1].checksum
        return Earlier(changed, self._places([row.update_id for row in before]))

    def answers(self, chat_id: int, message_ids: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """The messages that answer these of a person, as (chat, message), in order."""
        of_messages = (UPDATES.c.chat_id == chat_id, UPDATES.c.message_id.in_(message_ids))
        query = select(UPDATES.c.update_id).where(*of_messages, UPDATES.c.kind.in_(WRITTEN))
        with self._quick.connect() as connection:
            update_ids = connection.execute(query).scalars().all()
        return self._places(update_ids)

    def _places(self, update_ids: Iterable[int]) -> tuple[tuple[int, int], ...]:
        query = select(MESSAGES.c.chat_id, MESSAGES.c.message_id).where(MESSAGES.c.update_id.in_(update_ids))
        with self._quick.connect() as connection:
            rows = connection.execute(query.where(MESSAGES.c.message_id.is_not(None)).distinct()).all()
        return tuple(sorted((row[0], row[1]) for row in rows))

    # The rest

    def note_error(self, words: str) -> None:
        """Keep what went wrong last, for whoever looks at the state of the bot."""
        row = {"name": "error", "at": time.time(), "words": words}
        with self._lock, self._quick.begin() as connection:
            put(connection, LATEST, row)

    def forget(self, chat_id: int) -> None:
        """Erase the ids of a chat, but for what waits to be handled."""
        handled = select(UPDATES.c.update_id).where(UPDATES.c.chat_id == chat_id, UPDATES.c.state != "waiting")
        nothing = {"key": None, "chat_id": 0, "message_id": None}
        with self._lock, self._quick.begin() as connection:
            connection.execute(delete(MESSAGES).where(func.abs(MESSAGES.c.update_id).in_(handled)))
            connection.execute(update(UPDATES).where(UPDATES.c.update_id.in_(handled)).values(nothing))
        self.fold()
        if self._server:
            vacuum(self._server, SCHEMA)

    def fold(self) -> None:
        """Let what was erased be gone from the log of writes of the file too; a server sees to its own."""
        if not self._server:
            with self._lock:
                fold_log(self._quick)

    def close(self) -> None:
        self._quick.dispose()
        self._synced.dispose()

    @contextmanager
    def _writing(self, *, synced: bool = False) -> Iterator[Connection]:
        """A transaction of whoever holds the lease, if there is one."""
        with self._lock, (self._synced if synced else self._quick).begin() as connection:
            if self._lease and not is_held(connection, self._lease):
                raise Overtaken
            yield connection

    def _purge(self, now: float) -> None:
        """Now and then, forget what was handled long ago."""
        if abs(now - self._purged) < PURGED:  # the clock may have jumped either way
            return
        self._purged = now
        old = (UPDATES.c.at < now - KNOWN) & UPDATES.c.state.in_(("done", "dropped"))
        older = (UPDATES.c.at < now - SHOWN) & UPDATES.c.state.in_(("dead", "unreadable"))
        with self._lock, self._quick.begin() as connection:
            connection.execute(delete(UPDATES).where(old | older))
            of_known = func.abs(MESSAGES.c.update_id).in_(select(UPDATES.c.update_id))
            connection.execute(delete(MESSAGES).where(~of_known))


def _harmless(owner: int) -> Update:
    return update(UPDATES).where(UPDATES.c.update_id == abs(owner)).values(attempts=0)


def _greatest(chat_id: int) -> list[Select[Any]]:
    return [select(func.max(table.c.message_id)).where(table.c.chat_id == chat_id) for table in (UPDATES, MESSAGES)]
