"""From a reply to a call of Telegram's, and back: what is sent, edited and acknowledged."""

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Coroutine, Iterable
from functools import partial
from typing import Any, TypeVar

from telegram import (
    Bot,
    CallbackQuery,
    Chat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaDocument,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    ReplyParameters,
)
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, ChatMigrated, NetworkError, TelegramError

from bot.sending.in_hand import IN_HAND, Place
from bot.sending.once import Wire, deliver
from bot.wording import Button, Reply

log = logging.getLogger(__name__)

Result = TypeVar("Result")
# Seconds that nobody minds.
UNNOTICED = 0.4
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# What stands, seldom and for a moment, where an answer will be.
MARKER = "…"
# Presses whose wheel was stopped: Telegram takes but one answer to each. Older ones give way.
REMEMBERED = 1000
_ACKNOWLEDGED: OrderedDict[str, None] = OrderedDict()
# Why a message can't be changed: it is gone, or it is not ours.
UNREACHABLE = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Why it can't be made a text.
FILE = "there is no text in the message to edit"


async def send(
    bot: Bot,
    to: MaybeInaccessibleMessage | Chat,
    reply: Reply,
    *,
    answering: bool = False,
    thread_id: int | None = None,
) -> Place:
    """Send to the chat and topic of `to` (of a chat, to the topic `thread_id`); as a reply to it in a group, or where
    it is `answering`. Within the handling of an update, once: when the update is handled again, its messages are shown
    anew where they are. Where it is an edit, what answered the message before is changed; what a person has deleted of
    that is sent anew."""
    hand = IN_HAND.get(None)
    if hand and hand.gather and (place := await hand.gather(to, reply)):
        return place
    chat_id = to.id if isinstance(to, Chat) else to.chat.id
    post = partial(_post, bot, to, reply, answering=answering, thread_id=thread_id)
    if hand is None:
        return await post(chat_id)
    while hand.earlier:
        place = hand.earlier.pop(0)
        try:
            shown = await edit(bot, *place, reply)
        except BadRequest as error:
            if FILE not in error.message.lower():
                raise
            await delete(bot, *place)
        else:
            if shown:
                return place
    mark = partial(_post, bot, to, Reply(MARKER), answering=answering, thread_id=thread_id)
    show, ours, gone = partial(_show, bot, reply), partial(_is_ours, bot), partial(_delete, bot)
    return await deliver(hand, chat_id, Wire(post, mark, show, ours, gone))


async def _post(
    bot: Bot,
    to: MaybeInaccessibleMessage | Chat,
    reply: Reply,
    chat_id: int,
    *,
    answering: bool,
    thread_id: int | None,
) -> Place:
    """Send to this chat, which is that of `to`, or the supergroup that it became: there, old messages are unknown."""
    if isinstance(to, Chat) or chat_id != to.chat.id:
        return await _send(bot, chat_id, reply, thread_id, None)
    replying = answering or to.chat.type != ChatType.PRIVATE
    parameters = ReplyParameters(to.message_id, allow_sending_without_reply=True) if replying else None
    return await _send(bot, chat_id, reply, topic(to), parameters)


async def _send(
    bot: Bot, chat_id: int, reply: Reply, thread_id: int | None, parameters: ReplyParameters | None
) -> Place:
    if reply.document:
        sent = await bot.send_document(
            chat_id,
            InputFile(reply.document.content, reply.document.name),
            caption=reply.text,
            caption_entities=entities(reply),
            reply_markup=keyboard(reply),
            message_thread_id=thread_id,
            reply_parameters=parameters,
        )
    else:
        sent = await bot.send_message(
            chat_id,
            reply.text,
            entities=entities(reply),
            reply_markup=keyboard(reply),
            link_preview_options=NO_PREVIEW,
            message_thread_id=thread_id,
            reply_parameters=parameters,
        )
    return Place(sent.chat_id, sent.message_id)


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> bool:
    """Show `reply` in place of a message; true where it stands there now, false where the message is gone."""
    if reply.document:
        file = reply.document
        media = InputMediaDocument(file.content, reply.text, caption_entities=entities(reply), filename=file.name)
        return await _there(bot.edit_message_media(media, chat_id, message_id, reply_markup=keyboard(reply)))
    return await _there(
        bot.edit_message_text(
            reply.text,
            chat_id,
            message_id,
            entities=entities(reply),
            reply_markup=keyboard(reply),
            link_preview_options=NO_PREVIEW,
        )
    )


async def change(bot: Bot, message: MaybeInaccessibleMessage, reply: Reply) -> None:
    """Show `reply` in place of a message of the bot, or send it where that is gone."""
    if not await edit(bot, message.chat.id, message.message_id, reply):
        await send(bot, message, reply)


async def _show(bot: Bot, reply: Reply, place: Place) -> bool:
    return await edit(bot, place.chat_id, place.message_id, reply)


async def _is_ours(bot: Bot, place: Place) -> bool:
    """Whether a place holds a message of ours: only then can its buttons be taken off, which are put on again with
    what is shown there."""
    return await _there(bot.edit_message_reply_markup(place.chat_id, place.message_id))


async def _there(editing: Awaitable[object]) -> bool:
    try:
        await editing
    except ChatMigrated:  # what was written before the group became a supergroup is out of reach
        return False
    except BadRequest as error:
        said = error.message.lower()
        if "message is not modified" in said:
            return True
        if any(reason in said for reason in UNREACHABLE):
            return False
        raise
    return True


async def _delete(bot: Bot, place: Place) -> None:
    await delete(bot, place.chat_id, place.message_id)


async def delete(bot: Bot, chat_id: int, message_id: int) -> None:
    """Delete a message of the bot, or empty it of buttons where Telegram deletes it no more."""
    with contextlib.suppress(BadRequest, ChatMigrated):  # it is gone, too old to go, or of a group that moved
        await bot.delete_message(chat_id, message_id)


async def acknowledge(pressed: CallbackQuery, words: str | None = None) -> None:
    """Stop the button's turning wheel, once. Too late to do so is no reason not to do what the button says."""
    if pressed.id in _ACKNOWLEDGED:
        return
    _ACKNOWLEDGED[pressed.id] = None
    while len(_ACKNOWLEDGED) > REMEMBERED:
        _ACKNOWLEDGED.popitem(last=False)
    try:
        await pressed.answer(words)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise
    except NetworkError as error:
        log.info("A button's wheel turns on: %s", error.message)


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


def replace_earlier(places: Iterable[tuple[int, int]]) -> None:
    """Let what is sent from now on take the place of these messages; those that are left over are deleted."""
    if hand := IN_HAND.get(None):
        hand.earlier = [Place(*place) for place in places]


def replaces() -> bool:
    """Whether the next message takes the place of an earlier one."""
    hand = IN_HAND.get(None)
    return hand is not None and bool(hand.earlier)


def entities(reply: Reply) -> list[MessageEntity]:
    return [MessageEntity(one.kind, one.offset, one.length, url=one.url) for one in reply.entities]


def keyboard(reply: Reply) -> InlineKeyboardMarkup | None:
    rows = [[_button(button) for button in row] for row in reply.rows]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.copy:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.label, callback_data=button.data)
