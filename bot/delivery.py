"""From a reply to a call of Telegram's, and back: what is sent, edited and acknowledged."""

import asyncio
import contextlib
import re
from collections.abc import Coroutine
from typing import Any, TypeVar

from telegram import (
    Bot,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, TelegramError

from bot.messages import Button, Reply

Result = TypeVar("Result")
# Seconds that nobody minds.
UNNOTICED = 0.4
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


async def send(bot: Bot, to: MaybeInaccessibleMessage, reply: Reply, *, answering: bool = False) -> Message:
    """Send to the chat and topic of `to`; as a reply to it in a group, or where it is `answering`."""
    replying = answering or to.chat.type != ChatType.PRIVATE
    parameters = ReplyParameters(to.message_id, allow_sending_without_reply=True) if replying else None
    if reply.document:
        return await bot.send_document(
            to.chat.id,
            InputFile(reply.document.content, reply.document.name),
            caption=reply.text,
            caption_entities=entities(reply),
            reply_markup=keyboard(reply),
            message_thread_id=topic(to),
            reply_parameters=parameters,
        )
    return await bot.send_message(
        to.chat.id,
        reply.text,
        entities=entities(reply),
        reply_markup=keyboard(reply),
        link_preview_options=NO_PREVIEW,
        message_thread_id=topic(to),
        reply_parameters=parameters,
    )


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Show `reply` in place of a message; true where it stands there now, false where the message is gone."""
    try:
        await bot.edit_message_text(
            reply.text,
            chat_id,
            message_id,
            entities=entities(reply),
            reply_markup=keyboard(reply),
            link_preview_options=NO_PREVIEW,
        )
    except BadRequest as error:
        said = error.message.lower()
        if "message is not modified" in said:
            return True
        if "message to edit not found" in said or "message can't be edited" in said:
            return False
        raise
    return True


async def delete(bot: Bot, chat_id: int, message_id: int) -> None:
    """Delete a message of the bot, or empty it of buttons where Telegram deletes it no more."""
    with contextlib.suppress(BadRequest):  # it is gone, or too old to go
        await bot.delete_message(chat_id, message_id)


async def acknowledge(pressed: CallbackQuery, words: str | None = None) -> None:
    """Stop the button's turning wheel. Too late to do so is no reason not to do what the button says."""
    try:
        await pressed.answer(words)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


async def typing_meanwhile(bot: Bot, message: Message, work: Coroutine[Any, Any, Result]) -> Result:
    """What comes of `work`. "Typing…" is shown beside it only if one would notice: it costs as much as an answer."""
    working = asyncio.create_task(work)
    done, _ = await asyncio.wait((working,), timeout=UNNOTICED)
    if not done:
        with contextlib.suppress(TelegramError):  # it is a courtesy: the answer matters
            await bot.send_chat_action(message.chat_id, ChatAction.TYPING, message_thread_id=topic(message))
    return await working


def topic(message: MaybeInaccessibleMessage) -> int | None:
    """The topic of a forum that a message is in."""
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


def replied(message: Message) -> Message | None:
    """The message that a person replied to; in a forum every message replies to the one that opened the topic."""
    original = message.reply_to_message
    return None if original is None or original.message_id == message.message_thread_id else original


def meant_for(bot: Bot, message: Message) -> str | None:
    """The question in a message, without the mention of the bot; `None` when it is not meant for the bot."""
    asked, mentions = re.subn(rf"(?<!\w)@{re.escape(bot.username)}(?!\w)", " ", message.text or "", flags=re.IGNORECASE)
    original = replied(message)
    answered = original.from_user if original else None
    ours = message.chat.type == ChatType.PRIVATE or mentions or (answered and answered.id == bot.id)
    return asked.strip() if ours else None


def entities(reply: Reply) -> list[MessageEntity]:
    return [MessageEntity(one.kind, one.offset, one.length, url=one.url) for one in reply.entities]


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [[_button(button) for button in row] for row in reply.rows]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.copy:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.label, callback_data=button.data)
