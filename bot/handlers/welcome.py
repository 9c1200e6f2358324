"""What the bot says of itself, and of what it keeps."""

import asyncio

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType

from bot.access import ROLE_WORDS
from bot.handlers.desk import Context, Desk, asker, message_of, pressed_in, words
from bot.handlers.gate import invitation_in
from bot.handlers.questions import ask_button
from bot.handlers.sources import linked_citations, show_source, started_with
from bot.locales import Lang, say
from bot.sending import acknowledge, introduce_editor, send, topic
from bot.wording import ASKING, COMMANDS, EDITORS_COMMANDS, Reply, is_of_search, render_about, render_welcome

# Of the bot in a group: it is not there.
OUTSIDE = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)


async def start(desk: Desk, update: Update, context: Context) -> None:
    """`/start`, and a deep link to a citation, which is `/start` with a parameter."""
    message, lang = message_of(update), await desk.lang(update)
    if cited := started_with(" ".join(context.args or ())):
        await show_source(desk, context.bot, message, cited, lang)
        return
    said = "" if " ".join(context.args or ()) in ("", ASKING) else say(lang, "start.unknown")
    if invitation_in(update):
        said = await asyncio.to_thread(_invited, desk, update, lang)
    await send(context.bot, message, await asyncio.to_thread(_welcome, desk, lang, said))
    if message.chat.type == ChatType.PRIVATE and await desk.is_editor(update):
        await introduce_editor(context.bot, message.chat_id)  # before the first message of theirs it was not possible


async def joined(desk: Desk, update: Update, context: Context) -> None:
    """Somebody has added the bot to a group: what it does, and how to call it; or that it answers not everyone. Where
    the bot is thrown out, or blocked, nothing is watched any more."""
    change = update.my_chat_member
    if change and change.new_chat_member.status in OUTSIDE:
        await asyncio.to_thread(desk.memory.watches.end_all, change.chat.id)
    if change is None or change.chat.type not in (ChatType.GROUP, ChatType.SUPERGROUP):
        return
    before, now = change.old_chat_member.status, change.new_chat_member.status
    if before not in OUTSIDE or now in OUTSIDE:
        return
    lang = await desk.lang(update)
    if await asyncio.to_thread(desk.access.may_ask, change.from_user.id, change.chat.id):
        said = say(lang, "about.joined", name=context.bot.username)
    else:
        said = say(lang, "access.denied")
    await send(context.bot, change.chat, words(said))


async def help_(desk: Desk, update: Update, context: Context) -> None:
    """`/help`, and `/help search` for the operators."""
    message, lang = message_of(update), await desk.lang(update)
    if is_of_search(" ".join(context.args or ())):
        await send(context.bot, message, words(say(lang, "search.help")))
        return
    menu = COMMANDS | (EDITORS_COMMANDS if await desk.is_editor(update) else {})
    commands = [say(lang, "about.command", name=name, purpose=say(lang, purpose)) for name, purpose in menu.items()]
    await send(context.bot, message, words(say(lang, "about.help", commands="\n".join(commands))))


async def unknown_command(desk: Desk, update: Update, context: Context) -> None:
    await send(context.bot, message_of(update), words(say(await desk.lang(update), "command.unknown")))


async def not_text(desk: Desk, update: Update, context: Context) -> None:
    """A voice, a sticker, a picture without words: what can be read. Of an album, once."""
    message = message_of(update)
    if desk.albums.is_first(message.chat_id, message.media_group_id, message.message_id):
        await send(context.bot, message, words(say(await desk.lang(update), "message.not_text")))


async def own(desk: Desk, update: Update, context: Context) -> None:
    """Words of the bot that come back to it: a result of an inline query, or a message that was passed on. They are no
    question; what they cite can be opened with /source."""
    message, lang = message_of(update), await desk.lang(update)
    cited = linked_citations(message)
    await send(context.bot, message, words(say(lang, "message.own_cited" if cited else "message.own")))
    if cited:
        conversations, place = desk.memory.conversations, (message.chat_id, message.message_id)
        await asyncio.to_thread(conversations.remember, *place, cited, topic(message))


async def press_other(desk: Desk, update: Update, context: Context) -> None:
    await acknowledge(pressed_in(update), say(await desk.lang(update), "button.stale"))


async def about(desk: Desk, update: Update, context: Context) -> None:
    """`/about`: the version, the library, and how often it is right."""
    lang = await desk.lang(update)
    text = await asyncio.to_thread(render_about, desk.library, lang)
    await send(context.bot, message_of(update), words(text))


def _invited(desk: Desk, update: Update, lang: Lang) -> str:
    """What an invitation has made of who opened it; the gate has used it by now, if it was good."""
    role = desk.access.role(asker(update)[0])
    return say(lang, "access.welcome", role=say(lang, ROLE_WORDS[role])) if role else say(lang, "access.void")


def _welcome(desk: Desk, lang: Lang, first: str) -> Reply:
    """What the bot is and is not, what it holds, and three questions that the articles answer."""
    examples = desk.examples.offered(lang)
    text = "\n\n".join(filter(None, (first, render_welcome(desk.library, lang))))
    if examples:
        text += "\n" + say(lang, "about.try")
    return Reply(text, rows=tuple((ask_button(example),) for example in examples))
