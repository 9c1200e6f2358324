"""What has come of what is watched is told: an update of our own, so that it is told once, in its turn, as all else."""

import asyncio
import logging
from collections.abc import Iterator
from typing import Any

from telegram import Chat, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import BaseHandler

from bot.handlers.desk import Context, Desk
from bot.locales import Lang, reader_language
from bot.memory import Batch
from bot.sending import out_of_reach, send
from bot.wording import News, render_news
from retrieval.errors import UnknownCitation

log = logging.getLogger(__name__)

# The key of such an update's body, as `message` is that of a message's.
OWN = "ibid_batch"
# The numbers of such updates begin here: Telegram's stay far below.
FIRST = 2**62


def update_of(batch: int, chat_id: int) -> dict[str, Any]:
    """The update that tells a batch: the same each time, so that the journal knows it."""
    return {"update_id": FIRST + batch, OWN: {"chat": {"id": chat_id}, "batch": batch}}


def batch_in(update: Update) -> int | None:
    """The batch that an update of our own tells; `None` for Telegram's."""
    own = update.api_kwargs.get(OWN) if update.update_id >= FIRST else None
    return int(own["batch"]) if own else None


class Tellings(BaseHandler[Update, Context, None]):
    """Handles the updates that tell what has come."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(self._tell)
        self._desk = desk

    def check_update(self, update: object) -> bool:
        return isinstance(update, Update) and batch_in(update) is not None

    async def _tell(self, update: Update, context: Context) -> None:
        number = batch_in(update)
        batch = await asyncio.to_thread(self._desk.memory.findings.batch, number or 0)
        if batch is not None:
            try:
                await _tell(self._desk, batch, context)
            except TelegramError as error:
                if out_of_reach(error):
                    await _end(self._desk, batch.chat_id)
                raise
            await asyncio.to_thread(self._desk.memory.findings.told, batch.number)


async def give_up(desk: Desk, update: Update) -> None:
    """What could not be told, whatever was tried, is not tried again."""
    await asyncio.to_thread(desk.memory.findings.told, batch_in(update) or 0)


async def _tell(desk: Desk, batch: Batch, context: Context) -> None:
    news = await asyncio.to_thread(lambda: list(_news(desk, batch)))
    lang = await _language(desk, batch)
    chat = Chat(batch.chat_id, ChatType.PRIVATE if batch.chat_id > 0 else ChatType.SUPERGROUP)
    thread = batch.thread_id or None
    for reply, cited in render_news(news, lang, context.bot.username):
        place = await send(context.bot, chat, reply, thread_id=thread)
        ids = [citation.id for citation in cited]
        await asyncio.to_thread(desk.memory.conversations.remember, *place, ids, thread)


def _news(desk: Desk, batch: Batch) -> Iterator[News]:
    """What still stands in the articles, for those who may still ask."""
    for finding in batch.findings:
        if not desk.access.may_ask(finding.user_id, batch.chat_id):
            continue
        try:
            source = desk.library.source(finding.citation)
        except UnknownCitation:
            continue
        if source.state == "current":
            yield News(finding.question, source.citation, finding.sure)


async def _language(desk: Desk, batch: Batch) -> Lang:
    """The group's language, else that of who watches; as far as somebody has chosen one, or was told in one."""
    for owner in (batch.chat_id, *(finding.user_id for finding in batch.findings)):
        if language := (await desk.choice(owner)).language:
            return language
    return reader_language(batch.findings[0].lang)


async def _end(desk: Desk, chat_id: int) -> None:
    ended = await asyncio.to_thread(desk.memory.watches.end_all, chat_id)
    log.info("Chat %s is out of reach: %d watches end", chat_id, ended)
