"""What the articles left open: questions without an answer, and answers that people found good or bad."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Engine, delete, or_, select

from bot.memory.moves import place_now
from bot.memory.tables import GAPS
from retrieval.databases import put
from retrieval.language import tokens

Verdict = Literal["liked", "disliked"]


@dataclass(frozen=True, slots=True)
class Gap:
    """A question, how often it was asked in nearly these words, and the citations that were disliked, if any."""

    question: str
    times: int
    citations: tuple[str, ...] = ()


class Gaps:
    """The editors' list. Safe to use from several threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unanswered(self, chat_id: int, message_id: int, user_id: int, question: str) -> None:
        """Keep a question that the articles do not answer; `message_id` is that of the bot's reply."""
        self._keep(chat_id, message_id, user_id, "unanswered", question, ())

    def judged(
        self, chat_id: int, message_id: int, user_id: int, verdict: Verdict, question: str, citations: Sequence[str]
    ) -> None:
        """Keep what a person thinks of an answer, once a person; the question's words only if it was disliked."""
        self._keep(chat_id, message_id, user_id, verdict, question if verdict == "disliked" else "", citations)

    def withdraw(self, chat_id: int, message_id: int) -> None:
        """Forget what was kept of a message, because its question was changed."""
        with self._engine.begin() as connection:
            chat_id, message_id = place_now(connection, chat_id, message_id)
            connection.execute(delete(GAPS).where(GAPS.c.chat_id == chat_id, GAPS.c.message_id == message_id))

    def open(self) -> tuple[list[Gap], list[Gap]]:
        """The unanswered questions and the disliked answers, the most frequent first; alike but for case and order of
        the accents, stops and small marks, questions are one."""
        query = select(GAPS.c.kind, GAPS.c.question, GAPS.c.citations).where(GAPS.c.question != "")
        counted: dict[tuple[str, tuple[str, ...]], Gap] = {}
        with self._engine.connect() as connection:
            for kind, question, citations in connection.execute(query.order_by(GAPS.c.at)):
                key = (kind, tuple(tokens(question)))
                before = counted.get(key)
                counted[key] = Gap(question, before.times + 1 if before else 1, tuple(citations.split()))
        ordered = sorted(counted.items(), key=lambda item: -item[1].times)
        unanswered = [gap for (kind, _), gap in ordered if kind == "unanswered"]
        return unanswered, [gap for (kind, _), gap in ordered if kind == "disliked"]

    def verdicts(self) -> tuple[int, int]:
        """How many answers were liked and disliked."""
        with self._engine.connect() as connection:
            kinds = list(connection.execute(select(GAPS.c.kind)).scalars())
        return kinds.count("liked"), kinds.count("disliked")

    def forget(self, chat_id: int, user_id: int) -> None:
        """Erase what was asked in a chat, and by a person anywhere."""
        with self._engine.begin() as connection:
            connection.execute(delete(GAPS).where(or_(GAPS.c.chat_id == chat_id, GAPS.c.user_id == user_id)))

    def expire(self, before: float) -> None:
        """Erase what is from before then, in seconds since 1970."""
        with self._engine.begin() as connection:
            connection.execute(delete(GAPS).where(GAPS.c.at < before))

    def _keep(
        self, chat_id: int, message_id: int, user_id: int, kind: str, question: str, citations: Sequence[str]
    ) -> None:
        row = {
            "chat_id": chat_id,
            "message_id": message_id,
            "user_id": user_id,
            "kind": kind,
            "question": question.replace("\0", ""),  # PostgreSQL keeps none
            "citations": " ".join(citations),
            "at": time.time(),
        }
        with self._engine.begin() as connection:
            row["chat_id"], row["message_id"] = place_now(connection, chat_id, message_id)
            put(connection, GAPS, row)
