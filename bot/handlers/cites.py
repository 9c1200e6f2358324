"""References: of a citation, of an answer, of the whole conversation, in the form that somebody's work needs."""

import asyncio
from collections.abc import Callable, Sequence

from telegram import Message, Update

from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.handlers.sources import linked_citations
from bot.locales import Lang, say
from bot.references import (
    FORMATS,
    Format,
    UnknownFormat,
    Wanted,
    format_named,
    gather,
    read_wanted,
    render_file,
    render_references,
)
from bot.sending import acknowledge, change, replied, send, topic
from bot.wording import CITE, REFERENCE, NoSource, Reply, pick_source

# Before the id of the answer's message, where a button refers to all that an answer cites.
ANSWER = "#"


async def cite(desk: Desk, update: Update, context: Context) -> None:
    """`/cite`, `/cite 2 bibtex`, `/cite all ris`: of what it replies to, else of the last source or answer."""
    message, lang = message_of(update), await desk.lang(update)

    def make() -> Reply:
        wanted = read_wanted(" ".join(context.args or ()), lang)
        if wanted.all:
            ids = desk.memory.conversations.cited(message.chat_id, topic(message))
            if not ids:
                raise NoSource(say(lang, "source.none_yet"))
            found = gather(ids, desk.library, lang, show_withdrawn=desk.show_withdrawn)
            return render_file(found.references, wanted.format, lang, found.warnings)
        cited, about = _cited(desk, message, wanted, lang)
        return _rendered(desk, cited, wanted.format, about, lang)

    await send(context.bot, message, await asyncio.to_thread(_made, make))


async def press_cite(desk: Desk, update: Update, context: Context) -> None:
    """The button under a source: its reference, with buttons for the formats."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    if pressed.message:
        about = str(pressed.data).removeprefix(CITE)
        reply = await asyncio.to_thread(_made, lambda: _rendered(desk, [about], FORMATS["plain"], about, lang))
        await send(context.bot, pressed.message, reply, answering=True)


async def press_format(desk: Desk, update: Update, context: Context) -> None:
    """A button under a reference: the same in another format, in its place; as a file where it finds no room there."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    await acknowledge(pressed)
    to = pressed.message
    if to is None:
        return
    name, _, about = str(pressed.data).removeprefix(REFERENCE).partition(":")

    def make() -> Reply:
        ids: Sequence[str] = [about]
        if about.startswith(ANSWER):
            kept = desk.memory.conversations.answer(to.chat.id, int(about.removeprefix(ANSWER)))
            ids = kept.citations if kept else ()
        return _rendered(desk, ids, format_named(name, lang), about, lang)

    reply = await asyncio.to_thread(_made, make)
    if reply.document:
        await send(context.bot, to, reply, answering=True)
    else:
        await change(context.bot, to, reply)


def _rendered(desk: Desk, ids: Sequence[str], chosen: Format, about: str, lang: Lang) -> Reply:
    found = gather(ids, desk.library, lang, show_withdrawn=desk.show_withdrawn)
    return render_references(found.references, chosen, lang, found.warnings, about)


def _made(make: Callable[[], Reply]) -> Reply:
    """What is made, or why it can't be."""
    try:
        return make()
    except (NoSource, UnknownFormat) as error:
        return words(str(error))


def _cited(desk: Desk, message: Message, wanted: Wanted, lang: Lang) -> tuple[Sequence[str], str]:
    """The citations that a command is about, and how the buttons below name them."""
    conversations, original, chat_id = desk.memory.conversations, replied(message), message.chat_id
    if original:
        shown = conversations.source(chat_id, original.message_id)
        kept = conversations.answer(chat_id, original.message_id)
    else:
        shown = conversations.last_source(chat_id, topic(message))
        kept = conversations.last(chat_id, topic(message))
    if shown and not wanted.number:
        return [shown], shown
    ids = kept.citations if kept else linked_citations(original) if original else None
    if original and ids is None:
        raise NoSource(say(lang, "source.not_answer"))
    if wanted.number or not ids or len(ids) == 1:
        one = pick_source(ids, wanted.number, lang)
        return [one], one
    return ids, f"{ANSWER}{kept.message_id}" if kept else ""
