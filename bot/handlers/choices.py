"""What a person or the administrators of a group choose, and what is forgotten when they say so."""

import asyncio
from dataclasses import replace

from telegram import Bot, Chat, Message, Update, User
from telegram.constants import ChatMemberStatus, ChatType

from bot.handlers.desk import Context, Desk, message_of, pressed_in, speaker, words
from bot.locales import LANGUAGES, say, say_number
from bot.memory import Choice
from bot.sending import acknowledge, change, send
from bot.wording import AUTO, LANGUAGE, SETTING, chosen, render_language, render_settings


async def language(desk: Desk, update: Update, context: Context) -> None:
    """`/language`, `/language fr`: the bot's own words, for one person; quotations stay in theirs. Of an anonymous
    administrator, who is nobody but the group, it is the group's."""
    message, given = message_of(update), _argument(context)
    known = given in (*LANGUAGES, AUTO)
    if known:
        await _choose_language(desk, speaker(update), given)
    await send(context.bot, message, render_language(await desk.lang(update), done=known))


async def press_language(desk: Desk, update: Update, context: Context) -> None:
    pressed = pressed_in(update)
    await _choose_language(desk, pressed.from_user.id, str(pressed.data).removeprefix(LANGUAGE))
    lang = await desk.lang(update)
    await acknowledge(pressed, say(lang, "language.chosen"))
    if pressed.message:
        reply = render_language(lang, done=True)
        await change(context.bot, pressed.message, reply)


async def settings(desk: Desk, update: Update, context: Context) -> None:
    """`/settings`, `/settings sure`: of a group, by its administrators."""
    message, lang = message_of(update), await desk.lang(update)
    if message.chat.type == ChatType.PRIVATE:
        await send(context.bot, message, words(say(lang, "settings.private")))
    elif await administers(context.bot, message.chat, message.from_user, message):
        choice = await _choose(desk, message.chat_id, _argument(context))
        await send(context.bot, message, render_settings(choice, await desk.lang(update)))
    else:
        await send(context.bot, message, words(say(lang, "settings.administrators")))


async def press_setting(desk: Desk, update: Update, context: Context) -> None:
    pressed, message = pressed_in(update), pressed_in(update).message
    if message is None or not await administers(context.bot, message.chat, pressed.from_user, None):
        await acknowledge(pressed, say(await desk.lang(update), "settings.administrators"))
        return
    choice = await _choose(desk, message.chat.id, str(pressed.data).removeprefix(SETTING))
    lang = await desk.lang(update)
    await acknowledge(pressed, say(lang, "settings.saved"))
    await change(context.bot, message, render_settings(choice, lang))


async def privacy(desk: Desk, update: Update, context: Context) -> None:
    """`/privacy`: what is kept, and for how long."""
    lang = await desk.lang(update)
    shared = desk.memory.server is not None
    said = say(
        lang, "privacy.all", minutes=desk.minutes, place=say(lang, "privacy.server" if shared else "privacy.file")
    )
    if shared:
        said += "\n" + say(lang, "privacy.copies")
    if desk.days:
        said += "\n" + say_number(lang, "privacy.days", desk.days)
    await send(context.bot, message_of(update), words(said))


async def forget(desk: Desk, update: Update, context: Context) -> None:
    """`/forget`: a person's traces; of a group's own, where an administrator says so."""
    message, lang = message_of(update), await desk.lang(update)
    user_id = speaker(update)
    private = message.chat.type == ChatType.PRIVATE
    whole = private or await administers(context.bot, message.chat, message.from_user, message)
    chat_id = message.chat_id if whole else user_id  # a person's private chat has the person's id
    desk.recent.forget(chat_id)
    desk.pastes.forget(chat_id)
    await asyncio.to_thread(desk.memory.forget, chat_id, user_id)
    await send(context.bot, message, words(say(lang, "forget.chat" if whole else "forget.person")))


def _argument(context: Context) -> str:
    return " ".join(context.args or ()).strip().lower()


async def _choose(desk: Desk, chat_id: int, wanted: str) -> Choice:
    """What a group has set once it wants this, too; what is no choice changes nothing."""
    before = await desk.choice(chat_id)
    choice = chosen(before, wanted)
    if choice != before:
        await asyncio.to_thread(desk.memory.preferences.choose, chat_id, choice)
    return choice


async def _choose_language(desk: Desk, owner: int, wanted: str) -> None:
    before = await desk.choice(owner)
    picked = next((lang for lang in LANGUAGES if lang == wanted), None)
    await asyncio.to_thread(desk.memory.preferences.choose, owner, replace(before, language=picked))


async def administers(bot: Bot, chat: Chat, user: User | None, message: Message | None) -> bool:
    """Whether somebody runs a group; who writes in the group's own name does."""
    if message and message.sender_chat and message.sender_chat.id == chat.id:
        return True
    if user is None:
        return False
    member = await bot.get_chat_member(chat.id, user.id)
    return member.status in (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)
