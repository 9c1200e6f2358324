"""`/timeline SUBJECT`, `/said PERSON`: sentences of many articles in pages, and all of them as a file."""

import asyncio

from telegram import Message, Update

from bot.conversation import listed, split_wanted
from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.locales import Lang, say
from bot.sending import acknowledge, change, command_in, replied, send, topic, typing_meanwhile
from bot.wording.surveys import (
    FILES,
    SAID,
    TIMELINE,
    Listing,
    render_file,
    render_listing,
    shown_on,
    unpacked,
)


async def timeline(desk: Desk, update: Update, context: Context) -> None:
    """`/timeline tour Eiffel`; behind it `#2` for the second page, `markdown` or `csv` for a file."""
    await _command(desk, update, context, TIMELINE)


async def press_timeline(desk: Desk, update: Update, context: Context) -> None:
    """A button under a timeline: another page in its place, or a file."""
    await _press(desk, update, context, TIMELINE)


async def said(desk: Desk, update: Update, context: Context) -> None:
    """`/said Macron about Notre-Dame`; behind it the same as behind a timeline."""
    await _command(desk, update, context, SAID)


async def press_said(desk: Desk, update: Update, context: Context) -> None:
    await _press(desk, update, context, SAID)


async def _command(desk: Desk, update: Update, context: Context, kind: str) -> None:
    message, lang = message_of(update), await desk.lang(update)
    command = command_in(context.bot, message)
    asked, page, file = split_wanted(command.rest if command else "")
    work = asyncio.to_thread(listed, kind, asked, desk.surveys, lang)
    found = await typing_meanwhile(context.bot, message, work)
    if isinstance(found, str):
        await send(context.bot, message, words(found))
    elif file and found.entries:
        await send(context.bot, message, render_file(found, file, lang), answering=True)
    else:
        sent = await send(context.bot, message, render_listing(found, page, lang, context.bot.username), answering=True)
        await _remember(desk, (sent.chat_id, sent.message_id, topic(message)), found, page, lang, context.bot.username)


async def _press(desk: Desk, update: Update, context: Context, kind: str) -> None:
    pressed, lang = pressed_in(update), await desk.lang(update)
    wanted, asked = unpacked(str(pressed.data).removeprefix(kind))
    to = pressed.message
    original = replied(to) if isinstance(to, Message) else None
    command = command_in(context.bot, original) if original else None
    asked = asked or split_wanted(command.rest if command else "")[0]
    if to is None or not asked:
        await acknowledge(pressed, say(lang, "button.stale"))
        return
    await acknowledge(pressed)
    found = await asyncio.to_thread(listed, kind, asked, desk.surveys, lang)
    if isinstance(found, str):
        await send(context.bot, to, words(found), answering=True)
    elif wanted in FILES:
        await send(context.bot, to, render_file(found, wanted, lang), answering=True)
    elif wanted.isdecimal():
        await change(context.bot, to, render_listing(found, int(wanted), lang, context.bot.username))
        place = (to.chat.id, to.message_id, topic(to))
        await _remember(desk, place, found, int(wanted), lang, context.bot.username)


async def _remember(
    desk: Desk, place: tuple[int, int, int | None], found: Listing, page: int, lang: Lang, bot_name: str
) -> None:
    """What the message cites, for `/source 2` and `/cite`."""
    chat_id, message_id, thread_id = place
    cited = [citation.id for citation in shown_on(found, page, lang, bot_name)]
    await asyncio.to_thread(desk.memory.conversations.remember, chat_id, message_id, cited, thread_id)
