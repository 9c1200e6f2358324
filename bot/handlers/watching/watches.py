"""Questions that are watched: made, listed, paused, ended; in a group by its administrators."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, date, datetime

from telegram import Bot, Chat, Message, Update, User

from bot.conversation import friendly_line, only_points
from bot.handlers.choices import administers
from bot.handlers.desk import Context, Desk, message_of, pressed_in, speaker_of, words
from bot.locales import Lang, say
from bot.memory import MOST_WATCHES, Watch
from bot.sending import acknowledge, change, command_in, is_private, pointed_at, send, topic
from bot.wording import WATCH, Reply, Wanted, at_fault, read_wanted, render_hours, render_watch, render_watches
from bot.wording.watching import END, HOURS, LIST, NOW, PAUSE, RESUME
from retrieval.answering import silence
from retrieval.library import next_passage
from retrieval.queries import read_query

# Characters of a question: longer texts are pasted, and no question.
LONGEST = 500


async def watch(desk: Desk, update: Update, context: Context) -> None:
    """`/watch` with a question or operators behind it, or as a reply to one: from now on, what arrives is asked."""
    message, lang = message_of(update), await desk.lang(update)
    if not await _may(context.bot, message.chat, message.from_user, message):
        await send(context.bot, message, words(say(lang, "watch.administrators")))
        return
    command = command_in(context.bot, message)
    asked = command.rest if command else ""
    if not asked or only_points(asked):
        asked = pointed_at(context.bot, message)
    asked = " ".join(asked.split())
    reply = await asyncio.to_thread(_watch, desk, message, asked, lang)
    await send(context.bot, message, reply)


async def watches(desk: Desk, update: Update, context: Context) -> None:
    """`/watches`; `/watches 2 pause`, `/watches 2 8` and the like do what the buttons do."""
    message, lang = message_of(update), await desk.lang(update)
    number, *rest = context.args or ("",)
    if not number:
        listed = await asyncio.to_thread(desk.memory.watches.of, message.chat_id)
        await send(context.bot, message, render_watches(listed, lang))
        return
    if not await _may(context.bot, message.chat, message.from_user, message):
        await send(context.bot, message, words(say(lang, "watch.administrators")))
        return
    wanted = read_wanted(" ".join(rest)) if rest else Wanted(HOURS)
    listed = await asyncio.to_thread(desk.memory.watches.of, message.chat_id)
    if wanted is None or not number.isdecimal() or not 0 < int(number) <= len(listed):
        await send(context.bot, message, words(say(lang, "watch.which")))
        return
    reply = await asyncio.to_thread(_done, desk, message.chat_id, listed[int(number) - 1].number, wanted, lang)
    await send(context.bot, message, reply)


async def press_watch(desk: Desk, update: Update, context: Context) -> None:
    """A button: the list, the hours, or what is to become of a watch; shown in place of its message, but the list."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    message = pressed.message
    deed, _, number = str(pressed.data).removeprefix(WATCH).partition(":")
    wanted = read_wanted(deed) if deed != LIST else Wanted(LIST)
    if message is None or wanted is None or not number.isdecimal():
        await acknowledge(pressed, say(lang, "button.stale"))
        return
    if wanted.deed != LIST and not await _may(context.bot, message.chat, pressed.from_user, None):
        await acknowledge(pressed, say(lang, "watch.administrators"))
        return
    await acknowledge(pressed)
    if wanted.deed == LIST:
        listed = await asyncio.to_thread(desk.memory.watches.of, message.chat.id)
        await send(context.bot, message, render_watches(listed, lang))
        return
    reply = await asyncio.to_thread(_done, desk, message.chat.id, int(number), wanted, lang)
    await change(context.bot, message, reply)


async def _may(bot: Bot, chat: Chat, user: User | None, message: Message | None) -> bool:
    """In private everybody; in a group those who run it."""
    return chat.id > 0 or await administers(bot, chat, user, message)


def _watch(desk: Desk, message: Message, asked: str, lang: Lang) -> Reply:
    """The new watch, or why there is none."""
    if not asked or len(asked) > LONGEST or friendly_line(asked, lang):
        return words(say(lang, "watch.what"))
    query = read_query(asked, desk.library.sources, date.today())
    if query.faults:
        return words(at_fault(replace(silence(asked), filter=query.filter, faults=query.faults), lang))
    place = (message.chat_id, (topic(message) or 0) if not is_private(message) else 0, speaker_of(message))
    before = {one.number for one in desk.memory.watches.of(message.chat_id)}
    made = desk.memory.watches.add(*place, asked, lang, next_passage(desk.library.engine), time.time())
    if made is None:
        return words(say(lang, "watch.too_many", most=MOST_WATCHES))
    return render_watch(made, lang, new=made.number not in before)


def _done(desk: Desk, chat_id: int, number: int, wanted: Wanted, lang: Lang) -> Reply:
    """Does it, and says what is watched now."""
    kept = desk.memory.watches
    found = kept.find(chat_id, number)
    if found is None:
        return words(say(lang, "watch.gone"))
    if wanted.deed == HOURS:
        return render_hours(found, lang, datetime.now(UTC).astimezone().strftime("%H:%M"))
    if wanted.deed == PAUSE:
        kept.pause(number)
    elif wanted.deed == RESUME:
        kept.resume(number, next_passage(desk.library.engine))
    elif wanted.deed == NOW:
        kept.choose(number, wanted.hour)
    elif wanted.deed == END:
        kept.end(number)
        return words(say(lang, "watch.ended", question=found.question))
    return render_watch(_again(desk, chat_id, found), lang, new=False)


def _again(desk: Desk, chat_id: int, before: Watch) -> Watch:
    return desk.memory.watches.find(chat_id, before.number) or before
