"""The Telegram application: its handlers as a table, polling as its last line."""

import asyncio
import logging
import re
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    ApplicationHandlerStop,
    BaseHandler,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.additions import UNDO
from bot.choosing import LANGUAGE, SETTING
from bot.collection import KEEP, PAGE, REMOVE, RESTORE
from bot.handlers import (
    additions,
    choices,
    collection,
    failures,
    feedback,
    furthers,
    inline,
    questions,
    sources,
    welcome,
)
from bot.handlers.desk import Context, Desk
from bot.introduction import introduce
from bot.locales import say, say_number, terminal_language
from bot.logs import Redaction, set_up_logging, trace
from bot.memory import Memory
from bot.proof import ARTICLE, COPY, SOURCE, WALK
from bot.replies import ANOTHER, ASK, DISLIKE, LIKE, WHY, Ask
from bot.settings import Settings
from retrieval.library import Library

log = logging.getLogger(__name__)

# Exit statuses: stopped by a person, or by something that a person must mend first.
STOPPED, FAILED = 0, 2
# Chats answered at a time. Threads share one interpreter: more would make all of them slower.
AT_A_TIME = 32
UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY]

# The type variables of Application say nothing that we use: we keep no data of chats and users in it.
App = Application[Any, Any, Any, Any, Any, Any]
Handler = BaseHandler[Any, Any, Any]
Deed = Callable[[Desk, Update, Context], Coroutine[Any, Any, None]]


def handlers(desk: Desk) -> list[Handler]:
    """What the bot reacts to; the first that fits is used. All else passes in silence: channels, reactions."""
    new, edit = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    private = new & filters.ChatType.PRIVATE

    def at(deed: Deed) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
        return partial(deed, desk)

    return [
        CommandHandler("start", at(welcome.start), new),
        CommandHandler("help", at(welcome.help_), new),
        CommandHandler("source", at(sources.source), new),
        CommandHandler("paragraph", at(sources.paragraph), new),
        CommandHandler("article", at(sources.article), new),
        CommandHandler("copy", at(sources.copy), new),
        CommandHandler("another", at(furthers.another), new),
        CommandHandler("why", at(furthers.why), new),
        CommandHandler("good", at(feedback.good), new),
        CommandHandler("bad", at(feedback.bad), new),
        CommandHandler("gaps", at(feedback.gaps), new),
        CommandHandler("articles", at(collection.articles), new),
        CommandHandler("add", at(additions.add), new),
        CommandHandler("remove", at(collection.remove), new),
        CommandHandler("restore", at(collection.restore), new),
        CommandHandler("language", at(choices.language), new),
        CommandHandler("settings", at(choices.settings), new),
        CommandHandler("privacy", at(choices.privacy), new),
        CommandHandler("forget", at(choices.forget), new),
        CommandHandler("about", at(welcome.about), new),
        MessageHandler(private & filters.COMMAND, at(welcome.unknown_command)),
        MessageHandler(private & (filters.Document.ALL | additions.Offered(desk)), at(additions.offered)),
        MessageHandler(new & filters.TEXT & ~filters.COMMAND, at(questions.question)),
        MessageHandler(edit & filters.TEXT & ~filters.COMMAND, at(questions.edited)),
        MessageHandler(private & ~filters.TEXT & ~filters.StatusUpdate.ALL, at(welcome.not_text)),
        CallbackQueryHandler(at(sources.press_source), pattern=f"^{SOURCE}"),
        CallbackQueryHandler(at(sources.press_walk), pattern=f"^{WALK}"),
        CallbackQueryHandler(at(sources.press_article), pattern=f"^{ARTICLE}"),
        CallbackQueryHandler(at(sources.press_copy), pattern=f"^{COPY}"),
        CallbackQueryHandler(at(questions.press_question), pattern=f"^{ASK}"),
        CallbackQueryHandler(at(furthers.press_another), pattern=f"^{ANOTHER}$"),
        CallbackQueryHandler(at(furthers.press_why), pattern=f"^{WHY}$"),
        CallbackQueryHandler(at(feedback.press_like), pattern=f"^{re.escape(LIKE)}$"),
        CallbackQueryHandler(at(feedback.press_dislike), pattern=f"^{re.escape(DISLIKE)}$"),
        CallbackQueryHandler(at(additions.press_undo), pattern=f"^{UNDO}"),
        CallbackQueryHandler(at(collection.press_page), pattern=f"^{PAGE}"),
        CallbackQueryHandler(at(collection.press_change), pattern=f"^(?:{REMOVE}|{KEEP}|{RESTORE})"),
        CallbackQueryHandler(at(choices.press_language), pattern=f"^{LANGUAGE}"),
        CallbackQueryHandler(at(choices.press_setting), pattern=f"^{SETTING}"),
        CallbackQueryHandler(at(welcome.press_other)),
        InlineQueryHandler(at(inline.inline_query)),
    ]


def build_application(
    settings: Settings,
    ask: Ask,
    library: Library,
    memory: Memory,
    catch_up: Callable[[], object],
    redaction: Redaction | None = None,
) -> App:
    """The application, ready to poll. What it receives is hidden from logs that pass through `redaction`."""
    if settings.telegram_token is None:
        raise ValueError("settings.telegram_token is None: without a token there is no application")
    builder = ApplicationBuilder().token(settings.telegram_token.get_secret_value())
    builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
        f"{settings.telegram_api_url}/file/bot"
    )
    builder = builder.concurrent_updates(ChatByChat(redaction or Redaction()))

    minutes, shown = settings.ibid_conversation_minutes, settings.ibid_show_withdrawn
    private = settings.ibid_private_addresses
    desk = Desk(
        ask, library, memory, minutes, settings.ibid_editors, shown, private_addresses=private, catch_up=catch_up
    )

    async def prepare(application: App) -> None:
        desk.examples.look_for(ask, (passage for _, passage in library.living()))
        await _introduce(application, settings.ibid_editors)
        name, number = application.bot.username, len(library)
        log.info(say_number(terminal_language(), "polling.ready", number, name=name))

    application = builder.post_init(prepare).build()
    application.add_handlers(handlers(desk))
    application.add_error_handler(end_on_conflict)
    application.add_error_handler(partial(failures.apologise, desk))
    return application


def run_telegram(settings: Settings, ask: Ask, library: Library, catch_up: Callable[[], object]) -> int:
    """Answer on Telegram until stopped; returns the exit status. What ends it early is one sentence on stderr.

    `catch_up` brings the index up to date with the library, as `ask` does before it answers.
    """
    token = settings.telegram_token
    redaction = Redaction([token.get_secret_value()] if token else [])
    set_up_logging(redaction)
    with Memory(settings.ibid_data) as memory:
        application = build_application(settings, ask, library, memory, catch_up, redaction)
        fault = _poll(application, settings.telegram_api_url)
    if fault:
        print(f"ibid: {redaction.clean(fault)}", file=sys.stderr)
    return FAILED if fault else STOPPED


def _poll(application: App, url: str) -> str:
    """Poll until stopped; returns the sentence that says why it ended early, or nothing."""
    lang = terminal_language()
    asyncio.set_event_loop(asyncio.new_event_loop())  # run_polling takes the current loop, and closes it
    try:
        application.run_polling(allowed_updates=UPDATES, drop_pending_updates=False)
    except InvalidToken:
        return say(lang, "polling.refused", url=url)
    except NetworkError as error:
        return say(lang, "polling.unreachable", url=url, reason=error.message)
    return say(lang, "polling.conflict") if "conflict" in application.bot_data else ""


async def end_on_conflict(update: object, context: Context) -> None:
    """Of two programs that poll with one token, each ends the other's poll for ever: the one that is told so leaves."""
    if isinstance(context.error, Conflict) and update is None:
        context.bot_data["conflict"] = True
        context.application.stop_running()
        raise ApplicationHandlerStop


async def _introduce(application: App, editors: Iterable[int]) -> None:
    try:
        await introduce(application.bot, editors)
    except InvalidToken:
        raise
    except TelegramError as error:  # what was set at the last start stays: no reason not to answer
        log.warning("The menus and descriptions could not be set: %s", trace(error))


class ChatByChat(BaseUpdateProcessor):
    """Updates of one chat one after the other, in their order; those of other chats beside them."""

    def __init__(self, redaction: Redaction) -> None:
        super().__init__(AT_A_TIME)
        self._redaction = redaction
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat_id = 0
        if isinstance(update, Update):
            place = update.effective_chat or update.effective_user  # an inline query is in no chat that we know
            chat_id = place.id if place else 0
            if message := update.message or update.edited_message:
                self._redaction.hide(message.text or message.caption or "")
        lock = self._locks.setdefault(chat_id, asyncio.Lock())
        async with lock:
            await coroutine

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to put away."""
