"""`ibid serve`: the server as a program of its own."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from fastapi import APIRouter

from bot.conversation import Examples
from bot.listening import listening
from bot.locales import say, terminal_language
from bot.memory import Memory
from bot.operations import Redaction, notify, set_up_logging, told_to_stop
from bot.serving.app import build_app
from bot.serving.guard import Guard
from bot.serving.pages import Conversations, Pages
from bot.serving.programs import Programs
from bot.serving.threads import Threads
from bot.serving.webhook import Webhook
from bot.settings import Settings
from bot.values import Address
from retrieval.asking import Articles

log = logging.getLogger(__name__)

# Where `ibid serve` listens if IBID_SERVE does not say.
HERE = Address("127.0.0.1", 8765)
STOPPED = 0


def run_server(settings: Settings, articles: Articles) -> int:
    """Answers until it is told to stop; returns the exit status. Raises IbidError where the address is taken."""
    set_up_logging(Redaction(), settings.ibid_log)
    with Memory(settings.ibid_data, settings.server) as memory:
        asyncio.run(_live(settings, articles, memory))
    return STOPPED


async def _live(settings: Settings, articles: Articles, memory: Memory) -> None:
    stopped = asyncio.create_task(told_to_stop())
    async with _served(settings, articles, memory):
        notify("READY=1")
        await stopped
        notify("STOPPING=1")


@contextlib.asynccontextmanager
async def served_with_webhook(
    settings: Settings, articles: Articles, receive: Callable[[dict[str, Any]], Awaitable[None]], secret: str
) -> AsyncIterator[None]:
    """All of `ibid serve`, and what Telegram brings, while the block lasts."""
    webhook = Webhook(urlsplit(settings.ibid_webhook or "").path, secret, receive)
    with Memory(settings.ibid_data, settings.server) as memory:
        async with _served(settings, articles, memory, webhook.router()):
            yield


@contextlib.asynccontextmanager
async def _served(settings: Settings, articles: Articles, memory: Memory, *more: APIRouter) -> AsyncIterator[None]:
    address = settings.ibid_serve or HERE
    guard = Guard(memory.keys, settings.ibid_serve_keys, address, settings.ibid_serve_rate)
    threads, shown = Threads(), settings.ibid_show_withdrawn
    programs = Programs(articles, threads, guard, shown)
    examples = Examples()
    # Found by the words alone: a thread that would be in the reader when the process ends would have it aborted.
    examples.follow(replace(articles, reader=None, dense=None).answer, articles.library)
    conversations = Conversations(articles, examples, settings.ibid_conversation_minutes)
    pages = Pages(conversations, threads, guard, shown)
    async with listening(build_app([programs.router(), pages.router(), *more]), address):
        log.info(say(terminal_language(), "serving.ready", address=address))
        yield
