"""`/v1`: what programs ask."""

from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from bot.opening import Opened
from bot.references import answer_as_json
from bot.serving.threads import Threads

# Characters of a question: as many as a message of Telegram's has.
LONGEST = 4096


class Question(BaseModel):
    """A question, with operators or without."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(min_length=1, max_length=LONGEST)


@dataclass(frozen=True, slots=True)
class Programs:
    """The routes of a library."""

    opened: Opened
    threads: Threads

    def router(self) -> APIRouter:
        router = APIRouter(prefix="/v1")
        router.add_api_route("/ask", self.ask, methods=["POST"])
        return router

    async def ask(self, asked: Question) -> dict[str, object]:
        """The answer, as `ibid ask --json` prints it."""
        return answer_as_json(await self.threads.run(partial(self.opened.answer, asked.question)))
