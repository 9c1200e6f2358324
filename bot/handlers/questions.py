"""A question, and the same question once it was edited."""

import asyncio
import contextlib
import zlib

from telegram import Bot, Message, ReactionTypeEmoji, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.conversation import Example, Reading, Subject, friendly_line, read_subject, subject_of, understand
from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.locales import Lang, say
from bot.sending import acknowledge, delete, edit, meant_for, replied, send, topic, typing_meanwhile
from bot.wording import ASK, TITLE, Button, Reply, inline, render_answer, sources_of
from retrieval.errors import UnknownCitation
from retrieval.types import Answer

# Says in a group, without a message, that the articles don't know.
SHRUG = "🤷"
# A question on a button: what a phone shows of it, and a little more.
LABEL_QUESTION = 60


async def question(desk: Desk, update: Update, context: Context) -> None:
    """Any text that is no command. In a group only what is meant for the bot: a mention of it, or a reply to it."""
    message, lang = message_of(update), await desk.lang(update)
    asked = meant_for(context.bot, message)
    if asked is None:
        return
    if line := friendly_line(asked, lang):
        await send(context.bot, message, words(line))
        return
    answer, reading = await _work_out(desk, context.bot, message, asked)
    if not await _keeps_silent(desk, context.bot, message, answer):
        for reply in _told(desk, context.bot, answer, reading, lang, late=desk.is_late(message)):
            sent = await send(context.bot, message, reply, answering=True)
            await _remember(desk, message, sent.message_id, asked, answer)
    await _go_on(desk, message, answer, reading)


async def edited(desk: Desk, update: Update, context: Context) -> None:
    """A question that was changed: its answer changes in place. What was not answered stays so, and what Telegram
    reports as an edit without a change of the text (a reaction, a link's preview) changes nothing."""
    message, lang = message_of(update), await desk.lang(update)
    before = await asyncio.to_thread(desk.memory.conversations.answers_to, message.chat_id, message.message_id)
    asked = meant_for(context.bot, message)
    if not before or asked is None or before[0].checksum == checksum(asked) or friendly_line(asked, lang):
        return
    answer, reading = await _work_out(desk, context.bot, message, asked)
    replies = _told(desk, context.bot, answer, reading, lang)
    for number, reply in enumerate(replies):
        if number < len(before):
            there = await edit(context.bot, message.chat_id, before[number].message_id, reply)
            message_id = before[number].message_id if there else None
        else:
            message_id = (await send(context.bot, message, reply, answering=True)).message_id
        if message_id is not None:
            await asyncio.to_thread(desk.memory.gaps.withdraw, message.chat_id, message_id)
            await _remember(desk, message, message_id, asked, answer)
    for kept in before[len(replies) :]:
        await delete(context.bot, message.chat_id, kept.message_id)
    await _go_on(desk, message, answer, reading)


async def press_question(desk: Desk, update: Update, context: Context) -> None:
    """A button with a question that the articles answer."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    asked = desk.examples.question(str(pressed.data).removeprefix(ASK))
    if asked is None or not isinstance(pressed.message, Message):
        await acknowledge(pressed, say(lang, "button.stale"))
        return
    await acknowledge(pressed)
    message = pressed.message
    answer, reading = await asyncio.to_thread(_ask, desk, asked, None)
    head = say(lang, "answer.asked", question=asked)
    for reply in render_answer(answer, lang, context.bot.username, head):
        sent = await send(context.bot, message, reply)
        await _remember(desk, message, sent.message_id, asked, answer, edits=False)
    await _go_on(desk, message, answer, reading)


def _told(
    desk: Desk, bot: Bot, answer: Answer, reading: Reading, lang: Lang, *, late: bool = False
) -> tuple[Reply, ...]:
    apology = say(lang, "answer.late") if late else ""
    going_on = say(lang, "answer.understood", subject=inline(reading.understood, TITLE)) if reading.understood else ""
    head = "\n".join(filter(None, (apology, going_on)))
    closest = desk.examples.closest(answer.question, answer.lang) if answer.confidence == "none" else ()
    return render_answer(answer, lang, bot.username, head, [ask_button(example) for example in closest])


def ask_button(example: Example) -> Button:
    """A button that asks a question."""
    return Button(inline(example.question, LABEL_QUESTION), f"{ASK}{example.key}")


def checksum(asked: str) -> int:
    """Tells whether a question was changed; of its words it keeps nothing that could be read."""
    return zlib.crc32(asked.encode("utf-8", "surrogatepass"))


async def _work_out(desk: Desk, bot: Bot, message: Message, asked: str) -> tuple[Answer, Reading]:
    def work() -> tuple[Answer, Reading]:
        return _ask(desk, asked, _subject(desk, message))

    return await typing_meanwhile(bot, message, asyncio.to_thread(work))


def _ask(desk: Desk, asked: str, last: Subject | None) -> tuple[Answer, Reading]:
    """Ask what a question means after a conversation about `last`."""
    reading = understand(asked, last)
    return desk.ask(reading.question), reading


async def _go_on(desk: Desk, message: Message, answer: Answer, reading: Reading) -> None:
    """Let the next question go on from this one. To be done last: a question that is handled again, because the process
    was killed before its end, must not go on from itself."""
    made = subject_of(reading, answer).dump()
    await asyncio.to_thread(
        desk.memory.conversations.remember_subject, message.chat_id, topic(message), made, desk.seconds
    )


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


async def _keeps_silent(desk: Desk, bot: Bot, message: Message, answer: Answer) -> bool:
    """In a group, what the articles don't know is no message; nor what may be no answer, where the group says so."""
    if message.chat.type == ChatType.PRIVATE:
        return False
    wanted = ("sure", "possible") if (await desk.choice(message.chat_id)).possible else ("sure",)
    if answer.confidence in wanted:
        return False
    if answer.confidence == "none":
        await _note_gap(desk, message, message.message_id, answer)
    with contextlib.suppress(TelegramError):  # not every group allows it
        await bot.set_message_reaction(message.chat_id, message.message_id, ReactionTypeEmoji(SHRUG))
    return True


async def _remember(
    desk: Desk, message: Message, message_id: int, asked: str, answer: Answer, *, edits: bool = True
) -> None:
    """Keep what an answer cited; with `edits`, it changes when `message`, its question, is edited."""
    desk.recent.keep(message.chat_id, message_id, answer)
    await asyncio.to_thread(
        desk.memory.conversations.remember,
        message.chat_id,
        message_id,
        [citation.id for citation in sources_of(answer)],
        topic(message),
        further=[citation.id for citation in answer.further],
        question_id=message.message_id if edits else None,
        checksum=checksum(asked),
    )
    if answer.confidence == "none":
        await _note_gap(desk, message, message_id, answer)


async def _note_gap(desk: Desk, message: Message, message_id: int, answer: Answer) -> None:
    user_id = message.from_user.id if message.from_user else 0
    await asyncio.to_thread(desk.memory.gaps.unanswered, message.chat_id, message_id, user_id, answer.question)
