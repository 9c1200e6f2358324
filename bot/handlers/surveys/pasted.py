"""A quotation that was pasted, or a text that was forwarded: where does it stand?"""

import asyncio

from telegram import Bot, Message

from bot.handlers.desk import Desk
from bot.locales import Lang
from bot.sending import send, topic, typing_meanwhile
from bot.wording.surveys import render_found, sources_of_found
from retrieval.queries import is_quotable, pasted_quotation


def pasted_in(message: Message, asked: str) -> str:
    """The text that is to be looked for as it stands; empty where a message asks something."""
    forwarded = message.forward_origin is not None and is_quotable(asked)
    return pasted_quotation(asked) or (asked.strip() if forwarded else "")


async def show_quotation(desk: Desk, bot: Bot, message: Message, text: str, lang: Lang, checksum: int) -> None:
    """Say where the text stands, and remember the sentences, so that they have sources and references. `checksum` is
    of all that the message asked: its edit is told by it."""
    found = await typing_meanwhile(bot, message, asyncio.to_thread(desk.surveys.quotation, text))
    sent = await send(bot, message, render_found(found, lang, bot.username), answering=True)
    await asyncio.to_thread(
        desk.memory.conversations.remember,
        message.chat_id,
        sent.message_id,
        [citation.id for citation in sources_of_found(found)],
        topic(message),
        nearest=[citation.id for citation in found.nearest],
        question_id=message.message_id,
        checksum=checksum,
    )
