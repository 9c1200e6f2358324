"""One short asynchronous function for each thing that a person can do on Telegram."""

import asyncio
import contextlib
import logging
import re
from dataclasses import dataclass

from telegram import (
    Bot,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MaybeInaccessibleMessage,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction, ChatType
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ContextTypes

from bot.conversations import Conversations
from bot.locales import Lang, reader_language, say, say_number
from bot.logs import trace
from bot.messages import Reply
from bot.replies import LISTED, Ask, NoSource, list_articles, pick_source, render_answer
from bot.smalltalk import friendly_line
from bot.sources import render_kept
from retrieval.errors import UnknownCitation
from retrieval.library import Library

log = logging.getLogger(__name__)

Context = ContextTypes.DEFAULT_TYPE

# The commands in the order of the menu, and what the menu says of them.
COMMANDS = {"help": "menu.help", "source": "menu.source", "articles": "menu.articles", "start": "menu.start"}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


@dataclass(frozen=True, slots=True)
class Desk:
    """What answering takes; its methods are the handlers."""

    ask: Ask
    library: Library
    conversations: Conversations
    show_withdrawn: bool = False

    async def start(self, update: Update, context: Context) -> None:
        number = await asyncio.to_thread(len, self.library)
        articles = say_number(_lang(update), "about.articles", number)
        await _reply(update, context, say(_lang(update), "about.welcome", articles=articles))

    async def help(self, update: Update, context: Context) -> None:
        lang = _lang(update)
        commands = [say(lang, "about.command", name=name, purpose=say(lang, words)) for name, words in COMMANDS.items()]
        await _reply(update, context, say(lang, "about.help", commands="\n".join(commands)))

    async def articles(self, update: Update, context: Context) -> None:
        latest, number = await asyncio.to_thread(lambda: (self.library.latest(LISTED), len(self.library)))
        await _reply(update, context, list_articles(latest, number, _lang(update)))

    async def question(self, update: Update, context: Context) -> None:
        """Any other text. In a group only what is meant for the bot: a mention of it, or a reply to it."""
        message, lang = _message(update), _lang(update)
        asked = _meant_for(context.bot, message)
        if asked is None:
            return
        if line := friendly_line(asked, lang):
            await _reply(update, context, line)
            return
        answer, _ = await asyncio.gather(asyncio.to_thread(self.ask, asked), _show_typing(context.bot, message))
        cited = [citation.id for citation in answer.citations]
        for reply in render_answer(answer, lang):
            sent = await _send(context.bot, message, reply)
            await asyncio.to_thread(self.conversations.remember, sent.chat_id, sent.message_id, cited, _topic(message))

    async def source(self, update: Update, context: Context) -> None:
        """`/source`, `/source 2`: of the answer that it replies to, else of the last one."""
        message, lang = _message(update), _lang(update)
        try:
            cited = await asyncio.to_thread(self._cited, message, lang)
            reply = await asyncio.to_thread(self._source, pick_source(cited, " ".join(context.args or ()), lang), lang)
        except NoSource as error:
            reply = Reply(str(error))
        await _send(context.bot, message, reply)

    async def press_source(self, update: Update, context: Context) -> None:
        """A button under an answer: its data is `s:` and a citation id, which may be forged or long withdrawn."""
        pressed = _pressed(update)
        await _acknowledge(pressed)
        if pressed.message:
            reply = await asyncio.to_thread(self._source, str(pressed.data).removeprefix("s:"), _lang(update))
            await _send(context.bot, pressed.message, reply, reply_to=pressed.message.message_id)

    async def press_other(self, update: Update, context: Context) -> None:
        await _acknowledge(_pressed(update), say(_lang(update), "button.stale"))

    async def unknown_command(self, update: Update, context: Context) -> None:
        await _reply(update, context, say(_lang(update), "command.unknown"))

    async def not_text(self, update: Update, context: Context) -> None:
        await _reply(update, context, say(_lang(update), "message.not_text"))

    def _source(self, citation_id: str, lang: Lang) -> Reply:
        try:
            return render_kept(self.library.source(citation_id), lang, show_withdrawn=self.show_withdrawn)
        except UnknownCitation:
            return Reply(say(lang, "source.gone"))

    def _cited(self, message: Message, lang: Lang) -> tuple[str, ...] | None:
        answer = message.reply_to_message
        # In a topic of a forum every message replies to the one that opened the topic.
        if answer is None or answer.message_id == message.message_thread_id:
            return self.conversations.last(message.chat_id, _topic(message))
        cited = self.conversations.citations_of(message.chat_id, answer.message_id)
        if cited is None:
            raise NoSource(say(lang, "source.not_answer"))
        return cited


async def apologise(update: object, context: Context) -> None:
    """The error handler: says to the log what failed, and to the person that it failed; neither hears the question."""
    if context.error is None or not isinstance(update, Update):
        log.warning("Telegram: %s", trace(context.error) if context.error else "?")
        return
    log.error("Update %s could not be handled\n%s", update.update_id, trace(context.error))
    pressed = update.callback_query
    to = pressed.message if pressed else update.message
    if to and not isinstance(context.error, Forbidden):
        with contextlib.suppress(TelegramError):  # the log has the first error, which is the one that matters
            await _send(context.bot, to, Reply(say(_lang(update), "about.failed")))


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("a handler of messages was given another update: its filter must have UpdateType.MESSAGE")
    return update.message


def _pressed(update: Update) -> CallbackQuery:
    if update.callback_query is None:
        raise TypeError("a handler of buttons was given another update")
    return update.callback_query


def _lang(update: Update) -> Lang:
    return reader_language(update.effective_user.language_code if update.effective_user else None)


def _topic(message: MaybeInaccessibleMessage) -> int | None:
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


def _meant_for(bot: Bot, message: Message) -> str | None:
    """The question in a message, without the mention of the bot; `None` when it is not meant for the bot."""
    asked, mentions = re.subn(rf"(?<!\w)@{re.escape(bot.username)}(?!\w)", " ", message.text or "", flags=re.IGNORECASE)
    answered = message.reply_to_message.from_user if message.reply_to_message else None
    ours = message.chat.type == ChatType.PRIVATE or mentions or (answered and answered.id == bot.id)
    return asked.strip() if ours else None


async def _show_typing(bot: Bot, message: Message) -> None:
    with contextlib.suppress(TelegramError):  # it is a courtesy: the answer matters
        await bot.send_chat_action(message.chat_id, ChatAction.TYPING, message_thread_id=_topic(message))


async def _acknowledge(pressed: CallbackQuery, words: str | None = None) -> None:
    """Stop the button's turning wheel. Too late to do so is no reason not to do what the button says."""
    try:
        await pressed.answer(words)
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise


async def _reply(update: Update, context: Context, text: str) -> None:
    await _send(context.bot, _message(update), Reply(text))


async def _send(bot: Bot, to: MaybeInaccessibleMessage, reply: Reply, reply_to: int | None = None) -> Message:
    """Send to the chat and topic of `to`; in a group, as a reply to it."""
    if reply_to is None and to.chat.type != ChatType.PRIVATE:
        reply_to = to.message_id
    rows = [[InlineKeyboardButton(button.label, callback_data=button.data)] for button in reply.buttons]
    return await bot.send_message(
        to.chat.id,
        reply.text,
        entities=[MessageEntity(one.kind, one.offset, one.length, url=one.url) for one in reply.entities],
        reply_markup=InlineKeyboardMarkup(rows) if rows else None,
        link_preview_options=NO_PREVIEW,
        message_thread_id=_topic(to),
        reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
    )
