"""What a person or a group chose: the bot's language, and whether a group wants answers that may not be one."""

from dataclasses import dataclass

from sqlalchemy import Engine, delete, select

from bot.locales import LANGUAGES, Lang
from bot.memory.moves import chat_now
from bot.memory.tables import PREFERENCES
from retrieval.databases import put


@dataclass(frozen=True, slots=True)
class Choice:
    """`language` is `None` where it follows the person's program."""

    language: Lang | None = None
    possible: bool = True


class Preferences:
    """Choices by the id of a person or a group. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, owner: int) -> Choice:
        with self._engine.connect() as connection:
            now = chat_now(connection, owner) if owner < 0 else owner
            query = select(PREFERENCES.c.language, PREFERENCES.c.possible).where(PREFERENCES.c.id == now)
            row = connection.execute(query).first()
        if row is None:
            return Choice()
        return Choice(next((lang for lang in LANGUAGES if lang == row[0]), None), row[1] is not False)

    def choose(self, owner: int, choice: Choice) -> None:
        row = {"id": owner, "language": choice.language, "possible": choice.possible}
        with self._engine.begin() as connection:
            put(connection, PREFERENCES, row)

    def forget(self, chat_id: int, user_id: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(delete(PREFERENCES).where(PREFERENCES.c.id.in_((chat_id, user_id))))
