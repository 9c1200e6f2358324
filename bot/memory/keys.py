"""The keys with which programs ask. Of each, its digest alone is kept."""

import hashlib
import secrets
import time
from dataclasses import dataclass

from sqlalchemy import Engine, delete, func, insert, select

from bot.memory.tables import KEYS

# In front of each key, so that whoever finds one in a file knows what it opens.
BEGINNING = "ibid_"
# Bytes of chance in a key: nobody finds one by trying, and a plain digest of so much chance can't be turned back.
CHANCE = 24


@dataclass(frozen=True, slots=True)
class Key:
    """`number` is what it is listed and revoked by; `at` is when it was made, in seconds since 1970."""

    number: int
    name: str
    at: float


class Keys:
    """The keys that are good. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, name: str) -> tuple[Key, str]:
        """A new key, and its secret, which is told this once."""
        secret, now = BEGINNING + secrets.token_urlsafe(CHANCE), time.time()
        with self._engine.begin() as connection:
            last = connection.execute(select(func.max(KEYS.c.number))).scalar() or 0
            connection.execute(insert(KEYS), {"number": last + 1, "name": name, "digest": _digest(secret), "at": now})
        return Key(last + 1, name, now), secret

    def find(self, secret: str) -> Key | None:
        """The key with this secret, if it is good."""
        query = select(KEYS.c.number, KEYS.c.name, KEYS.c.at).where(KEYS.c.digest == _digest(secret))
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Key(*row) if row else None

    def all(self) -> list[Key]:
        """The keys that are good, the latest last."""
        query = select(KEYS.c.number, KEYS.c.name, KEYS.c.at).order_by(KEYS.c.number)
        with self._engine.connect() as connection:
            return [Key(*row) for row in connection.execute(query)]

    def revoke(self, number: int) -> bool:
        """Make a key worthless from the next request on; False where there is none of that number."""
        with self._engine.begin() as connection:
            return connection.execute(delete(KEYS).where(KEYS.c.number == number)).rowcount > 0


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
