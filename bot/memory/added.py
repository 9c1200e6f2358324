"""Who added what, so that an editor can take back the own additions without a question."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, or_, select, update

from bot.memory.tables import ADDED

# A change of the library, by its number, from (inclusive) to (exclusive).
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Addition:
    """The changes that an addition made, and when, in seconds since 1970; whether it is being `taken_back`."""

    number: int
    at: float
    changes: tuple[Span, ...]
    taken_back: bool


class Added:
    """The additions of all editors. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def remember(self, user_id: int, chat_id: int, changes: Sequence[Span]) -> None:
        spans = " ".join(f"{begin}-{stop}" for begin, stop in changes)
        row = {"user_id": user_id, "chat_id": chat_id, "at": time.time(), "changes": spans}
        with self._engine.begin() as connection:
            connection.execute(insert(ADDED), row)

    def last(self, user_id: int, update_id: int) -> Addition | None:
        """The last addition of a person that was not taken back, or that this very update takes back."""
        undone = or_(ADDED.c.undone_by.is_(None), ADDED.c.undone_by == update_id)
        # One that this update takes back already comes first: handled again, it must not take back one more.
        order = (ADDED.c.undone_by.is_(None), ADDED.c.number.desc())
        columns = (ADDED.c.number, ADDED.c.at, ADDED.c.changes, ADDED.c.undone_by)
        query = select(*columns).where(ADDED.c.user_id == user_id, undone)
        with self._engine.connect() as connection:
            row = connection.execute(query.order_by(*order).limit(1)).first()
        return Addition(row[0], row[1], _spans(row[2]), row[3] is not None) if row else None

    def take_back(self, number: int, update_id: int) -> None:
        """This update takes it back."""
        with self._engine.begin() as connection:
            connection.execute(update(ADDED).where(ADDED.c.number == number).values(undone_by=update_id))

    def made(self, user_id: int, change: int, since: float) -> bool:
        """Whether a person made this change of the library, not before that moment."""
        query = select(ADDED.c.changes).where(ADDED.c.user_id == user_id, ADDED.c.at >= since)
        with self._engine.connect() as connection:
            spans = [span for changes in connection.execute(query).scalars() for span in _spans(changes)]
        return any(begin <= change < stop for begin, stop in spans)

    def forget(self, chat_id: int, user_id: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(ADDED).where(or_(ADDED.c.user_id == user_id, ADDED.c.chat_id == chat_id)))

    def expire(self, before: float) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(ADDED).where(ADDED.c.at < before))


def _spans(changes: str) -> tuple[Span, ...]:
    ends = [span.split("-") for span in changes.split()]
    return tuple((int(begin), int(stop)) for begin, stop in ends)
