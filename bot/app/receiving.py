"""How what Telegram sends comes in: fetched, by one worker, or brought by a webhook, to any."""

import asyncio
import contextlib
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram.error import TelegramError

from bot.app.app import UPDATES, App
from bot.app.dispatch import Dispatch
from bot.app.polling import Polling
from bot.app.watchdog import watch
from bot.handlers.desk import Desk
from bot.journal import FLEETING, Entry
from bot.locales import say, say_number, terminal_language
from bot.operations import trace
from bot.sending import introduce
from bot.settings import Settings
from bot.wording import Ask
from retrieval.databases import Leadership

log = logging.getLogger(__name__)

# Seconds in which menus and descriptions are set.
INTRODUCED = 10.0
# Seconds between two looks at who polls.
LOOKED = 2.0
# Updates that Telegram brings at a time.
CONNECTIONS = 40

Json = dict[str, Any]
# Writes an update down, and has it answered.
Receive = Callable[[Json], Awaitable[None]]
# Listens for a webhook with a secret, and for what else is served, while its block lasts.
Serve = Callable[[Receive, str], contextlib.AbstractAsyncContextManager[None]]


@dataclass(frozen=True, slots=True)
class Doors:
    """By what updates come in: by a webhook, where a server is there for it (`serve`); else they are fetched, for which
    a webhook is removed that is there if one is to `unhook`."""

    serve: Serve | None = None
    unhook: bool = False


class Hooked(Exception):  # noqa: N818 — somebody wants it so
    """Telegram hands the updates to a webhook at `host`, and nobody said that it is to be removed."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


@dataclass(frozen=True, slots=True)
class Receiving:
    """What comes is in the journal before Telegram is told that it came."""

    settings: Settings
    application: App
    desk: Desk
    dispatch: Dispatch
    leader: Leadership
    doors: Doors

    async def begin(self, ask: Ask) -> None:
        """Meet Telegram, and let it be told what the bot can do, by one of several workers.

        Raises:
            Hooked: there is a webhook.
        """
        desk, bot = self.desk, self.application.bot
        await self.application.initialize()
        if self.settings.ibid_webhook is None:
            found = urlsplit((await bot.get_webhook_info()).url)
            if found.netloc and not self.doors.unhook:
                raise Hooked(found.hostname or "")
            if found.netloc:
                log.warning(say(terminal_language(), "polling.unhooked", host=found.hostname))
                await bot.delete_webhook(drop_pending_updates=False)
        if await asyncio.to_thread(self.leader.leads):
            await self._introduce(await asyncio.to_thread(desk.access.all_editors))
        desk.examples.follow(ask, desk.library)
        log.info(say_number(terminal_language(), "polling.ready", len(desk.library), name=bot.username))

    async def run(self) -> None:
        """Until it is cancelled.

        Raises:
            InvalidToken: the token is not valid any more.
            Conflict: another program polls with the same token.
        """
        if self.settings.ibid_webhook is None:
            await self._fetch()
        elif self.doors.serve is None:
            log.info(say(terminal_language(), "webhook.elsewhere", url=self.settings.ibid_webhook))
            await asyncio.Event().wait()
        else:
            await self._listen(self.settings.ibid_webhook, self.doors.serve)

    async def _listen(self, url: str, serve: Serve) -> None:
        bot = self.application.bot
        secret = secret_of(bot.token, url)
        async with serve(self._receive, secret):
            # Each worker says the same; the first one that listens lets Telegram begin.
            await bot.set_webhook(url, max_connections=CONNECTIONS, allowed_updates=UPDATES, secret_token=secret)
            log.info(say(terminal_language(), "webhook.set", url=url))
            await asyncio.Event().wait()

    async def _receive(self, update: Json) -> None:
        fresh = await asyncio.to_thread(self.desk.memory.journal.receive, [update])
        await self.take(fresh)

    async def take(self, fresh: Sequence[Entry]) -> None:
        """What is new is done here; of what several workers share only what nobody waits for later."""
        shared = self.desk.memory.server is not None
        await self.dispatch.take([entry for entry in fresh if not shared or entry.kind in FLEETING])

    async def _fetch(self) -> None:
        """Poll, as long as no other worker does."""
        while True:
            await self._until(leads=True)
            polling, leading = asyncio.create_task(self._poll()), asyncio.create_task(self._until(leads=False))
            try:
                await asyncio.wait((polling, leading), return_when=asyncio.FIRST_COMPLETED)
                if polling.done():
                    polling.result()
            finally:
                for task in (polling, leading):
                    task.cancel()
                await asyncio.gather(polling, leading, return_exceptions=True)

    async def _until(self, *, leads: bool) -> None:
        """Wait until this worker leads, or until another one may."""
        while await asyncio.to_thread(self.leader.leads) is not leads:  # noqa: ASYNC110 — the server tells nobody
            await asyncio.sleep(LOOKED)

    async def _poll(self) -> None:
        async with httpx.AsyncClient() as client:
            journal, room = self.desk.memory.journal, self.dispatch.room
            polling = Polling(self.application.bot.base_url, client, journal, UPDATES, self.take, room)
            over = watch(lambda: polling.beat)
            try:
                await polling.run()
            finally:
                over.set()

    async def _introduce(self, editors: Iterable[int]) -> None:
        try:
            async with asyncio.timeout(INTRODUCED):
                await introduce(self.application.bot, editors)
        except (TelegramError, TimeoutError) as error:  # what was set at the last start stays: no reason not to answer
            log.warning("The menus and descriptions could not be set: %s", trace(error))


def secret_of(token: str, url: str) -> str:
    """What Telegram shows with each update, so that it is known from others who found the address; the same for all
    workers, which have the token."""
    return hmac.new(token.encode(), f"webhook {url}".encode(), hashlib.sha256).hexdigest()
