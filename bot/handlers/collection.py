"""The library in pages for all, and articles taken out and put back by editors."""

import asyncio
import re
import time
from collections.abc import Callable, Sequence

from telegram import Message, Update

from bot.handlers.desk import Context, Desk, message_of, pressed_in, speaker_of, words
from bot.locales import Lang, say
from bot.memory import DAY
from bot.sending import acknowledge, change, send
from bot.wording import (
    KEEP,
    LISTED,
    PAGE,
    REMOVE,
    RESTORE,
    UNDO,
    Reply,
    render_not_removed,
    render_page,
    render_removal,
    render_removed,
    render_restored,
    render_taking_back,
    render_undone,
    unpack,
)
from retrieval.library import Entry, Range, changed_by, entry_of, is_undoable, last_change

# The number of a page, and what says that an article is to be taken out without being asked.
NUMBERED, YES = re.compile(r"#[0-9]{1,6}"), ("yes", "oui", "ja", "sí", "si", "sì", "sim")
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


async def press_undo(desk: Desk, update: Update, context: Context) -> None:
    """The button under an addition."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    changes = unpack(str(pressed.data).removeprefix(UNDO))
    count = await asyncio.to_thread(desk.library.undo, changes)
    if not count or not pressed.message:
        await acknowledge(pressed, say(lang, "addition.too_late"))
        return
    await acknowledge(pressed)
    entries = await asyncio.to_thread(changed_by, desk.library.engine, changes)
    await change(context.bot, pressed.message, render_undone(count, entries, lang))
    await asyncio.to_thread(desk.memory.pending.settle, pressed.message.chat.id, pressed.message.message_id)


async def undo(desk: Desk, update: Update, context: Context) -> None:
    """`/undo`: takes back what the person added last; `/undo 12`: the last addition or correction of an article. What
    was no addition of theirs, or none of the last day, is asked about first."""
    message, lang = message_of(update), await desk.lang(update)
    number = next(iter(context.args or ()), "")
    if number:
        reply = await asyncio.to_thread(_undo_article, desk, message, number, lang)
    else:
        reply = await asyncio.to_thread(_undo_last, desk, message, update.update_id, lang)
    sent = await send(context.bot, message, reply)
    if reply.rows:
        await asyncio.to_thread(desk.memory.pending.ask, sent.chat_id, sent.message_id, "choice", DAY)


async def press_change(desk: Desk, update: Update, context: Context) -> None:
    """The answer to whether an article is to be taken out, or the button to put it back."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    data = str(pressed.data)
    if entry := await asyncio.to_thread(_entry, desk, data[len(REMOVE) :]):
        reply = await asyncio.to_thread(_change, desk, entry, data[: len(REMOVE)], lang)
        if message := pressed.message:
            await change(context.bot, message, reply)
            await asyncio.to_thread(desk.memory.pending.settle, message.chat.id, message.message_id)


def _undo_last(desk: Desk, message: Message, update_id: int, lang: Lang) -> Reply:
    last = desk.memory.added.last(speaker_of(message), update_id)
    entries = changed_by(desk.library.engine, last.changes) if last else []
    if last is None or not entries:
        return words(say(lang, "undoing.none"))
    if last.at < time.time() - DAY:
        return render_taking_back(entries[0], last.changes[0][0], lang)
    # Handled again, it finds them taken back by itself.
    going = entries if last.taken_back else [one for one in entries if _stands(desk, one.number, last.changes)]
    desk.memory.added.take_back(last.number, update_id)
    desk.library.undo(last.changes)
    return render_undone(len(going), going, lang) if going else words(say(lang, "addition.too_late"))


def _undo_article(desk: Desk, message: Message, number: str, lang: Lang) -> Reply:
    entry = _entry(desk, number)
    if entry is None:
        return words(say(lang, "removal.which"))
    last = last_change(desk.library.engine, entry.number)
    if not is_undoable(desk.library.engine, entry.number):
        return words(say(lang, "addition.nothing"))
    if not desk.memory.added.made(speaker_of(message), last, time.time() - DAY):
        return render_taking_back(entry, last, lang)
    count = desk.library.undo([(last, last + 1)])
    return render_undone(count, [entry], lang) if count else words(say(lang, "addition.nothing"))


def _stands(desk: Desk, number: int, changes: Sequence[Range]) -> bool:
    """Whether what changes did to an article is still the last that happened to it."""
    last = last_change(desk.library.engine, number)
    return any(begin <= last < stop for begin, stop in changes)


async def _page(desk: Desk, update: Update, lang: Lang, search: str, offset: int) -> Reply:
    page = await asyncio.to_thread(desk.library.page, search, offset, LISTED)
    return render_page(page, lang, search, numbered=await desk.is_editor(update))


async def _command(desk: Desk, update: Update, context: Context, make: Callable[[Entry, Lang], Reply]) -> None:
    message, lang = message_of(update), await desk.lang(update)
    entry = await asyncio.to_thread(_entry, desk, next(iter(context.args or ()), ""))
    reply = await asyncio.to_thread(make, entry, lang) if entry else words(say(lang, "removal.which"))
    sent = await send(context.bot, message, reply)
    if any(button.data.startswith(KEEP) for button in reply.buttons):
        await asyncio.to_thread(desk.memory.pending.ask, sent.chat_id, sent.message_id, "choice", DAY)


def _entry(desk: Desk, number: str) -> Entry | None:
    known = number.isdecimal() and int(number) <= MOST
    return entry_of(desk.library.engine, int(number)) if known else None


def _change(desk: Desk, entry: Entry, wanted: str, lang: Lang) -> Reply:
    if wanted == KEEP:
        return render_not_removed(entry, lang)
    if wanted == REMOVE:
        return render_removed(entry, lang, now=desk.library.remove(entry.number))
    return render_restored(entry, lang, now=desk.library.restore(entry.number))
