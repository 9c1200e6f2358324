"""Messages that take the place of an earlier one, so that what the bot said to that changes: an edit, and the next part
of a text that was too long for one message. The handlers need not know."""

import asyncio
import time

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.conversation import Paste
from bot.handlers import additions
from bot.handlers.commands import When, asked_for
from bot.handlers.desk import Context, Desk, message_of, speaker_of
from bot.handlers.gate import attempts
from bot.handlers.questions import answer_to, checksum
from bot.sending import meant_for, replace_earlier, without_mentions, words_of
from bot.wording import EDITORS_COMMANDS, utf16

# Seconds for which a person may edit a message; what is older and not known was answered and forgotten.
EDITABLE = 48 * 3600


async def prepare(desk: Desk, update: Update, context: Context) -> None:
    """Lets an edit pass that says something else than before, and what is sent then take the place of what was said. An
    edit that changes no word (a reaction, a link's preview) goes no further, nor one that means the bot no longer."""
    message = update.edited_message
    if message is None:
        return
    says = bool(words_of(message) or message.document)
    if not says or not attempts(update, context):
        raise ApplicationHandlerStop
    name = await asyncio.to_thread(desk.memory.conversations.addition, message.chat_id, message.message_id)
    if not await _takes_up(desk, update, message, context, added=name is not None):
        raise ApplicationHandlerStop
    if name and await desk.is_editor(update):
        await additions.correct(desk, update, context, name)
        raise ApplicationHandlerStop


async def _takes_up(desk: Desk, update: Update, message: Message, context: Context, *, added: bool) -> bool:
    """Whether an edit changes something; then what was said before is to be replaced. Not what was said to a command of
    the editors, which has the button that takes it back; but that of a text which was `added` and is corrected."""
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
    if earlier.changed and (added or command is None or command.name not in EDITORS_COMMANDS):
        replace_earlier(earlier.places)
        ours = [place[1] for place in earlier.places if place[0] == chat_id]
        await asyncio.to_thread(conversations.withdraw, chat_id, ours)
        for one in (*ours, message_id):
            await asyncio.to_thread(desk.memory.gaps.withdraw, chat_id, one)
    return earlier.changed


def continues(desk: Desk) -> When:
    """Lets messages through that go on from one that was full."""
    return When(lambda message: _paste(desk, message) is not None and asked_for(message) is None)


async def go_on(desk: Desk, update: Update, context: Context) -> None:
    """What became of the first part is done with all of it."""
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
    user_id = speaker_of(message)
    return desk.pastes.continues((message.chat_id, user_id, message.message_id), message.date.timestamp())
