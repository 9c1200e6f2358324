"""The Telegram application: its handlers as a table."""

import re
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.app.dispatch import keep_failure
from bot.handlers import additions, choices, collection, doors, feedback, furthers, inline, questions, sources, welcome
from bot.handlers.desk import Context, Desk
from bot.handlers.gate import gate
from bot.sending import Pacing, PatientRequest
from bot.settings import Settings
from bot.wording import (
    ANOTHER,
    ARTICLE,
    ASK,
    COPY,
    DISLIKE,
    KEEP,
    LANGUAGE,
    LIKE,
    PAGE,
    REMOVE,
    RESTORE,
    SETTING,
    SOURCE,
    UNDO,
    WALK,
    WHY,
)

# The group of handlers that comes before all others.
GATE = -1
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
        CommandHandler("nearest", at(furthers.nearest), new),
        CommandHandler("paragraph", at(sources.paragraph), new),
        CommandHandler("article", at(sources.article), new),
        CommandHandler("copy", at(sources.copy), new),
        CommandHandler("another", at(furthers.another), new),
        CommandHandler("why", at(furthers.why), new),
        CommandHandler("good", at(feedback.good), new),
        CommandHandler("bad", at(feedback.bad), new),
        CommandHandler("gaps", at(feedback.gaps), new),
        CommandHandler("invite", at(doors.invite), new),
        CommandHandler("users", at(doors.users), new),
        CommandHandler("revoke", at(doors.revoke), new),
        CommandHandler("articles", at(collection.articles), new),
        CommandHandler("add", at(additions.add), new),
        CommandHandler("remove", at(collection.remove), new),
        CommandHandler("restore", at(collection.restore), new),
        CommandHandler("undo", at(collection.undo), new),
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


def build_application(settings: Settings, desk: Desk) -> App:
    """The application: it handles updates, and leaves it to others to fetch them."""
    if settings.telegram_token is None:
        raise ValueError("settings.telegram_token is None: without a token there is no application")
    builder = ApplicationBuilder().token(settings.telegram_token.get_secret_value())
    builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
        f"{settings.telegram_api_url}/file/bot"
    )
    application = builder.request(PatientRequest(Pacing())).updater(None).job_queue(None).build()
    application.add_handler(TypeHandler(Update, partial(gate, desk)), group=GATE)
    application.add_handlers(handlers(desk))
    application.add_error_handler(keep_failure)
    return application
