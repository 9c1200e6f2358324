"""What may be an addition and may be a question is asked about, and what is asked can be cancelled."""

import asyncio

from telegram import Bot, Message, Update

from bot.handlers import additions
from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.handlers.questions import answer_to
from bot.locales import say
from bot.memory import DAY
from bot.sending import acknowledge, change, edit, is_private, send, words_of
from bot.wording import ANSWER, LINKED, OFFER, TEXT, Reply, render_chosen, render_links

# Links of one message that are read.
MOST_LINKS = 20


def is_offer(desk: Desk, message: Message) -> bool:
    """Whether an editor wrote links among other words, in private, where nothing says what is to become of them."""
    if not is_private(message) or not (links := links_in(message)) or links == [words_of(message).strip()]:
        return False
    return desk.access.is_editor(message.from_user.id if message.from_user else None)


async def offer_links(desk: Desk, update: Update, context: Context) -> None:
    """A link in a sentence, or several: are they to be added?"""
    message = message_of(update)
    text = message.forward_origin is not None
    reply = render_links(len(links_in(message)), await desk.lang(update), text=text)
    await ask(desk, context.bot, message, reply)


async def ask(desk: Desk, bot: Bot, message: Message, reply: Reply) -> None:
    """Ask something that can be cancelled."""
    sent = await send(bot, message, reply, answering=True)
    await asyncio.to_thread(desk.memory.pending.ask, sent.chat_id, sent.message_id, "choice", DAY)


async def press_offer(desk: Desk, update: Update, context: Context) -> None:
    """What to do with the message that the question replies to."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    asking, chosen = pressed.message, str(pressed.data).removeprefix(OFFER)
    original = asking.reply_to_message if isinstance(asking, Message) else None
    if asking is None or original is None:  # it is deleted, or too old
        await acknowledge(pressed, say(lang, "button.stale"))
        return
    await acknowledge(pressed)
    links = links_in(original)
    await change(context.bot, asking, render_chosen(chosen, len(links), lang))
    if chosen == TEXT:
        await additions.add_message(desk, context.bot, original, lang)
    elif chosen == LINKED:
        for link in links:
            await additions.add_link(desk, context.bot, original, link, lang)
    elif chosen == ANSWER:
        await answer_to(desk, Update(update.update_id, message=original), context, words_of(original))
    await asyncio.to_thread(desk.memory.pending.settle, asking.chat.id, asking.message_id)


async def cancel(desk: Desk, update: Update, context: Context) -> None:
    """`/cancel`: ends what waits, a bare `/add` or a question with buttons."""
    message, lang = message_of(update), await desk.lang(update)
    waiting = await asyncio.to_thread(desk.memory.pending.open, message.chat_id)
    for message_id in waiting:
        await edit(context.bot, message.chat_id, message_id, words(say(lang, "cancel.cancelled")))
    await send(context.bot, message, words(say(lang, "cancel.done" if waiting else "cancel.nothing")))
    for message_id in waiting:
        await asyncio.to_thread(desk.memory.pending.settle, message.chat_id, message_id)


def links_in(message: Message) -> list[str]:
    """The links in what somebody wrote, each once, and those that stand behind its words."""
    text = words_of(message)
    behind = [str(one.url) for one in (*message.entities, *message.caption_entities) if one.url]
    found = [*additions.LINKS.findall(text), *(url for url in behind if additions.LINK.fullmatch(url))]
    return list(dict.fromkeys(found))[:MOST_LINKS]
