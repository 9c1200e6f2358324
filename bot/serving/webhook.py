"""What Telegram brings to an address of ours: nobody else may, and it is told 200 once it is written down."""

import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.exc import SQLAlchemyError

SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — the header's name
# Seconds after which Telegram may bring again what could not be written down; it has a pace of its own.
AGAIN = 5


@dataclass(frozen=True, slots=True)
class Webhook:
    """`receive` writes an update down, or raises SQLAlchemyError."""

    path: str
    secret: str
    receive: Callable[[dict[str, Any]], Awaitable[None]]

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route(self.path, self.update, methods=["POST"], include_in_schema=False)
        return router

    async def update(self, request: Request) -> Response:
        """The body is bounded before it comes here."""
        shown = request.headers.get(SECRET, "")
        if not hmac.compare_digest(shown.encode(), self.secret.encode()):
            return Response(status_code=403)
        try:
            update = json.loads(await request.body())
            number = update["update_id"]
            known = type(number) is int and 0 <= number < 2**63
        except (ValueError, KeyError, TypeError, RecursionError):
            known = False
        if not known:
            return Response(status_code=400)
        try:
            await self.receive(update)
        except SQLAlchemyError:
            return Response(status_code=503, headers={"Retry-After": str(AGAIN)})
        return Response(status_code=200)
