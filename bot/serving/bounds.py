"""Around all routes: bodies are bounded, and an error that nobody foresaw is told as one sentence, and logged."""

import logging

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.locales import say
from bot.operations import trace
from bot.serving.faults import language_of, told

log = logging.getLogger(__name__)

# Bytes of a body: far more than a question, a page's form with its conversation, or an update of Telegram's.
MOST_BYTES = 256 * 1024


class Bounds:
    """Middleware. What it logs has no word of the request."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun, read = False, 0
        request = Request(scope)

        async def receiving() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > MOST_BYTES:
                raise HTTPException(413)
            return message

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        announced = request.headers.get("content-length", "0")
        if not announced.isdecimal() or int(announced) > MOST_BYTES:
            await told(413, say(language_of(request), "serving.too_large"))(scope, receive, send)
            return
        try:
            await self._app(scope, receiving, sending)
        except Exception as error:  # noqa: BLE001 — the last resort
            log.error("A request failed: %s", trace(error))  # noqa: TRY400 — `trace` leaves out what may be a question
            if not begun:
                await told(500, say(language_of(request), "serving.failed"))(scope, receive, send)
