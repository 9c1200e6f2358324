"""Groups that became supergroups: each has a new id, and its messages are numbered anew.

What was kept of the group is the supergroup's from then on. Its messages are out of reach, except for buttons, which
come with the old id: they are kept under numbers below all that the supergroup has.
"""

from sqlalchemy import Connection, Engine, Table, delete, select, update

from bot.memory.tables import ANSWERS, GAPS, MOVES, PREFERENCES, SOURCES, THREADS, WATCHES
from retrieval.databases import put_new

# What is taken off the number of a message of the group. Telegram's numbers are below.
SHIFT = 2**40


class Moves:
    """Which group became which supergroup. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def former(self, chat_id: int) -> int | None:
        """The id that a supergroup had as a group, if it was one."""
        with self._engine.connect() as connection:
            return connection.execute(select(MOVES.c.former).where(MOVES.c.chat_id == chat_id)).scalar()

    def move(self, former: int, chat_id: int) -> bool:
        """Let what is kept of a group be the supergroup's; False where it is already."""
        with self._engine.begin() as connection:
            if not put_new(connection, MOVES, {"chat_id": chat_id, "former": former}):
                return False
            for table in (ANSWERS, SOURCES, GAPS):
                numbers = {"chat_id": chat_id, "message_id": table.c.message_id - SHIFT}
                if table is ANSWERS:
                    numbers["question_id"] = table.c.question_id - SHIFT
                connection.execute(update(table).where(table.c.chat_id == former).values(numbers))
            _rename(connection, THREADS, "chat_id", former, chat_id)
            _rename(connection, PREFERENCES, "id", former, chat_id)
            connection.execute(update(WATCHES).where(WATCHES.c.chat_id == former).values(chat_id=chat_id))
        return True


def place_now(connection: Connection, chat_id: int, message_id: int) -> tuple[int, int]:
    """Where what is known of a message is kept, which may be one of a group that is a supergroup now."""
    now = chat_now(connection, chat_id)
    return (chat_id, message_id) if now == chat_id else (now, message_id - SHIFT)


def chat_now(connection: Connection, chat_id: int) -> int:
    """The id that a chat has now."""
    return connection.execute(select(MOVES.c.chat_id).where(MOVES.c.former == chat_id)).scalar() or chat_id


def _rename(connection: Connection, table: Table, column: str, before: int, after: int) -> None:
    """What is there under the new id already is newer, and stays."""
    for row in connection.execute(select(table).where(table.c[column] == before)).mappings().all():
        put_new(connection, table, {**row, column: after})
    connection.execute(delete(table).where(table.c[column] == before))
