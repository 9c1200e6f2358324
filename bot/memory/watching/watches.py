"""What people watch: a question in a chat, how often they want to be told, and how far it has been asked."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, delete, func, insert, or_, select, update

from bot.memory.moves import chat_now
from bot.memory.tables import FINDINGS, WATCHES

# In one chat. More than a person reads; each costs some work with every article.
MOST_WATCHES = 20


@dataclass(frozen=True, slots=True)
class Watch:
    """A question that is asked of what arrives. `hour` (0 to 23, by the clock of this machine) is that of its daily
    digest, `None` where it is told at once; `seen` is the first number of passages that it was not asked of yet;
    `told` counts the sentences that it brought."""

    number: int
    chat_id: int
    thread_id: int
    user_id: int
    question: str
    lang: str
    hour: int | None
    paused: bool
    made: float
    seen: int
    told: int = 0


class Watches:
    """Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(
        self, chat_id: int, thread_id: int, user_id: int, question: str, lang: str, seen: int, now: float
    ) -> Watch | None:
        """A new watch, told at once; the old one where the chat has it already; `None` where it has too many."""
        with self._engine.begin() as connection:
            chat_id = chat_now(connection, chat_id)
            of_chat = connection.execute(_watches().where(WATCHES.c.chat_id == chat_id)).all()
            for row in of_chat:
                if row.question == question and row.thread_id == thread_id:
                    return _watch(row)
            if len(of_chat) >= MOST_WATCHES:
                return None
            values = {
                "chat_id": chat_id,
                "thread_id": thread_id,
                "user_id": user_id,
                "question": question,
                "lang": lang,
            }
            values |= {"hour": None, "paused": False, "made": now, "seen": seen}
            number = connection.execute(insert(WATCHES).returning(WATCHES.c.number), values).scalar_one()
            return _watch(connection.execute(_watches().where(WATCHES.c.number == number)).one())

    def of(self, chat_id: int) -> list[Watch]:
        """Those of a chat, in the order in which they were made."""
        with self._engine.connect() as connection:
            return self._listed(WATCHES.c.chat_id == chat_now(connection, chat_id))

    def asked(self) -> list[Watch]:
        """All that are to be asked of what arrives."""
        return self._listed(~WATCHES.c.paused)

    def all(self) -> list[Watch]:
        return self._listed(WATCHES.c.number > 0)

    def find(self, chat_id: int, number: int) -> Watch | None:
        """The watch with this number, if it is of this chat."""
        return next((watch for watch in self.of(chat_id) if watch.number == number), None)

    def choose(self, number: int, hour: int | None) -> None:
        """How often it is told."""
        self._change(number, hour=hour)

    def pause(self, number: int) -> None:
        self._change(number, paused=True)

    def resume(self, number: int, seen: int) -> None:
        """It goes on from there: what came while it was paused is not told."""
        self._change(number, paused=False, seen=seen)

    def end(self, number: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(FINDINGS).where(FINDINGS.c.watch == number))
            connection.execute(delete(WATCHES).where(WATCHES.c.number == number))

    def end_all(self, chat_id: int) -> int:
        """Nobody is there any more to be told: returns how many watches that ends."""
        return self._end(WATCHES.c.chat_id == chat_id)

    def forget(self, chat_id: int, user_id: int) -> None:
        """Erase those of a chat, and those of a person in any."""
        self._end(or_(WATCHES.c.chat_id == chat_id, WATCHES.c.user_id == user_id))

    def _end(self, condition: ColumnElement[bool]) -> int:
        with self._engine.begin() as connection:
            ended = select(WATCHES.c.number).where(condition)
            connection.execute(delete(FINDINGS).where(FINDINGS.c.watch.in_(ended)))
            return connection.execute(delete(WATCHES).where(condition)).rowcount

    def _listed(self, condition: ColumnElement[bool]) -> list[Watch]:
        with self._engine.connect() as connection:
            rows = connection.execute(_watches().where(condition).order_by(WATCHES.c.number)).all()
        return [_watch(row) for row in rows]

    def _change(self, number: int, **values: object) -> None:
        with self._engine.begin() as connection:
            connection.execute(update(WATCHES).where(WATCHES.c.number == number).values(values))


def _watches() -> Select[Any]:
    told = select(func.count()).where(FINDINGS.c.watch == WATCHES.c.number, FINDINGS.c.told)
    return select(WATCHES, told.correlate(WATCHES).scalar_subquery().label("told"))


def _watch(row: Row[Any]) -> Watch:
    return Watch(**row._mapping)
