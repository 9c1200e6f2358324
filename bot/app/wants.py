"""What an update wants of the bot, and who wants it: by that it is counted, and finds its place among the others."""

import asyncio
from typing import Literal, NamedTuple

from telegram import Bot, Message, Update

from bot.handlers.additions import LINKS
from bot.handlers.commands import asked_for
from bot.handlers.desk import Desk, asker, speaker
from bot.sending import is_private, meant_for, words_of

# An addition is what an editor sends to be kept; a press is a button, or a command, which costs as little.
Kind = Literal["question", "press", "command", "addition"]
# The commands behind which an article stands, and a question.
ADD, ASK = "add", "ask"


class Want(NamedTuple):
    """Who wants what, in which chat."""

    who: int
    chat_id: int
    kind: Kind


async def want_in(desk: Desk, bot: Bot, update: Update) -> Want | None:
    """None where nobody wants anything: most of what is written in a group. Inline queries come with each letter that
    is typed, and Telegram itself holds them back."""
    who, chat = speaker(update), update.effective_chat
    if chat is None or not who:
        return None
    if update.callback_query:
        return Want(who, chat.id, "press")
    message = update.message or update.edited_message
    if message is None:
        return None
    asked = asked_for(message)
    if asked is None and meant_for(bot, message) is None:
        return None
    command = asked.name if asked else ""
    if _may_be_an_addition(message, command) and await asyncio.to_thread(desk.access.is_editor, asker(update)[0]):
        return Want(who, chat.id, "addition")
    return Want(who, chat.id, "command" if command not in ("", ASK) else "question")


def _may_be_an_addition(message: Message, command: str) -> bool:
    if command:
        return command == ADD
    return is_private(message) and bool(message.document or message.forward_origin or LINKS.search(words_of(message)))
