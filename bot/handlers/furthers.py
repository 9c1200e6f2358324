""" "Another", "why?", the nearest passages, the same of all articles: what else could be asked of an answer."""

import asyncio
from collections.abc import Sequence

from telegram import Bot, MaybeInaccessibleMessage, Message, Update

from bot.conversation import ask_all
from bot.handlers.desk import Context, Desk, keep_subject, message_of, pressed_in, remember_answer, words
from bot.handlers.sources import show_source
from bot.locales import Lang, say
from bot.sending import acknowledge, meant_for, replied, send, topic, words_of
from bot.wording import (
    TITLE,
    NoSource,
    inline,
    pick_source,
    render_another,
    render_answer,
    render_explanation,
    sources_of,
)
from retrieval.errors import UnknownCitation
from retrieval.queries import split_operators
from retrieval.types import Answer, Citation

# The operator that takes off all others, and what was understood from plain words.
OF_ALL = "in:all"


async def another(desk: Desk, update: Update, context: Context) -> None:
    """`/another`: the next best sentence, of the answer that it replies to or of the last one."""
    message, lang = message_of(update), await desk.lang(update)
    await _another(desk, context.bot, message, await _target(desk, message), lang)


async def press_another(desk: Desk, update: Update, context: Context) -> None:
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    if pressed.message:
        await _another(desk, context.bot, pressed.message, pressed.message.message_id, lang)


async def why(desk: Desk, update: Update, context: Context) -> None:
    """`/why`: why the answer that it replies to, or the last one, begins with its first sentence."""
    message, lang = message_of(update), await desk.lang(update)
    target = await _target(desk, message)
    answer = await _answer(desk, context.bot, message.chat_id, target, replied(message))
    other = desk.recent.other(message.chat_id, target) if target else None
    said = _explained(answer, other, lang) if target else say(lang, "source.none_yet")
    await send(context.bot, message, words(said))


async def press_why(desk: Desk, update: Update, context: Context) -> None:
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    if to := pressed.message:
        answer = await _answer(desk, context.bot, to.chat.id, to.message_id, to)
        other = desk.recent.other(to.chat.id, to.message_id)
        await send(context.bot, to, words(_explained(answer, other, lang)), answering=True)


async def nearest(desk: Desk, update: Update, context: Context) -> None:
    """`/nearest 2`: a passage that was offered where there was no answer."""
    message, lang = message_of(update), await desk.lang(update)
    if offered := await asyncio.to_thread(_offered, desk, message):
        try:
            wanted = pick_source(offered, " ".join(context.args or ()), lang)
        except NoSource as error:
            await send(context.bot, message, words(str(error)))
        else:
            await show_source(desk, context.bot, message, wanted, lang)
    else:
        await send(context.bot, message, words(say(lang, "nearest.none")))


async def everywhere(desk: Desk, update: Update, context: Context) -> None:
    """`/everywhere`: what the answer that it replies to, or the last one, was asked of some articles, asked of all."""
    message, lang = message_of(update), await desk.lang(update)
    user_id = message.from_user.id if message.from_user else 0
    target = await _target(desk, message)
    await _of_all(desk, context.bot, message, user_id, target, replied(message), lang)


async def press_everywhere(desk: Desk, update: Update, context: Context) -> None:
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    if to := pressed.message:
        await _of_all(desk, context.bot, to, pressed.from_user.id, to.message_id, to, lang)


async def ask_anew(
    desk: Desk, bot: Bot, to: MaybeInaccessibleMessage, user_id: int, asked: str, lang: Lang, *, heading: str
) -> None:
    """Answer what no message asks: a button's question, or one that is asked again in another way."""
    exchange = await asyncio.to_thread(ask_all, asked, None, desk.ask)
    found = exchange.asked[0]
    head = say(lang, "answer.asked", question=heading)
    for reply in render_answer(found.answer, lang, bot.username, head):
        sent = await send(bot, to, reply)
        await remember_answer(desk, to.chat.id, topic(to), sent.message_id, user_id, found.answer)
    await keep_subject(desk, to.chat.id, topic(to), exchange.subject)


def _offered(desk: Desk, message: Message) -> Sequence[str]:
    """The passages that were offered by the silent answer that a command replies to, however old, else by the last."""
    conversations, original = desk.memory.conversations, replied(message)
    kept = (
        conversations.answer(message.chat_id, original.message_id)
        if original
        else conversations.last(message.chat_id, topic(message))
    )
    return kept.nearest if kept else ()


async def _another(desk: Desk, bot: Bot, to: MaybeInaccessibleMessage, target: int | None, lang: Lang) -> None:
    conversations, chat_id = desk.memory.conversations, to.chat.id
    kept = await asyncio.to_thread(conversations.answer, chat_id, target) if target else None
    further = list(kept.further) if kept else []
    while further:
        try:
            source = await asyncio.to_thread(desk.library.source, further.pop(0))
        except UnknownCitation:  # of a library that this bot had before; the next one then
            continue
        if source.state != "current":  # corrected or withdrawn since
            continue
        citation = source.citation
        reply = render_another(citation, lang, bot.username, more=bool(further))
        sent = await send(bot, to, reply, answering=True)
        if (answer := desk.recent.answer(chat_id, target or 0)) and citation in answer.further:
            desk.recent.keep(chat_id, sent.message_id, answer, citation)
        await asyncio.to_thread(
            conversations.remember, chat_id, sent.message_id, [citation.id], topic(to), further=further
        )
        return
    await send(bot, to, words(say(lang, "another.none" if kept else "source.none_yet")))


async def _target(desk: Desk, message: Message) -> int | None:
    """The answer that a command is about."""
    if original := replied(message):
        return original.message_id
    last = await asyncio.to_thread(desk.memory.conversations.last, message.chat_id, topic(message))
    return last.message_id if last else None


async def _answer(
    desk: Desk, bot: Bot, chat_id: int, message_id: int | None, shown: MaybeInaccessibleMessage | None
) -> Answer | None:
    """The answer that a message gave. One that is not recent is worked out again from the question that Telegram
    keeps beside it, and is the same only if it cites the same."""
    if message_id is None:
        return None
    if recent := desk.recent.answer(chat_id, message_id):
        return recent
    original = replied(shown) if isinstance(shown, Message) else None
    kept = await asyncio.to_thread(desk.memory.conversations.answer, chat_id, message_id)
    ours = original is not None and original.from_user is not None and original.from_user.id == bot.id
    asked = (meant_for(bot, original) or words_of(original)) if original and not ours else ""
    if not asked or kept is None:
        return None
    again = (await asyncio.to_thread(ask_all, asked, None, desk.ask)).asked
    same = (one.answer for one in again if tuple(found.id for found in sources_of(one.answer)) == kept.citations)
    return next(same, None)


def _explained(answer: Answer | None, other: Citation | None, lang: Lang) -> str:
    return render_explanation(answer, lang, other) if answer else say(lang, "why.forgotten")


async def _of_all(
    desk: Desk,
    bot: Bot,
    to: MaybeInaccessibleMessage,
    user_id: int,
    target: int | None,
    shown: MaybeInaccessibleMessage | None,
    lang: Lang,
) -> None:
    if target is None:
        await send(bot, to, words(say(lang, "source.none_yet")))
        return
    answer = await _answer(desk, bot, to.chat.id, target, shown)
    if answer is None:
        await send(bot, to, words(say(lang, "everywhere.forgotten")))
        return
    asked = split_operators(answer.question)[0]
    await ask_anew(desk, bot, to, user_id, f"{asked} {OF_ALL}", lang, heading=inline(asked, 2 * TITLE))
