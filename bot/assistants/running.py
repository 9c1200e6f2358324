"""`ibid mcp`: the server on standard input and output, or over HTTP on this machine alone."""

import asyncio
import contextlib
import logging
import os
from typing import Any

from mcp.server import MCPServer

from bot.assistants.server import build_server
from bot.listening import listening
from bot.locales import say, terminal_language
from bot.operations import Redaction, set_up_logging, told_to_stop
from bot.settings import Settings
from bot.values import Address
from retrieval.asking import Articles
from retrieval.errors import IbidError

log = logging.getLogger(__name__)

STOPPED = 0
HOST = "127.0.0.1"


def run_assistants(settings: Settings, articles: Articles, *, port: int | None, editor: bool) -> int:
    """Answers until the assistant leaves, or a signal comes; returns the exit status.

    Raises IbidError where the port is taken or none.
    """
    if port is not None and not 0 < port < 1 << 16:
        raise IbidError(say(terminal_language(), "mcp.port", port=port))
    shown, private = settings.ibid_show_withdrawn, settings.ibid_private_addresses
    server = build_server(articles, show_withdrawn=shown, private=private, editor=editor)
    set_up_logging(Redaction(), settings.ibid_log)  # after the SDK, which sets up its own
    asyncio.run(_converse(server, articles) if port is None else _listen(server, port))
    return STOPPED


async def _converse(server: MCPServer[Any], articles: Articles) -> None:
    leaving = asyncio.create_task(_leave_at_signal(articles))
    await server.run_stdio_async()  # until standard input ends
    leaving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await leaving


async def _leave_at_signal(articles: Articles) -> None:
    """A thread waits for standard input, and nothing wakes it: so the process ends where it is. What is kept is kept
    at each moment, and an article that is being added is in whole or not at all."""
    await told_to_stop()
    articles.library.close()
    os._exit(STOPPED)


async def _listen(server: MCPServer[Any], port: int) -> None:
    address = Address(HOST, port)
    app = server.streamable_http_app(host=HOST)  # which checks that a request names this machine
    stopped = asyncio.create_task(told_to_stop())
    async with listening(app, address, "--http"):
        log.info(say(terminal_language(), "mcp.ready", address=address))
        await stopped
