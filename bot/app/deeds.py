"""What can be done about updates, by the handlers and the bot."""

import contextlib
import json
from functools import partial

from telegram import Update
from telegram.error import TelegramError

from bot.app import failures
from bot.app.app import App
from bot.app.jobs import Deeds
from bot.app.together import answer_together, joins
from bot.app.wants import want_in
from bot.handlers.desk import Desk
from bot.operations import Redaction
from bot.sending import Place, acknowledge, delete


def deeds_of(application: App, desk: Desk, redaction: Redaction) -> Deeds:
    bot = application.bot

    def read(body: str) -> Update:
        update = Update.de_json(json.loads(body), bot)
        if message := update.message or update.edited_message:
            redaction.hide(message.text or message.caption or "")
        return update

    async def withdraw(place: Place) -> None:
        await delete(bot, *place)

    async def reassure(update: Update) -> None:
        if update.callback_query:
            with contextlib.suppress(TelegramError):  # what is wrong with it, its handler meets and tells too
                await acknowledge(update.callback_query)

    return Deeds(
        read,
        partial(want_in, desk, bot),
        application.process_update,
        partial(failures.apologise, desk, bot),
        partial(failures.keep_waiting, desk, bot),
        partial(failures.slow_down, desk, bot),
        partial(failures.too_late, desk),
        reassure,
        withdraw,
        partial(joins, bot),
        partial(answer_together, application, desk),
    )
