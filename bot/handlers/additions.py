"""What editors add: a file, a link, a text that they wrote, pasted or forwarded."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b

from telegram import Bot, Document, Message, MessageOriginChannel, MessageOriginChat, Update
from telegram.constants import ChatType, FileSizeLimit
from telegram.error import BadRequest

from bot.conversation import FULL, Paste, asks
from bot.handlers.desk import Context, Desk, message_of, speaker_of, words
from bot.handlers.questions import answer_to
from bot.locales import Lang, say, say_number
from bot.memory import DAY
from bot.sending import command_in, edit, replied, send, waiting, words_of
from bot.wording import (
    LABEL,
    TOLD,
    Reply,
    inline,
    pack,
    render_added,
    render_doubt,
    unpack,
    utf16,
)
from retrieval.intake import Sending, Summary, Tell, suffix_of, take_in, take_in_data
from retrieval.library import alike_to, entry_of

LINK = re.compile(r"https?://\S+", re.IGNORECASE)
# The same within a sentence, whose stops are none of the link's.
LINKS = re.compile(r"https?://[^\s<>\"«»“”]*[^\s<>\"«»“”.,;:!?…)\]'’]", re.IGNORECASE)
# Seconds, at least, between two edits of the message that shows how far the reading is; and, at most, between a bare
# /add and what is to be added.
EVERY, EXPECTED = 2.0, 300.0
# Characters that a question has at most which is sent instead of an article.
SHORT = 300
# Articles after which they are made searchable: a question that comes meanwhile waits for no more than these.
AT_ONCE = 500

Work = Callable[[Tell], Summary]


def is_offered(desk: Desk, message: Message) -> bool:
    """Whether a message is an addition without a command: nothing but a link, or what a bare `/add` announced."""
    return bool(LINK.fullmatch((message.text or "").strip())) or desk.memory.pending.awaits_text(message.chat_id)


@dataclass(slots=True)
class _Progress:
    """How many articles have been read so far, and are searchable already; `moved` is set when they are more."""

    catch_up: Callable[[], object]
    count: int = 0
    moved: asyncio.Event = field(default_factory=asyncio.Event)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def tell(self, _: int, summary: Summary) -> None:
        """Called in the thread that reads."""
        count = summary.added + summary.updated + summary.unchanged
        if count - self.count >= AT_ONCE:
            self.count = count
            self.catch_up()
            self._loop.call_soon_threadsafe(self.moved.set)


async def add(desk: Desk, update: Update, context: Context) -> None:
    """`/add` with a text or a link behind it, under a file, as a reply to what is to be added, or before that."""
    message, lang = message_of(update), await desk.lang(update)
    command = command_in(context.bot, message)
    typed = command.rest if command else ""
    original = replied(message)
    if message.document:
        await _add_file(desk, context.bot, message, message.document, lang)
    elif typed:
        await _add_own_text(desk, context.bot, message, typed, lang)
    elif original and not (original.from_user and original.from_user.id == context.bot.id):
        await add_message(desk, context.bot, original, lang, own=False)
    elif message.chat.type == ChatType.PRIVATE:
        sent = await send(context.bot, message, words(say(lang, "addition.expected")))
        await asyncio.to_thread(desk.memory.pending.ask, sent.chat_id, sent.message_id, "text", EXPECTED)
    else:
        await send(context.bot, message, words(say(lang, "addition.reply")))


async def offered(desk: Desk, update: Update, context: Context) -> None:
    """A file, a link alone, or the text that was asked for. A question under a file is answered, too."""
    message, lang = message_of(update), await desk.lang(update)
    caption = message.caption or ""
    if await desk.is_editor(update):
        if _is_doubtful(message):
            sent = await send(context.bot, message, render_doubt(lang), answering=True)
            await asyncio.to_thread(desk.memory.pending.ask, sent.chat_id, sent.message_id, "choice", DAY)
        else:
            await add_message(desk, context.bot, message, lang)
        await asyncio.to_thread(desk.memory.pending.settle_text, message.chat_id)
    elif not caption:
        await send(context.bot, message, words(say(lang, "addition.editors_only")))
        return
    if caption and (asks(caption) or not await desk.is_editor(update)):
        await answer_to(desk, update, context, caption)


async def correct(desk: Desk, update: Update, context: Context, name: str) -> None:
    """The message that an article was made of was edited: so is the article."""
    message, lang = message_of(update), await desk.lang(update)
    command = command_in(context.bot, message)
    text = command.rest if command else words_of(message)
    if not text:
        await add(desk, update, context)
    else:
        await _add_own_text(desk, context.bot, message, text, lang, name)


async def go_on(desk: Desk, update: Update, context: Context, paste: Paste) -> None:
    """The next part of the text that an article was made of."""
    message, lang = message_of(update), await desk.lang(update)
    await _add_text(desk, context.bot, message, paste.text, lang, paste.article, full=paste.is_full)


def _is_doubtful(message: Message) -> bool:
    """Whether what comes after a bare `/add` looks like a question: short, asking, and the person's own."""
    text = (message.text or "").strip()
    return bool(text) and len(text) <= SHORT and not message.forward_origin and asks(text)


async def add_link(desk: Desk, bot: Bot, message: Message, link: str, lang: Lang) -> None:
    """Add what a link leads to."""
    await _carry_out(desk, bot, message, link, partial(_take_in_link, desk, link), lang)


async def add_message(desk: Desk, bot: Bot, message: Message, lang: Lang, *, own: bool = True) -> None:
    """Add a file, the page of a link, or a text."""
    if message.document:
        await _add_file(desk, bot, message, message.document, lang)
    elif not (text := words_of(message).strip()):
        await send(bot, message, words(say(lang, "addition.not_text")))
    elif own:
        await _add_own_text(desk, bot, message, text, lang)
    else:
        await _add_text(desk, bot, message, text, lang, name_of(text))


async def _add_own_text(desk: Desk, bot: Bot, message: Message, text: str, lang: Lang, name: str = "") -> None:
    """Add a text that its writer may still edit, or that may go on in another message."""
    name, length = name or name_of(text), utf16(words_of(message))
    await _add_text(desk, bot, message, text, lang, name, full=length >= FULL)
    if not LINK.fullmatch(text):
        place = (message.chat_id, speaker_of(message), message.message_id)
        desk.pastes.begin(place, message.date.timestamp(), text, length, name)
        await asyncio.to_thread(desk.memory.conversations.remember_addition, place[0], place[2], name)


def name_of(text: str) -> str:
    """The same text again is the same article; the name says nothing of who sent it."""
    return f"message-{blake2b(text.encode('utf-8', 'surrogatepass'), digest_size=6).hexdigest()}"


async def _add_text(
    desk: Desk, bot: Bot, message: Message, text: str, lang: Lang, name: str, *, full: bool = False
) -> None:
    if LINK.fullmatch(text):
        await add_link(desk, bot, message, text, lang)
        return
    data = text.encode("utf-8", "surrogatepass")
    work: Work = partial(_take_in_data, desk, data, ".txt", name, _sending(message, name))
    await _carry_out(desk, bot, message, say(lang, "addition.text"), work, lang, full=full)


async def _add_file(desk: Desk, bot: Bot, message: Message, document: Document, lang: Lang) -> None:
    name = document.file_name or "document"
    data = await _download(bot, document)
    if data is None:
        await send(bot, message, words(say(lang, "addition.too_large", name=inline(name, LABEL))))
        return
    work = partial(_take_in_data, desk, data, suffix_of(name, document.mime_type), name, _sending(message, name))
    await _carry_out(desk, bot, message, name, work, lang)


async def _download(bot: Bot, document: Document) -> bytes | None:
    """What is in a file; None where Telegram hands none so large to a bot. Not every file says its size."""
    if (document.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        return None
    try:
        file = await bot.get_file(document.file_id)
    except BadRequest as error:
        if "file is too big" in error.message.lower():
            return None
        raise
    return bytes(await file.download_as_bytearray())


def _sending(message: Message, name: str) -> Sending:
    """What Telegram knows of the origin: of a message that was forwarded from a channel, which, when, and its link."""
    place, origin = f"telegram:{name}", message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        link = f"https://t.me/{origin.chat.username}/{origin.message_id}" if origin.chat.username else None
        return Sending(place, origin.chat.title, origin.date.date().isoformat(), link)
    if isinstance(origin, MessageOriginChat):
        return Sending(place, origin.sender_chat.title, origin.date.date().isoformat())
    return Sending(place)


def _take_in_link(desk: Desk, link: str, tell: Tell) -> Summary:
    return take_in(desk.library, [link], tell, private=desk.private_addresses)


def _take_in_data(desk: Desk, data: bytes, suffix: str, name: str, sending: Sending, tell: Tell) -> Summary:
    return take_in_data(desk.library, data, suffix, name, tell, sending)


async def _carry_out(
    desk: Desk, bot: Bot, message: Message, name: str, work: Work, lang: Lang, *, full: bool = False
) -> None:
    """Reads in a thread, one addition after the other, and says in one message how far it is and what became of it."""
    reading = say(lang, "addition.reading", name=inline(name, LABEL))
    if behind := waiting():
        reading += "\n" + say_number(lang, "addition.waiting", behind)
    shown = await send(bot, message, words(reading), answering=True)
    progress = _Progress(desk.catch_up)

    def whole() -> Reply:
        summary = work(progress.tell)
        desk.catch_up()
        entries = [entry_of(desk.library.engine, one.number) for one in summary.told[:TOLD] if one.number]
        living = [entry for entry in entries if entry]
        alike = alike_to(desk.library.engine, living[0].number) if living else ()
        if summary.changes:
            desk.memory.added.remember(speaker_of(message), message.chat_id, unpack(pack(summary.changes)))
        return render_added(summary, living, lang, alike, full=full)

    async with desk.adding:
        task = asyncio.create_task(asyncio.to_thread(whole))
        task.add_done_callback(lambda _: progress.moved.set())
        while await progress.moved.wait() and not task.done():
            progress.moved.clear()
            so_far = say_number(lang, "addition.so_far", progress.count)
            await edit(bot, shown.chat_id, shown.message_id, words(f"{reading}\n{so_far}"))
            await asyncio.wait({task}, timeout=EVERY)
        reply = await task
    if not await edit(bot, shown.chat_id, shown.message_id, reply):
        await send(bot, message, reply, answering=True)
