"""The library in pages for all, and articles taken out and put back by editors."""

import asyncio
import re
from collections.abc import Callable

from telegram import Update

from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.locales import Lang, say
from bot.sending import acknowledge, change, send
from bot.wording import (
    KEEP,
    LISTED,
    PAGE,
    REMOVE,
    RESTORE,
    Reply,
    render_not_removed,
    render_page,
    render_removal,
    render_removed,
    render_restored,
    render_undone,
)
from retrieval.library import Entry, entry_of, last_change

# The number of a page, and what says that an article is to be taken out without being asked.
NUMBERED, YES = re.compile(r"#[0-9]{1,6}"), ("yes", "oui")
# The largest number that PostgreSQL takes here: beyond it there is no article.
MOST = 2**31 - 1


async def articles(desk: Desk, update: Update, context: Context) -> None:
    """`/articles`, `/articles kerlan 2023`: the latest first, in pages; `#2` behind it is the second page."""
    message, lang = message_of(update), await desk.lang(update)
    given = list(context.args or ())
    numbered = NUMBERED.fullmatch(given[-1]) if given else None
    offset = max(0, int(given.pop()[1:]) - 1) * LISTED if numbered else 0
    await send(context.bot, message, await _page(desk, update, lang, " ".join(given), offset))


async def press_page(desk: Desk, update: Update, context: Context) -> None:
    """◀ ▶ under the list: another page in the same message."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    offset, _, search = str(pressed.data).removeprefix(PAGE).partition(":")
    if pressed.message and offset.isdecimal() and int(offset) <= MOST:
        reply = await _page(desk, update, lang, search, int(offset))
        await change(context.bot, pressed.message, reply)


async def remove(desk: Desk, update: Update, context: Context) -> None:
    """`/remove 12`: asks whether that is meant, unless a yes is behind it."""
    sure = any(word.lower() in YES for word in (context.args or ())[1:])

    def ask(entry: Entry, lang: Lang) -> Reply:
        if sure:
            return _change(desk, entry, REMOVE, lang)
        return render_removal(entry, lang) if entry.state == "living" else render_removed(entry, lang, now=False)

    await _command(desk, update, context, ask)


async def restore(desk: Desk, update: Update, context: Context) -> None:
    """`/restore 12`: at once, since nothing is lost by it."""
    await _command(desk, update, context, lambda entry, lang: _change(desk, entry, RESTORE, lang))


async def undo(desk: Desk, update: Update, context: Context) -> None:
    """`/undo 12`: takes back the last addition or correction of an article, as the button under it does."""

    def take_back(entry: Entry, lang: Lang) -> Reply:
        last = last_change(desk.library.engine, entry.number)
        count = desk.library.undo([(last, last + 1)])
        return render_undone(count, lang) if count else words(say(lang, "addition.nothing"))

    await _command(desk, update, context, take_back)


async def press_change(desk: Desk, update: Update, context: Context) -> None:
    """The answer to whether an article is to be taken out, or the button to put it back."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    data = str(pressed.data)
    if entry := await asyncio.to_thread(_entry, desk, data[len(REMOVE) :]):
        reply = await asyncio.to_thread(_change, desk, entry, data[: len(REMOVE)], lang)
        if pressed.message:
            await change(context.bot, pressed.message, reply)


async def _page(desk: Desk, update: Update, lang: Lang, search: str, offset: int) -> Reply:
    page = await asyncio.to_thread(desk.library.page, search, offset, LISTED)
    return render_page(page, lang, search, numbered=await desk.is_editor(update))


async def _command(desk: Desk, update: Update, context: Context, make: Callable[[Entry, Lang], Reply]) -> None:
    message, lang = message_of(update), await desk.lang(update)
    entry = await asyncio.to_thread(_entry, desk, next(iter(context.args or ()), ""))
    reply = await asyncio.to_thread(make, entry, lang) if entry else words(say(lang, "removal.which"))
    await send(context.bot, message, reply)


def _entry(desk: Desk, number: str) -> Entry | None:
    known = number.isdecimal() and int(number) <= MOST
    return entry_of(desk.library.engine, int(number)) if known else None


def _change(desk: Desk, entry: Entry, wanted: str, lang: Lang) -> Reply:
    if wanted == KEEP:
        return render_not_removed(entry, lang)
    if wanted == REMOVE:
        return render_removed(entry, lang, now=desk.library.remove(entry.number))
    return render_restored(entry, lang, now=desk.library.restore(entry.number))
