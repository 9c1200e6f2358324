"""The next part of a text that was too long for one message: what became of the first part is done with all of it."""

import asyncio

from telegram import Message, Update

from bot.conversation import Paste, without_mentions, words_of
from bot.handlers import additions
from bot.handlers.commands import When, asked_for
from bot.handlers.desk import Context, Desk, message_of
from bot.handlers.questions import answer_to
from bot.sending import replace_earlier
from bot.wording import utf16


def continues(desk: Desk) -> When:
    """Lets messages through that go on from one that was full."""
    return When(lambda message: _paste(desk, message) is not None and asked_for(message) is None)


async def go_on(desk: Desk, update: Update, context: Context) -> None:
    message = message_of(update)
    paste = _paste(desk, message)
    if paste is None:
        raise TypeError("the handler of further parts was given another message")
    text = without_mentions(context.bot, words_of(message))[0]
    paste.at, paste.parts[message.message_id] = message.date.timestamp(), (text, utf16(words_of(message)))
    before = [number for number in paste.parts if number != message.message_id]
    replace_earlier(await asyncio.to_thread(desk.memory.journal.answers, message.chat_id, before))
    if paste.article and await desk.is_editor(update):
        await additions.go_on(desk, update, context, paste)
    else:
        await answer_to(desk, update, context, paste.text)


def _paste(desk: Desk, message: Message) -> Paste | None:
    user_id = message.from_user.id if message.from_user else 0
    return desk.pastes.continues((message.chat_id, user_id, message.message_id), message.date.timestamp())
