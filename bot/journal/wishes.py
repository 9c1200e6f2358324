"""How much one person and one chat have wanted in the last minute, whichever process heard it."""

from typing import Literal

from sqlalchemy import Connection, Engine, delete, func, select, text

from bot.journal.tables import WISHES
from retrieval.databases import put_new

MINUTE = 60.0
# Seconds for which a wish is known again: longer than an update is handed from one worker to the next.
KNOWN = 3600.0
# The advisory locks, with a number each, of those who are counted in this moment ("ibid" in ASCII).
LOCK = 0x69626964

Verdict = Literal["pass", "tell", "silence"]


class Wishes:
    """Safe to use from several threads and processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def weigh(
        self, update_id: int, at: float, kind: str, who: int, chat_id: int, *, of_person: int, of_chat: int, once: bool
    ) -> Verdict:
        """What to do with an update that came `at` a moment (seconds since 1970), of a person and a chat that may want
        so many of this kind a minute; the same when it is asked again. Only what passes is counted. Beyond that, one
        is told; with `once`, the next ones not until one passes again."""
        with self._engine.begin() as connection:
            _alone(connection, who, chat_id)
            known = select(WISHES.c.verdict).where(WISHES.c.update_id == update_id)
            if (before := connection.execute(known).scalar()) is not None:
                return _verdict(before)
            connection.execute(delete(WISHES).where(WISHES.c.at < at - KNOWN))
            told, full = False, False
            for column, number, most in ((WISHES.c.who, who, of_person), (WISHES.c.chat_id, chat_id, of_chat)):
                ours = (column == number, WISHES.c.kind == kind, WISHES.c.at > at - MINUTE, WISHES.c.at <= at)
                passed = select(func.count()).where(*ours, WISHES.c.verdict == "pass")
                if (connection.execute(passed).scalar() or 0) >= most:
                    full = True
                    last = select(WISHES.c.verdict).where(*ours).order_by(WISHES.c.at.desc(), WISHES.c.update_id.desc())
                    told = told or connection.execute(last.limit(1)).scalar() != "pass"
            verdict: Verdict = "pass" if not full else "silence" if told and once else "tell"
            row = {"update_id": update_id, "kind": kind, "who": who, "chat_id": chat_id, "verdict": verdict, "at": at}
            put_new(connection, WISHES, row)
        return verdict

    def expire(self, before: float) -> None:
        """Erase what came before then, in seconds since 1970."""
        with self._engine.begin() as connection:
            connection.execute(delete(WISHES).where(WISHES.c.at < before))


def _alone(connection: Connection, *numbers: int) -> None:
    """Let nobody else count these until the transaction ends."""
    if connection.dialect.name == "postgresql":
        for number in sorted({number & 0x7FFFFFFF for number in numbers}):
            connection.execute(text("SELECT pg_advisory_xact_lock(:of, :number)"), {"of": LOCK, "number": number})


def _verdict(kept: str) -> Verdict:
    return "pass" if kept == "pass" else "silence" if kept == "silence" else "tell"
