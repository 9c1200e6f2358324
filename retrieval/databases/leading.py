"""One of several processes does what is to be done once: who holds an advisory lock of PostgreSQL."""

import threading

from sqlalchemy import Connection, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError


class Leadership:
    """The lock of that number, for as long as this process and its connection live. Safe to use from several threads.

    Without a server there is one process, and it leads.
    """

    def __init__(self, engine: Engine | None, lock: int) -> None:
        self._engine = engine
        self._number = lock
        self._held: Connection | None = None
        self._lock = threading.Lock()

    def leads(self) -> bool:
        """Whether this process leads; it tries to where nobody does. With the server away, nobody is known to lead."""
        if self._engine is None:
            return True
        with self._lock:
            try:
                if self._held is not None:
                    self._held.execute(text("SELECT 1"))
                    return True
                self._held = self._take(self._engine)
            except SQLAlchemyError:
                self._let_go()
                return False
            return self._held is not None

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _take(self, engine: Engine) -> Connection | None:
        connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        taken = False
        try:
            taken = bool(
                connection.execute(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": self._number}).scalar()
            )
        finally:
            if not taken:
                connection.close()
        return connection if taken else None

    def _let_go(self) -> None:
        """The server ends the lock with the connection, which is not used for anything else."""
        if self._held is not None:
            held, self._held = self._held, None
            held.invalidate()
            held.close()
