"""A question, and the same question once it was edited: to the articles, and back."""

import asyncio
import contextlib
import logging
import zlib
from collections.abc import Sequence
from dataclasses import replace

from telegram import Bot, Message, ReactionTypeEmoji, Update
from telegram.error import BadRequest, TelegramError

from bot.conversation import (
    Asked,
    Example,
    Exchange,
    Subject,
    ask_all,
    asks_why,
    friendly_line,
    only_points,
    read_subject,
    subject_in,
)
from bot.handlers import furthers
from bot.handlers.desk import (
    Context,
    Desk,
    keep_subject,
    message_of,
    note_gap,
    pressed_in,
    remember_answer,
    speaker_of,
    words,
)
from bot.handlers.surveys import pasted_in, show_quotation
from bot.locales import Lang, say
from bot.sending import (
    LeaseLapsed,
    acknowledge,
    command_in,
    is_private,
    meant_for,
    pointed_at,
    replaces,
    replied,
    send,
    topic,
    typing_meanwhile,
    words_of,
)
from bot.wording import ASK, TITLE, Button, inline, render_answer, render_left, utf16
from retrieval.errors import UnknownCitation

log = logging.getLogger(__name__)

# Says in a group, without a message, that the articles don't know.
SHRUG = "🤷"
# A question on a button: what a phone shows of it, and a little more.
LABEL_QUESTION = 60


async def question(desk: Desk, update: Update, context: Context) -> None:
    """Any words that are no command. In a group only what is meant for the bot: a mention of it, or a reply to it."""
    message = message_of(update)
    asked = meant_for(context.bot, message)
    if asked is None:
        return
    place = (message.chat_id, speaker_of(message), message.message_id)
    desk.albums.is_first(message.chat_id, message.media_group_id, message.message_id)
    desk.pastes.begin(place, message.date.timestamp(), asked, utf16(words_of(message)))
    await answer_to(desk, update, context, asked)


async def ask(desk: Desk, update: Update, context: Context) -> None:
    """`/ask` with a question behind it, or as a reply to one: what Telegram passes on in any group."""
    message = message_of(update)
    command = command_in(context.bot, message)
    asked = command.rest if command else ""
    if asked or pointed_at(context.bot, message):
        await answer_to(desk, update, context, asked)
    else:
        await send(context.bot, message, words(say(await desk.lang(update), "ask.what")))


async def answer_to(desk: Desk, update: Update, context: Context, asked: str) -> None:
    """Answer what a message asks, or what the message says that it points at."""
    message, lang, bot = message_of(update), await desk.lang(update), context.bot
    pointed = pointed_at(bot, message)
    if pointed and only_points(asked, lang):
        asked, pointed = pointed, ""
    if line := friendly_line(asked, lang):
        await send(bot, message, words(line))
        return
    if pasted := pasted_in(message, asked):
        await show_quotation(desk, bot, message, pasted, lang, checksum(asked))
        return
    last = await asyncio.to_thread(_subject, desk, message)
    if last is None and asks_why(asked, lang):
        await furthers.why(desk, update, context)
        return
    if pointed:
        about = await asyncio.to_thread(subject_in, [pointed], quoted=message.quote is not None)
        about = replace(about, title=last.title if last else "")
        work = asyncio.to_thread(ask_all, asked, about, desk.ask, about)
    else:
        work = asyncio.to_thread(ask_all, asked, last, desk.ask)
    exchange = await typing_meanwhile(bot, message, work)
    if asks_why(asked, lang) and exchange.asked[-1].answer.confidence in ("nearest", "none"):
        await furthers.why(desk, update, context)  # the articles don't say why: at least, why that sentence
        return
    await _tell(desk, update, bot, asked, exchange, lang)
    await _go_on(desk, message, exchange.subject)


async def press_question(desk: Desk, update: Update, context: Context) -> None:
    """A button with a question that the articles answer."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    asked = desk.examples.question(str(pressed.data).removeprefix(ASK))
    message = pressed.message
    if asked is None or message is None:
        await acknowledge(pressed, say(lang, "button.stale"))
        return
    await acknowledge(pressed)
    await furthers.ask_anew(desk, context.bot, message, pressed.from_user.id, asked, lang, heading=asked)


def ask_button(example: Example) -> Button:
    """A button that asks a question."""
    return Button(inline(example.question, LABEL_QUESTION), f"{ASK}{example.key}")


def checksum(asked: str) -> int:
    """Tells whether a question was changed; of its words it keeps nothing that could be read."""
    return zlib.crc32(asked.encode("utf-8", "surrogatepass"))


async def _tell(desk: Desk, update: Update, bot: Bot, asked: str, exchange: Exchange, lang: Lang) -> None:
    """Send each answer under its question, and name the questions that got none."""
    message = message_of(update)
    shrugs = not is_private(message) and not replaces()
    silent = await _passed_over(desk, bot, message, exchange.asked) if shrugs else []
    told = [one for one in exchange.asked if one not in silent]
    if not told and not exchange.more:
        return
    several = len(exchange.asked) > 1 or bool(exchange.more)
    late = update.message is not None and desk.is_late(message)
    user_id = speaker_of(message)
    for number, one in enumerate(told):
        head = _head(one, lang, late=late and not number, several=several)
        in_vain = one.answer.confidence == "none" and not one.answer.faults
        closest = desk.examples.closest(one.answer.question, one.answer.lang) if in_vain else ()
        buttons = [ask_button(example) for example in closest]
        for reply in render_answer(one.answer, lang, bot.username, head, buttons):
            sent = await send(bot, message, reply, answering=True)
            place = (message.chat_id, topic(message), sent.message_id)
            await remember_answer(desk, *place, user_id, one.answer, to=message.message_id, checked=checksum(asked))
    if silent or exchange.more:
        await send(bot, message, render_left([one.question for one in silent], exchange.more, lang), answering=True)
    if shrugs and update.edited_message:  # the question that was edited may have had no answer
        await _react(bot, message)


def _head(one: Asked, lang: Lang, *, late: bool, several: bool) -> str:
    """What is said before an answer: that it is late, to which of several questions, and what it goes on from."""
    lines = [
        say(lang, "answer.late") if late else "",
        say(lang, "answer.asked", question=inline(one.question, 2 * TITLE)) if several else "",
        say(lang, "answer.understood", subject=inline(one.reading.understood, TITLE)) if one.reading.understood else "",
    ]
    return "\n".join(filter(None, lines))


async def _passed_over(desk: Desk, bot: Bot, message: Message, asked: Sequence[Asked]) -> list[Asked]:
    """In a group, what the articles don't know is no message; nor what may be no answer, where the group says so. Where
    nothing is said at all, a reaction says why."""
    wanted = ("sure", "possible", "nearest") if (await desk.choice(message.chat_id)).possible else ("sure",)
    silent = [one for one in asked if one.answer.confidence not in wanted and not one.answer.faults]
    for one in silent:
        if one.answer.confidence in ("nearest", "none"):
            user_id = speaker_of(message)
            await note_gap(desk, message.chat_id, message.message_id, user_id, one.answer)
    if len(silent) == len(asked) and not await _react(bot, message, SHRUG):
        unsure = any(one.answer.confidence in ("possible", "nearest") for one in silent)
        said = say(await desk.lang(Update(0, message=message)), "answer.unsure" if unsure else "answer.none")
        await send(bot, message, words(said), answering=True)
    return silent


async def _react(bot: Bot, message: Message, *emoji: str) -> bool:
    """False where the group does not allow it, so that it takes a word."""
    reactions = [ReactionTypeEmoji(one) for one in emoji]
    try:
        await bot.set_message_reaction(message.chat_id, message.message_id, reactions)
    except BadRequest as error:
        return "not found" in error.message.lower()  # the message is deleted: nobody waits for a word
    except LeaseLapsed:  # it is not done: this worker does it again when it has the chat, or another one
        raise
    except TelegramError as error:
        log.info("No reaction could be set: %s", error.message)
    return True


async def _go_on(desk: Desk, message: Message, subject: Subject) -> None:
    await keep_subject(desk, message.chat_id, topic(message), subject)


def _subject(desk: Desk, message: Message) -> Subject | None:
    """What the conversation is about: that of the answer which is replied to, else that of the last question."""
    conversations = desk.memory.conversations
    last = conversations.last(message.chat_id, topic(message))
    stored = conversations.subject(message.chat_id, topic(message), desk.seconds)
    original = replied(message)
    if original and (last is None or last.message_id != original.message_id):
        kept = conversations.answer(message.chat_id, original.message_id)
        if kept and kept.citations:
            with contextlib.suppress(UnknownCitation):  # its article is gone: the last question then
                return Subject(title=desk.library.citation(kept.citations[0]).article.title, replied=True)
    subject = read_subject(stored) if stored else None
    return subject.of_reply() if subject and original else subject
