"""A message that was edited: what the bot said to it changes. A handler need not know that its message is an edit."""

import asyncio
import time

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.conversation import meant_for, words_of
from bot.handlers import additions
from bot.handlers.commands import asked_for
from bot.handlers.desk import Context, Desk
from bot.handlers.gate import attempts
from bot.handlers.questions import checksum
from bot.sending import replace_earlier
from bot.wording import EDITORS_COMMANDS

# Seconds for which a person may edit a message; what is older and not known was answered and forgotten.
EDITABLE = 48 * 3600


async def prepare(desk: Desk, update: Update, context: Context) -> None:
    """Lets an edit pass that says something else than before, and what is sent then take the place of what was said. An
    edit that changes no word (a reaction, a link's preview) goes no further, nor one that means the bot no longer."""
    message = update.edited_message
    if message is None:
        return
    says = bool(words_of(message) or message.document)
    if not says or not attempts(update, context) or not await _takes_up(desk, update, message, context):
        raise ApplicationHandlerStop
    name = await asyncio.to_thread(desk.memory.conversations.addition, message.chat_id, message.message_id)
    if name and await desk.is_editor(update):
        await additions.correct(desk, update, context, name)
        raise ApplicationHandlerStop


async def _takes_up(desk: Desk, update: Update, message: Message, context: Context) -> bool:
    """Whether an edit changes something; then what was said before is to be replaced."""
    chat_id, message_id = message.chat_id, message.message_id
    conversations, journal = desk.memory.conversations, desk.memory.journal
    earlier = await asyncio.to_thread(journal.earlier, update.update_id, chat_id, message_id)
    if earlier is None:  # handled too long ago, forgotten, or never seen
        kept = await asyncio.to_thread(conversations.answers_to, chat_id, message_id)
        if kept and kept[0].checksum == checksum(meant_for(context.bot, message) or ""):
            return False
        if kept:
            replace_earlier((chat_id, one.message_id) for one in kept)
            return True
        return time.time() - message.date.timestamp() < EDITABLE
    command = asked_for(message)
    if earlier.changed and not (command and command.name in EDITORS_COMMANDS):  # what was done can still be undone
        replace_earlier(earlier.places)
        ours = [place[1] for place in earlier.places if place[0] == chat_id]
        await asyncio.to_thread(conversations.withdraw, chat_id, ours)
        for one in (*ours, message_id):
            await asyncio.to_thread(desk.memory.gaps.withdraw, chat_id, one)
    return earlier.changed
