"""Who has which role, and the invitations that are open. Ids alone are kept, no name."""

import hashlib
import secrets
import time
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select

from bot.memory.tables import INVITATIONS, PEOPLE
from bot.values import ROLES, Role
from retrieval.databases import put

# In front of the code in a deep link; a citation's link begins otherwise.
INVITATION = "i_"
# Bytes of chance in an invitation: nobody finds one by trying.
CHANCE = 24
DAY = 86_400


@dataclass(frozen=True, slots=True)
class Person:
    """`at` is when the role was given, in seconds since 1970."""

    user_id: int
    role: Role
    at: float


class People:
    """The roles that invitations gave. Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def role(self, user_id: int) -> Role | None:
        with self._engine.connect() as connection:
            return _role(connection, user_id)

    def all(self) -> list[Person]:
        """Everybody with a role, the latest last."""
        query = select(PEOPLE.c.user_id, PEOPLE.c.role, PEOPLE.c.at).order_by(PEOPLE.c.at)
        with self._engine.connect() as connection:
            return [Person(row[0], _known(row[1]), row[2]) for row in connection.execute(query)]

    def invite(self, role: Role, days: int, by: int = 0) -> tuple[str, float]:
        """The parameter of a deep link that gives a role to the first who uses it, and until when (seconds since 1970).

        Only a digest is kept: who reads the database can't use the invitations in it. `by` 0 is who has the shell.
        """
        code, now = secrets.token_urlsafe(CHANCE), time.time()
        expires = now + days * DAY
        row = {"digest": _digest(code), "role": role, "made_by": by, "expires": expires}
        with self._engine.begin() as connection:
            connection.execute(delete(INVITATIONS).where(INVITATIONS.c.expires <= now))
            connection.execute(insert(INVITATIONS), row)
        return INVITATION + code, expires

    def redeem(self, parameter: str, user_id: int) -> bool:
        """Whether the parameter of a deep link was an open invitation: then it is used, and the person has its role.

        Nobody loses a higher role by it.
        """
        code = parameter.removeprefix(INVITATION)
        used = delete(INVITATIONS).where(INVITATIONS.c.digest == _digest(code), INVITATIONS.c.expires > time.time())
        with self._engine.begin() as connection:  # the deletion takes the write lock: of two who try, one succeeds
            found = connection.execute(used.returning(INVITATIONS.c.role)).scalar()
            if found is None:
                return False
            role = max(_role(connection, user_id) or "reader", _known(found), key=ROLES.index)
            row = {"user_id": user_id, "role": role, "at": time.time()}
            put(connection, PEOPLE, row)
        return True

    def invitations(self) -> list[tuple[Role, float]]:
        """The role and the end of each open invitation, the first to end first."""
        query = select(INVITATIONS.c.role, INVITATIONS.c.expires).where(INVITATIONS.c.expires > time.time())
        with self._engine.connect() as connection:
            return [(_known(row[0]), row[1]) for row in connection.execute(query.order_by(INVITATIONS.c.expires))]

    def revoke(self, user_id: int) -> bool:
        """Take a person's role, and the invitations that the person made; False where there was no role."""
        with self._engine.begin() as connection:
            connection.execute(delete(INVITATIONS).where(INVITATIONS.c.made_by == user_id))
            return connection.execute(delete(PEOPLE).where(PEOPLE.c.user_id == user_id)).rowcount > 0

    def withdraw_invitations(self) -> int:
        """Make all open invitations worthless; returns how many there were."""
        with self._engine.begin() as connection:
            return connection.execute(delete(INVITATIONS)).rowcount


def _role(connection: Connection, user_id: int) -> Role | None:
    found = connection.execute(select(PEOPLE.c.role).where(PEOPLE.c.user_id == user_id)).scalar()
    return None if found is None else _known(found)


def _known(role: str) -> Role:
    """What is in the database, if we know it; a role of a newer Ibid gives no more than the least."""
    return next((known for known in ROLES if known == role), "reader")


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()
