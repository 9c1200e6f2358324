"""The proof: a citation's source, the article around it, what to copy."""

import asyncio
from collections.abc import Callable, Sequence
from functools import partial

from telegram import Bot, MaybeInaccessibleMessage, Message, Update

from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.locales import Lang, say
from bot.sending import acknowledge, change, replied, send, topic
from bot.wording import (
    ARTICLE,
    COPY,
    SOURCE,
    START,
    WALK,
    NoSource,
    Reply,
    cited_by,
    pick_source,
    render_article,
    render_copy,
    render_gone,
    render_kept,
    warning,
)
from retrieval.errors import UnknownCitation
from retrieval.types import Passage, Source

# What is made of a cited sentence, of what became of it, and of the passages of the text that it stands in.
Make = Callable[[Source, Sequence[Passage]], Sequence[Reply]]


async def source(desk: Desk, update: Update, context: Context) -> None:
    """`/source`, `/source 2`: of the answer that it replies to, else of the last one."""
    message, lang = message_of(update), await desk.lang(update)
    try:
        wanted = await asyncio.to_thread(_wanted, desk, message, " ".join(context.args or ()), lang)
    except NoSource as error:
        await send(context.bot, message, words(str(error)))
        return
    await show_source(desk, context.bot, message, wanted, lang)


async def paragraph(desk: Desk, update: Update, context: Context) -> None:
    """`/paragraph 5`: another paragraph of the article of the source that it replies to, else of the last one."""
    message, lang = message_of(update), await desk.lang(update)
    number = " ".join(context.args or ())

    def make(found: Source, passages: Sequence[Passage]) -> Sequence[Reply]:
        numbered = [at for at, passage in enumerate(passages) if str(passage.paragraph) == number.strip()]
        if not numbered:
            last = max((passage.paragraph for passage in passages), default=0)
            return [words(say(lang, "paragraph.which", number=last))]
        return [_kept(desk, found, passages, lang, context.bot.username, numbered[0])]

    await _of_source(desk, context.bot, message, lang, make)


async def article(desk: Desk, update: Update, context: Context) -> None:
    """`/article`: the whole article of the source that it replies to, else of the last one."""
    message, lang = message_of(update), await desk.lang(update)
    await _of_source(desk, context.bot, message, lang, partial(_article, lang))


async def copy(desk: Desk, update: Update, context: Context) -> None:
    """`/copy`: the sentence with its source, to be copied."""
    message, lang = message_of(update), await desk.lang(update)
    await _of_source(desk, context.bot, message, lang, partial(_copy, lang))


async def press_source(desk: Desk, update: Update, context: Context) -> None:
    """A button under an answer: its data is `s:` and a citation id, which may be forged or long withdrawn."""
    pressed = pressed_in(update)
    await acknowledge(pressed)
    if pressed.message:
        citation_id = str(pressed.data).removeprefix(SOURCE)
        await show_source(desk, context.bot, pressed.message, citation_id, await desk.lang(update), answering=True)


async def press_walk(desk: Desk, update: Update, context: Context) -> None:
    """◀ ▶ and back: another paragraph in the same message."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    number, _, citation_id = str(pressed.data).removeprefix(WALK).partition(":")
    if pressed.message and number.isdecimal():
        at = int(number)

        def make(found: Source, passages: Sequence[Passage]) -> Sequence[Reply]:
            return [_kept(desk, found, passages, lang, context.bot.username, at)]

        (reply,) = await asyncio.to_thread(_made, desk, citation_id, lang, make)
        await change(context.bot, pressed.message, reply)


async def press_article(desk: Desk, update: Update, context: Context) -> None:
    lang = await desk.lang(update)
    await _press(desk, update, context, ARTICLE, lang, partial(_article, lang))


async def press_copy(desk: Desk, update: Update, context: Context) -> None:
    lang = await desk.lang(update)
    await _press(desk, update, context, COPY, lang, partial(_copy, lang))


async def show_source(
    desk: Desk, bot: Bot, to: MaybeInaccessibleMessage, citation_id: str, lang: Lang, *, answering: bool = False
) -> None:
    """Send the source of a citation, and remember that the message shows it."""

    def make(found: Source, passages: Sequence[Passage]) -> Sequence[Reply]:
        return [_kept(desk, found, passages, lang, bot.username)]

    (reply,) = await asyncio.to_thread(_made, desk, citation_id, lang, make)
    sent = await send(bot, to, reply, answering=answering)
    if reply.entities:
        await asyncio.to_thread(
            desk.memory.conversations.remember_source, sent.chat_id, sent.message_id, citation_id, topic(to)
        )


def started_with(parameter: str) -> str:
    """The citation id in the parameter of a deep link; empty where it is another."""
    return parameter.removeprefix(START) if parameter.startswith(START) else ""


async def _press(desk: Desk, update: Update, context: Context, mark: str, lang: Lang, make: Make) -> None:
    pressed = pressed_in(update)
    await acknowledge(pressed)
    if pressed.message:
        replies = await asyncio.to_thread(_made, desk, str(pressed.data).removeprefix(mark), lang, make)
        for reply in replies:
            await send(context.bot, pressed.message, reply, answering=True)


async def _of_source(desk: Desk, bot: Bot, message: Message, lang: Lang, make: Make) -> None:
    """Send what is made of the citation that a message is about."""
    try:
        wanted = await asyncio.to_thread(_wanted, desk, message, "", lang, of_source=True)
    except NoSource as error:
        await send(bot, message, words(str(error)))
        return
    for reply in await asyncio.to_thread(_made, desk, wanted, lang, make):
        await send(bot, message, reply)


def _made(desk: Desk, citation_id: str, lang: Lang, make: Make) -> Sequence[Reply]:
    """What is made of a citation, unless its article was withdrawn and its words are no longer to be shown."""
    try:
        source = desk.library.source(citation_id)
    except UnknownCitation:
        return [words(say(lang, "source.unknown"))]
    if source.state == "withdrawn" and not desk.show_withdrawn:
        return [render_gone(source, lang)]
    return make(source, desk.library.passages_of(source.citation.article))


def _kept(
    desk: Desk, source: Source, passages: Sequence[Passage], lang: Lang, bot_name: str, at: int | None = None
) -> Reply:
    return render_kept(source, passages, lang, bot_name, at, show_withdrawn=desk.show_withdrawn)


def _article(lang: Lang, source: Source, passages: Sequence[Passage]) -> Sequence[Reply]:
    return [*_warning(lang, source), *render_article(source.citation.article, passages, lang)]


def _copy(lang: Lang, source: Source, _: Sequence[Passage]) -> Sequence[Reply]:
    return [*_warning(lang, source), render_copy(source.citation, lang)]


def _warning(lang: Lang, source: Source) -> list[Reply]:
    """A message before the old words of an article, if they are old."""
    return [words(said)] if (said := warning(source, lang)) else []


def _wanted(desk: Desk, message: Message, number: str, lang: Lang, *, of_source: bool = False) -> str:
    """The citation that a command is about: that of the answer or source which it replies to, else of the last answer
    (or, for what is done with a source, of the last one shown)."""
    conversations, original = desk.memory.conversations, replied(message)
    if original is None:
        shown = conversations.last_source(message.chat_id, topic(message)) if of_source else None
        last = conversations.last(message.chat_id, topic(message))
        return shown or pick_source(last.citations if last else None, number, lang)
    if shown := conversations.source(message.chat_id, original.message_id):
        return shown
    kept = conversations.answer(message.chat_id, original.message_id)
    cited = kept.citations if kept else linked_citations(original)
    if cited is None:
        raise NoSource(say(lang, "source.not_answer"))
    return pick_source(cited, number, lang)


def linked_citations(message: Message) -> tuple[str, ...] | None:
    """The citations that a message links to, in order: so a forwarded answer, or one sent inline, has its sources in
    any chat. `None` where there are none."""
    urls = [entity.url or "" for entity in message.entities or ()]
    found = [cited_by(url, message.get_bot().username) for url in urls]
    return tuple(dict.fromkeys(filter(None, found))) or None
