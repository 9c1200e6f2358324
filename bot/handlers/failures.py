"""What is said when something failed: to the log what, to the person that."""

import contextlib
import logging

from telegram import Update
from telegram.error import Forbidden, TelegramError

from bot.delivery import send
from bot.handlers.desk import Context, Desk, words
from bot.locales import say
from bot.logs import trace

log = logging.getLogger(__name__)


async def apologise(desk: Desk, update: object, context: Context) -> None:
    """The error handler; neither the log nor the person hears the question."""
    if context.error is None or not isinstance(update, Update):
        log.warning("Telegram: %s", trace(context.error) if context.error else "?")
        return
    desk.tally.note_error()
    log.error("Update %s could not be handled\n%s", update.update_id, trace(context.error))
    pressed = update.callback_query
    to = pressed.message if pressed else update.message
    if to and not isinstance(context.error, Forbidden):
        with contextlib.suppress(TelegramError):  # the log has the first error, which is the one that matters
            await send(context.bot, to, words(say(await desk.lang(update), "about.failed")))
