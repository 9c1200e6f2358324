"""The life of the bot on Telegram: how it starts, polls, and ends, and with which exit status."""

import asyncio
import contextlib
import json
import logging
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from urllib.parse import urlsplit

import httpx
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.access import open_access
from bot.app import failures
from bot.app.app import UPDATES, App, build_application
from bot.app.beside import going_on_beside, hand_over
from bot.app.dispatch import Dispatch
from bot.app.flood import Flood
from bot.app.jobs import Deeds
from bot.app.polling import Polling
from bot.app.together import answer_together, joins
from bot.app.wants import want_in
from bot.app.watchdog import watch
from bot.handlers.desk import Desk
from bot.locales import say, say_number, terminal_language
from bot.memory import DAY, Memory
from bot.operations import Redaction, Tally, keep_up, measured, notify, set_up_logging, told_to_stop, trace, watched
from bot.sending import Pacing, Place, acknowledge, delete, introduce
from bot.settings import Settings
from bot.wording import Ask
from retrieval.asking import Articles
from retrieval.library import Library

log = logging.getLogger(__name__)

# Exit statuses: stopped by a person; the token is refused; another program polls with it. (See watchdog.STALLED.)
STOPPED, REFUSED, CONFLICT = 0, 3, 4
# Seconds in which what is in hand may end after SIGTERM.
GRACE = 10.0


def run_telegram(
    settings: Settings,
    ask: Ask,
    library: Library,
    catch_up: Callable[[], object],
    gauges: Callable[[], dict[str, float]],
    articles: Articles,
) -> int:
    """Answer on Telegram until stopped; returns the exit status. What ends it early is one sentence on stderr.

    `catch_up` brings the index up to date with the library, as `ask` does before it answers; `gauges` has what
    monitoring is told besides what is counted here; `articles` are asked what people watch when more of them arrive.
    """
    token = settings.telegram_token
    redaction = Redaction([token.get_secret_value()] if token else [])
    set_up_logging(redaction, settings.ibid_log)
    lang, tally = terminal_language(), Tally()
    with (
        Memory(settings.ibid_data, settings.server) as memory,
        watched(settings.ibid_monitor, tally, gauges),
        going_on_beside(settings, articles, memory),
    ):
        desk = Desk(
            measured(ask, tally),
            library,
            memory,
            open_access(settings, memory),
            settings.ibid_conversation_minutes,
            settings.ibid_show_withdrawn,
            settings.ibid_late_minutes,
            settings.ibid_retention_days,
            tally=tally,
            private_addresses=settings.ibid_private_addresses,
            catch_up=catch_up,
            surveys=articles.surveys,
        )
        try:
            asyncio.run(_live(settings, ask, desk, redaction))
        except InvalidToken:
            status, fault = REFUSED, say(lang, "polling.refused", url=settings.telegram_api_url)
        except Conflict as error:
            webhook = "webhook" in error.message
            status, fault = CONFLICT, say(lang, "polling.webhook" if webhook else "polling.conflict")
        else:
            return STOPPED
    print(f"ibid: {redaction.clean(fault)}", file=sys.stderr)
    return status


async def _live(settings: Settings, ask: Ask, desk: Desk, redaction: Redaction) -> None:
    """Poll until a signal or an error ends it; then what is in hand is finished, or left to the next start."""
    pacing = Pacing()
    application = build_application(settings, desk, pacing)
    flood = Flood(settings.ibid_person_rate, settings.ibid_chat_rate)
    dispatch = Dispatch(desk.memory.journal, flood, _deeds(application, desk, redaction), pacing)
    upkeep = asyncio.create_task(keep_up(desk.tally, partial(_expire, settings, desk.memory)))
    telling = asyncio.create_task(hand_over(desk.memory, dispatch))
    polling = asyncio.create_task(_poll(application, ask, desk, dispatch))
    stopped = asyncio.create_task(told_to_stop())
    notify("READY=1")
    try:
        await asyncio.wait((polling, stopped), return_when=asyncio.FIRST_COMPLETED)
        notify("STOPPING=1")
        telling.cancel()
        polling.cancel()
        await dispatch.stop(GRACE)
        with contextlib.suppress(asyncio.CancelledError):
            await polling  # raises what ended it
    finally:
        upkeep.cancel()
        telling.cancel()
        await application.shutdown()


def _expire(settings: Settings, memory: Memory) -> None:
    if settings.ibid_retention_days:
        memory.expire(time.time() - settings.ibid_retention_days * DAY)


async def _poll(application: App, ask: Ask, desk: Desk, dispatch: Dispatch) -> None:
    """Start, take up what was left, and fetch what is new until cancelled. `ask` is for the bot's own questions, which
    are not counted."""
    await application.initialize()
    bot = application.bot
    if (found := await bot.get_webhook_info()).url:  # whose, is not known
        log.warning(say(terminal_language(), "polling.unhooked", host=urlsplit(found.url).hostname))
    await bot.delete_webhook(drop_pending_updates=False)
    await _introduce(application, await asyncio.to_thread(desk.access.all_editors))
    desk.examples.follow(ask, desk.library)
    log.info(say_number(terminal_language(), "polling.ready", len(desk.library), name=bot.username))
    await dispatch.take_up_again()
    async with httpx.AsyncClient() as client:
        polling = Polling(bot.base_url, client, desk.memory.journal, UPDATES, dispatch.take, dispatch.room)
        over = watch(lambda: polling.beat)
        try:
            await polling.run()
        finally:
            over.set()


async def _introduce(application: App, editors: Iterable[int]) -> None:
    try:
        async with asyncio.timeout(GRACE):
            await introduce(application.bot, editors)
    except (TelegramError, TimeoutError) as error:  # what was set at the last start stays: no reason not to answer
        log.warning("The menus and descriptions could not be set: %s", trace(error))


def _deeds(application: App, desk: Desk, redaction: Redaction) -> Deeds:
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
