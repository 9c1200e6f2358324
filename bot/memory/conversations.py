"""What a chat needs to remember: which sentences each answer cited, and what the last question was about."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, Row, Select, delete, or_, select

from bot.memory.moves import chat_now, place_now
from bot.memory.tables import ADDITIONS, ANSWERS, SOURCES, THREADS
from retrieval.databases import put

Kepts = Select[int, int | None, int | None, str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is remembered: its message, the message that it answers and a checksum of that one's text, the
    ids of its citations, of the next best ones, and of the passages that came closest where there is no citation."""

    message_id: int
    question_id: int | None
    checksum: int | None
    citations: tuple[str, ...]
    further: tuple[str, ...]
    nearest: tuple[str, ...] = ()


class Conversations:
    """The memory of all chats. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember(
        self,
        chat_id: int,
        message_id: int,
        citation_ids: Sequence[str],
        thread_id: int | None = None,
        *,
        further: Sequence[str] = (),
        nearest: Sequence[str] = (),
        question_id: int | None = None,
        checksum: int | None = None,
    ) -> None:
        """Keep that this message answered with these citations; none for an answer that cited nothing."""
        row = {
            "chat_id": chat_id,
            "message_id": message_id,
            "thread_id": thread_id or 0,
            "citations": " ".join(citation_ids),
            "at": time.time(),
            "further": " ".join(further),
            "question_id": question_id,
            "checksum": checksum,
            "nearest": " ".join(nearest),
        }
        with self._engine.begin() as connection:
            row["chat_id"] = chat_now(connection, chat_id)
            put(connection, ANSWERS, row)

    def remember_source(self, chat_id: int, message_id: int, citation_id: str, thread_id: int | None = None) -> None:
        """Keep that this message shows the source of a citation."""
        row = {
            "chat_id": chat_id,
            "message_id": message_id,
            "thread_id": thread_id or 0,
            "citation": citation_id,
            "at": time.time(),
        }
        with self._engine.begin() as connection:
            row["chat_id"] = chat_now(connection, chat_id)
            put(connection, SOURCES, row)

    def remember_subject(self, chat_id: int, thread_id: int | None, subject: str, seconds: float) -> None:
        """Keep what the last question was about; what is older than `seconds`, in any chat, is erased."""
        now = time.time()
        row = {"chat_id": chat_id, "thread_id": thread_id or 0, "subject": subject, "at": now}
        with self._engine.begin() as connection:
            row["chat_id"] = chat_now(connection, chat_id)
            connection.execute(delete(THREADS).where(THREADS.c.at < now - seconds))
            put(connection, THREADS, row)

    def remember_addition(self, chat_id: int, message_id: int, name: str) -> None:
        """Keep which article an editor's message became."""
        row = {"chat_id": chat_id, "message_id": message_id, "name": name, "at": time.time()}
        with self._engine.begin() as connection:
            put(connection, ADDITIONS, row)

    def addition(self, chat_id: int, message_id: int) -> str | None:
        """The name of the article that a message became."""
        of_message = (ADDITIONS.c.chat_id == chat_id, ADDITIONS.c.message_id == message_id)
        with self._engine.connect() as connection:
            return connection.execute(select(ADDITIONS.c.name).where(*of_message)).scalar()

    def withdraw(self, chat_id: int, message_ids: Sequence[int]) -> None:
        """Forget what messages of the bot answered and show: they will say something else."""
        with self._engine.begin() as connection:
            for table in (ANSWERS, SOURCES):
                of_messages = (table.c.chat_id == chat_id, table.c.message_id.in_(message_ids))
                connection.execute(delete(table).where(*of_messages))

    def subject(self, chat_id: int, thread_id: int | None, seconds: float) -> str | None:
        """What the last question was about, unless it is older than `seconds`."""
        of_thread = (THREADS.c.chat_id == chat_id, THREADS.c.thread_id == (thread_id or 0))
        query = select(THREADS.c.subject).where(*of_thread, THREADS.c.at >= time.time() - seconds)
        with self._engine.connect() as connection:
            return connection.execute(query).scalar()

    def answer(self, chat_id: int, message_id: int) -> Kept | None:
        """The answer that this message gave; `None` when it gave none."""
        with self._engine.connect() as connection:
            chat_id, message_id = place_now(connection, chat_id, message_id)
        return self._first(_answers().where(ANSWERS.c.chat_id == chat_id, ANSWERS.c.message_id == message_id))

    def citations_of(self, chat_id: int, message_id: int) -> tuple[str, ...] | None:
        """The citation ids of an answer, in order; `None` when that message was none."""
        kept = self.answer(chat_id, message_id)
        return kept.citations if kept else None

    def last(self, chat_id: int, thread_id: int | None = None) -> Kept | None:
        """The last answer in a chat, or in a topic of it; `None` before the first."""
        of_thread = (ANSWERS.c.chat_id == chat_id, ANSWERS.c.thread_id == (thread_id or 0))
        return self._first(_answers().where(*of_thread).order_by(ANSWERS.c.message_id.desc()).limit(1))

    def cited(self, chat_id: int, thread_id: int | None = None) -> list[str]:
        """The ids of all citations of a chat, or of a topic of it, in the order in which they were first shown."""
        of_thread = (ANSWERS.c.chat_id == chat_id, ANSWERS.c.thread_id == (thread_id or 0))
        query = select(ANSWERS.c.citations).where(*of_thread).order_by(ANSWERS.c.message_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query).scalars().all()
        return list(dict.fromkeys(one for row in rows for one in row.split()))

    def answers_to(self, chat_id: int, question_id: int) -> list[Kept]:
        """The messages that answered a person's message, in order."""
        query = _answers().where(ANSWERS.c.chat_id == chat_id, ANSWERS.c.question_id == question_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(ANSWERS.c.message_id)).all()
        return [_kept(row) for row in rows]

    def source(self, chat_id: int, message_id: int) -> str | None:
        """The id of the citation whose source this message shows; `None` when it shows none."""
        with self._engine.connect() as connection:
            chat_id, message_id = place_now(connection, chat_id, message_id)
            query = select(SOURCES.c.citation).where(SOURCES.c.chat_id == chat_id, SOURCES.c.message_id == message_id)
            return connection.execute(query).scalar()

    def last_source(self, chat_id: int, thread_id: int | None = None) -> str | None:
        """The id of the citation whose source was last shown in a chat, or in a topic of it, since the last answer."""
        answered = self.last(chat_id, thread_id)
        of_thread = (SOURCES.c.chat_id == chat_id, SOURCES.c.thread_id == (thread_id or 0))
        query = select(SOURCES.c.citation).where(*of_thread)
        if answered:
            query = query.where(SOURCES.c.message_id > answered.message_id)
        with self._engine.connect() as connection:
            return connection.execute(query.order_by(SOURCES.c.message_id.desc()).limit(1)).scalar()

    def forget(self, chat_id: int) -> None:
        """Erase all that is kept of a chat."""
        with self._engine.begin() as connection:
            for table in (ADDITIONS, ANSWERS, SOURCES, THREADS):
                connection.execute(delete(table).where(table.c.chat_id == chat_id))

    def expire(self, before: float) -> None:
        """Erase what is from before then, in seconds since 1970; of unknown age is what is old."""
        with self._engine.begin() as connection:
            for table in (ADDITIONS, ANSWERS, SOURCES, THREADS):
                connection.execute(delete(table).where(or_(table.c.at < before, table.c.at.is_(None))))

    def _first(self, query: Kepts) -> Kept | None:
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _kept(row) if row else None


def _answers() -> Kepts:
    found = ANSWERS.c
    return select(found.message_id, found.question_id, found.checksum, found.citations, found.further, found.nearest)


def _kept(row: Row[int, int | None, int | None, str, str | None, str | None]) -> Kept:
    return Kept(row[0], row[1], row[2], *(tuple((ids or "").split()) for ids in row[3:6]))
