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
    ChatMemberHandler,
    InlineQueryHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.app.trials import keep_failure
from bot.handlers import (
    additions,
    choices,
    cites,
    collection,
    doors,
    edits,
    feedback,
    furthers,
    inline,
    offers,
    questions,
    sources,
    surveys,
    watching,
    welcome,
)
from bot.handlers.commands import Commands, When, is_own_in_private, is_unknown, once
from bot.handlers.desk import Context, Desk
from bot.handlers.gate import gate
from bot.sending import Pacing, PatientRequest
from bot.settings import Settings
from bot.wording import (
    ALIASES,
    ANOTHER,
    ARTICLE,
    ASK,
    CITE,
    COPY,
    DISLIKE,
    EVERYWHERE,
    KEEP,
    LANGUAGE,
    LIKE,
    OFFER,
    PAGE,
    REFERENCE,
    REMOVE,
    RESTORE,
    SETTING,
    SOURCE,
    UNDO,
    UNFOLLOW,
    WALK,
    WATCH,
    WHY,
)
from bot.wording.surveys import SAID, TIMELINE

# The groups of handlers that come before all others.
GATE, EDITS = -2, -1
UPDATES = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.INLINE_QUERY, Update.MY_CHAT_MEMBER]

# The type variables of Application say nothing that we use: we keep no data of chats and users in it.
App = Application[Any, Any, Any, Any, Any, Any]
Handler = BaseHandler[Any, Any, Any]
Deed = Callable[[Desk, Update, Context], Coroutine[Any, Any, None]]
Done = Callable[[Update, Context], Coroutine[Any, Any, None]]


def commands(desk: Desk) -> Commands:
    """What the bot does when it is told to."""
    deeds: dict[str, Deed] = {
        "start": welcome.start,
        "help": welcome.help_,
        "ask": questions.ask,
        "source": sources.source,
        "nearest": furthers.nearest,
        "paragraph": sources.paragraph,
        "article": sources.article,
        "copy": sources.copy,
        "cite": cites.cite,
        "another": furthers.another,
        "why": furthers.why,
        "everywhere": furthers.everywhere,
        "timeline": surveys.timeline,
        "said": surveys.said,
        "good": feedback.good,
        "bad": feedback.bad,
        "gaps": feedback.gaps,
        "invite": doors.invite,
        "users": doors.users,
        "revoke": doors.revoke,
        "articles": collection.articles,
        "add": additions.add,
        "remove": collection.remove,
        "restore": collection.restore,
        "undo": collection.undo,
        "cancel": offers.cancel,
        "watch": watching.watch,
        "watches": watching.watches,
        "feeds": watching.feeds,
        "language": choices.language,
        "settings": choices.settings,
        "privacy": choices.privacy,
        "forget": choices.forget,
        "about": welcome.about,
    }
    deeds |= {alias: deeds[name] for alias, name in ALIASES.items()}
    return Commands({name: partial(deed, desk) for name, deed in deeds.items()})


def handlers(desk: Desk) -> list[Handler]:
    """What the bot reacts to; the first that fits is used. All else passes in silence: channels, reactions."""
    new, edit = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
    written, private = new | edit, filters.ChatType.PRIVATE

    offered, linked = When(partial(additions.is_offered, desk)), When(partial(offers.is_offer, desk))

    def at(deed: Deed) -> Done:
        return partial(deed, desk)

    def pressed(deed: Deed) -> Done:
        return partial(once, desk, at(deed))

    return [
        watching.Tellings(desk),
        MessageHandler(written & When(is_own_in_private), at(welcome.own)),
        commands(desk),
        MessageHandler(written & When(is_unknown), at(welcome.unknown_command)),
        MessageHandler(new & filters.TEXT & edits.continues(desk), at(edits.go_on)),
        MessageHandler(written & private & (filters.Document.ALL | offered), at(additions.offered)),
        MessageHandler(new & private & linked, at(offers.offer_links)),
        MessageHandler(written & (filters.TEXT | filters.CAPTION), at(questions.question)),
        MessageHandler(new & private & ~filters.StatusUpdate.ALL, at(welcome.not_text)),
        CallbackQueryHandler(pressed(sources.press_source), pattern=f"^{SOURCE}"),
        CallbackQueryHandler(at(sources.press_walk), pattern=f"^{WALK}"),
        CallbackQueryHandler(pressed(sources.press_article), pattern=f"^{ARTICLE}"),
        CallbackQueryHandler(pressed(sources.press_copy), pattern=f"^{COPY}"),
        CallbackQueryHandler(pressed(cites.press_cite), pattern=f"^{CITE}"),
        CallbackQueryHandler(at(cites.press_format), pattern=f"^{REFERENCE}"),
        CallbackQueryHandler(pressed(questions.press_question), pattern=f"^{ASK}"),
        CallbackQueryHandler(pressed(furthers.press_another), pattern=f"^{ANOTHER}$"),
        CallbackQueryHandler(pressed(furthers.press_why), pattern=f"^{WHY}$"),
        CallbackQueryHandler(pressed(furthers.press_everywhere), pattern=f"^{EVERYWHERE}$"),
        CallbackQueryHandler(at(surveys.press_timeline), pattern=f"^{TIMELINE}"),
        CallbackQueryHandler(at(surveys.press_said), pattern=f"^{SAID}"),
        CallbackQueryHandler(at(feedback.press_like), pattern=f"^{re.escape(LIKE)}$"),
        CallbackQueryHandler(at(feedback.press_dislike), pattern=f"^{re.escape(DISLIKE)}$"),
        CallbackQueryHandler(at(collection.press_undo), pattern=f"^{UNDO}"),
        CallbackQueryHandler(at(collection.press_page), pattern=f"^{PAGE}"),
        CallbackQueryHandler(at(collection.press_change), pattern=f"^(?:{REMOVE}|{KEEP}|{RESTORE})"),
        CallbackQueryHandler(at(offers.press_offer), pattern=f"^{OFFER}"),
        CallbackQueryHandler(at(watching.press_watch), pattern=f"^{WATCH}"),
        CallbackQueryHandler(at(watching.press_feed), pattern=f"^{UNFOLLOW}"),
        CallbackQueryHandler(at(choices.press_language), pattern=f"^{LANGUAGE}"),
        CallbackQueryHandler(at(choices.press_setting), pattern=f"^{SETTING}"),
        CallbackQueryHandler(at(welcome.press_other)),
        InlineQueryHandler(at(inline.inline_query)),
        ChatMemberHandler(at(welcome.joined), ChatMemberHandler.MY_CHAT_MEMBER),
    ]


def build_application(settings: Settings, desk: Desk, pacing: Pacing) -> App:
    """The application: it handles updates, and leaves it to others to fetch them."""
    if settings.telegram_token is None:
        raise ValueError("settings.telegram_token is None: without a token there is no application")
    builder = ApplicationBuilder().token(settings.telegram_token.get_secret_value())
    builder = builder.base_url(f"{settings.telegram_api_url}/bot").base_file_url(
        f"{settings.telegram_api_url}/file/bot"
    )
    application = builder.request(PatientRequest(pacing)).updater(None).job_queue(None).build()
    application.add_handler(TypeHandler(Update, partial(gate, desk)), group=GATE)
    application.add_handler(TypeHandler(Update, partial(edits.prepare, desk)), group=EDITS)
    application.add_handlers(handlers(desk))
    application.add_error_handler(keep_failure)
    return application
