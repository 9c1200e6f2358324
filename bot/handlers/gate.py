"""The one gate: every update passes it before any handler sees it, or goes no further."""

import asyncio
import logging

from telegram import CallbackQuery, InlineQuery, InlineQueryResultsButton, Message, Update
from telegram.constants import ChatType
from telegram.error import BadRequest
from telegram.ext import ApplicationHandlerStop

from bot.handlers.desk import Context, Desk, asker, words
from bot.handlers.watching import batch_in
from bot.locales import say
from bot.memory import INVITATION
from bot.sending import acknowledge, command_in, is_private, meant_for, send
from bot.wording import (
    ARTICLE,
    ASKING,
    CITE,
    COPY,
    EDITORS_COMMANDS,
    KEEP,
    OFFER,
    REFERENCE,
    REMOVE,
    RESTORE,
    SOURCE,
    UNDO,
    UNFOLLOW,
    WALK,
)

log = logging.getLogger(__name__)

# Of what is kept of somebody, and against it, no refusal keeps them away.
FOR_ANYONE = ("privacy", "forget")
# How the data of the buttons begins that are for editors.
EDITORS_BUTTONS = (UNDO, KEEP, REMOVE, RESTORE, OFFER, UNFOLLOW)


async def gate(desk: Desk, update: Update, context: Context) -> None:
    """Lets through who may do what the update asks for; all others are told so, once an hour, and logged by id.

    An invitation is used here, since it opens the gate, and a group that became a supergroup is known again.
    """
    if batch_in(update) is not None:
        return  # our own, about what those may know who are told
    user_id, chat_id = asker(update)
    desk.tally.note_update(kind_of(update))
    if moved := _move_in(update):
        await _move(desk, *moved)
        raise ApplicationHandlerStop
    if user_id is not None and (parameter := invitation_in(update)):
        await asyncio.to_thread(desk.access.people.redeem, parameter, user_id)
    if update.my_chat_member or _for_anyone(update):
        return
    if not await asyncio.to_thread(desk.access.may_ask, user_id, chat_id):
        refusal = "access.denied"
    elif _for_editors(update, context) and not await desk.is_editor(update):
        refusal = "access.editors_only"
    elif _forged(update) or await asyncio.to_thread(_unknown, desk, update):
        refusal = "button.stale"
    else:
        return
    if attempts(update, context):
        desk.tally.note_refused()
        log.info("Refused (%s): person %s in chat %s, update %s", refusal, user_id, chat_id, update.update_id)
        await _refuse(desk, update, context, refusal)
    raise ApplicationHandlerStop


def _move_in(update: Update) -> tuple[int, int] | None:
    """The old and the new id of a group that has become a supergroup, which Telegram tells in both."""
    message = update.message
    if message is None:
        return None
    if message.migrate_to_chat_id:
        return message.chat_id, message.migrate_to_chat_id
    return (message.migrate_from_chat_id, message.chat_id) if message.migrate_from_chat_id else None


async def _move(desk: Desk, former: int, chat_id: int) -> None:
    if await asyncio.to_thread(desk.memory.moves.move, former, chat_id):
        desk.recent.move(former, chat_id)
        log.info("Group %s is the supergroup %s now, and may what it might (IBID_ASKERS)", former, chat_id)


def kind_of(update: Update) -> str:
    """What Telegram calls it: message, edited_message, callback_query…"""
    return next((name for name in Update.ALL_TYPES if getattr(update, name, None) is not None), "other")


def invitation_in(update: Update) -> str | None:
    """The invitation that `/start` came with, in the private chat with the bot."""
    message = update.message
    command = command_in(message.get_bot(), message) if message and is_private(message) else None
    asks = command is not None and command.name == "start" and command.rest.startswith(INVITATION)
    return command.rest if command and asks else None


def attempts(update: Update, context: Context) -> bool:
    """Whether an update wants something of the bot; in a group most messages do not."""
    message = update.message or update.edited_message
    return message is None or bool(command_in(context.bot, message)) or meant_for(context.bot, message) is not None


def _for_anyone(update: Update) -> bool:
    """What everybody may know and have done, who may ask or not."""
    message = update.message
    command = command_in(message.get_bot(), message) if message else None
    return command is not None and command.name in FOR_ANYONE


def _for_editors(update: Update, context: Context) -> bool:
    if pressed := update.callback_query:
        return str(pressed.data).startswith(EDITORS_BUTTONS)
    message = update.message or update.edited_message
    command = command_in(context.bot, message) if message else None
    return command is not None and command.name in EDITORS_COMMANDS


def _forged(update: Update) -> bool:
    """Whether a pressed button is none of its message's: a changed app can say anything, such as the id of another
    chat's citation. Which buttons a message has is Telegram's word."""
    pressed = update.callback_query
    if pressed is None or not isinstance(pressed.message, Message) or not pressed.message.is_accessible:
        return False
    shown = pressed.message.reply_markup
    return pressed.data not in [
        button.callback_data for row in (shown.inline_keyboard if shown else ()) for button in row
    ]


def _unknown(desk: Desk, update: Update) -> bool:
    """Whether a pressed button names a citation, under a message of which Telegram tells nothing any more (it is gone,
    or too old), and that message did not carry it as far as we remember."""
    pressed = update.callback_query
    if pressed is None or pressed.message is None or pressed.message.is_accessible:
        return False
    cited = _cited_by(pressed)
    if not cited:
        return False
    conversations, place = desk.memory.conversations, (pressed.message.chat.id, pressed.message.message_id)
    kept = conversations.answer(*place)
    carried = (*kept.citations, *kept.nearest) if kept else ()
    return cited not in (*carried, conversations.source(*place))


def _cited_by(pressed: CallbackQuery) -> str:
    """The id of the citation that a button names, if any."""
    data = str(pressed.data)
    if data.startswith((WALK, REFERENCE)):
        return data.removeprefix(WALK).removeprefix(REFERENCE).partition(":")[2].partition("#")[0]
    return next((data.removeprefix(mark) for mark in (SOURCE, ARTICLE, COPY, CITE) if data.startswith(mark)), "")


async def _refuse(desk: Desk, update: Update, context: Context, refusal: str) -> None:
    user_id, _ = asker(update)
    lang = await desk.lang(update)
    if pressed := update.callback_query:
        await acknowledge(pressed, say(lang, refusal))  # without an answer, the button would turn for ever
    elif query := update.inline_query:
        await _no_results(query, say(lang, "access.denied_inline"))
    elif message := update.message or update.edited_message:
        refusals = desk.memory.refusals
        if await asyncio.to_thread(refusals.due, message.chat_id):
            whoever = say(lang, "access.your_id", id=user_id) if message.chat.type == ChatType.PRIVATE else ""
            await send(context.bot, message, words("\n".join(filter(None, (say(lang, refusal), whoever)))))
            await asyncio.to_thread(refusals.told, message.chat_id)  # not before: what was not delivered is tried again


async def _no_results(query: InlineQuery, said: str) -> None:
    try:
        await query.answer([], is_personal=True, button=InlineQueryResultsButton(said, start_parameter=ASKING))
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise
