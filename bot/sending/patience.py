"""Calls of Telegram that outlast its absence: repeated with growing pauses, unless that might send a message twice."""

import json
import logging
import random
import time
from collections.abc import Iterator
from typing import Any

import httpx
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError
from telegram.request import HTTPXRequest, RequestData

from bot.locales import say, terminal_language
from bot.sending.in_hand import IN_HAND
from bot.sending.pacing import Pacing
from bot.sending.slots import pause

log = logging.getLogger(__name__)

# Seconds: the first pause, the longest one, and by how much each is longer than the one before.
FIRST, LONGEST, GROWTH = 0.5, 60.0, 2.0
# Seconds to wait for an answer. Telegram takes less than one.
READ, CONNECT = 20.0, 10.0
# Connections. More calls than this at a time wait for one another.
CONNECTIONS = 64
# The call that a start waits for.
FIRST_CALL = "getMe"
# Calls that are not the same when they are made twice.
ONCE = frozenset(("sendMessage", "sendDocument"))
# Calls that are worth nothing later, and for how many seconds they are repeated.
COURTESIES = frozenset(("sendChatAction", "answerCallbackQuery", "answerInlineQuery"))
COURTEOUS = 15.0
# What ended a call before it left this machine.
NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
TOO_MANY, SERVER_ERROR = 429, 500


class Uncertain(NetworkError):  # noqa: N818 — it is no error of anyone's
    """A message was perhaps delivered and perhaps not."""


class LeaseLapsed(TelegramError):  # noqa: N818 — it is no error of anyone's
    """Nothing is sent for a chat that another worker may have by now."""


class PatientRequest(HTTPXRequest):
    """Waits its turn before each call, waits as long as Telegram says, and as long as Telegram is away.

    Raises:
        Uncertain: a message may have been delivered.
        LeaseLapsed: it was not sent, since this worker can't be sure any more that the chat is its own.
    """

    def __init__(self, pacing: Pacing) -> None:
        super().__init__(CONNECTIONS, read_timeout=READ, connect_timeout=CONNECT, pool_timeout=READ)
        self._pacing = pacing

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **timeouts: Any
    ) -> tuple[int, bytes]:
        call = url.rpartition("/")[2]
        chat_id = _chat_id(request_data)
        given_up = time.monotonic() + COURTEOUS if call in COURTESIES else None
        for seconds in pauses():
            await self._pacing.turn(call, chat_id)
            if (hand := IN_HAND.get(None)) and hand.lease and not hand.lease.is_sure:
                raise LeaseLapsed("the lease of the chat has lapsed")
            try:
                status, payload = await super().do_request(url, method, request_data, *args, **timeouts)
            except NetworkError as error:
                if call in ONCE and not isinstance(error.__cause__, NEVER_LEFT):
                    raise Uncertain(error.message) from error
                fault = error
            else:
                if status == TOO_MANY:
                    seconds = max(seconds, _retry_after(payload))
                    await self._pacing.slow_down(chat_id, seconds)
                # What is no JSON comes from a proxy, unless it is a file, which is got and not posted.
                elif status < SERVER_ERROR and (method == "GET" or payload.startswith(b"{")):
                    return status, payload
                elif call in ONCE:
                    raise Uncertain(f"status {status}")
                fault = NetworkError(f"status {status}")
            if given_up is not None and time.monotonic() + seconds > given_up:
                raise fault
            if call == FIRST_CALL:
                log.warning(
                    say(terminal_language(), "polling.unreachable", url=url.rpartition("/bot")[0], reason=fault.message)
                )
            await pause(seconds)
        raise AssertionError("pauses() never ends")


def out_of_reach(error: Exception) -> bool:
    """Whether nobody can be answered any more: the bot is blocked or thrown out, the chat is gone."""
    gone = isinstance(error, BadRequest) and error.message.lower().endswith("chat not found")
    return gone or isinstance(error, Forbidden)


def pauses() -> Iterator[float]:
    """Seconds, each about twice the one before up to a minute, a little at random so that many do not come at once."""
    seconds = FIRST
    while True:
        yield seconds * random.uniform(0.8, 1.2)  # noqa: S311 — no secret is made of it
        seconds = min(LONGEST, seconds * GROWTH)


def _chat_id(request_data: RequestData | None) -> int:
    value = str(request_data.parameters.get("chat_id")) if request_data else ""
    return int(value) if value.removeprefix("-").isdecimal() else 0


def _retry_after(payload: bytes) -> float:
    try:
        return float(json.loads(payload)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):  # a proxy's 429 is not Telegram's
        return 0.0
