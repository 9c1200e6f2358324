"""The life of the bot on Telegram: how it starts, receives, and ends, and with which exit status."""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Callable
from functools import partial

from telegram.error import Conflict, InvalidToken

from bot.access import open_access
from bot.app.app import build_application
from bot.app.beside import going_on_beside, hand_over
from bot.app.deeds import deeds_of
from bot.app.dispatch import Dispatch
from bot.app.flood import Flood
from bot.app.receiving import Doors, Hooked, Receiving
from bot.app.taking import Taking
from bot.handlers.desk import Desk
from bot.journal import Leases, Paces
from bot.locales import say, terminal_language
from bot.memory import DAY, Memory
from bot.operations import Redaction, Tally, keep_up, measured, notify, set_up_logging, told_to_stop, watched
from bot.sending import Pacing
from bot.settings import Settings
from bot.wording import Ask
from retrieval.asking import Articles
from retrieval.databases import Leadership
from retrieval.library import Library

log = logging.getLogger(__name__)

# Exit statuses: stopped by a person; the token is refused; another program polls with it. (See watchdog.STALLED.)
STOPPED, REFUSED, CONFLICT = 0, 3, 4
# Seconds in which what is in hand may end after SIGTERM.
GRACE = 10.0
# Seconds for which it is kept who asked how much, and which chat was sent how much.
COUNTED = 3600.0
# The advisory lock of the one worker that introduces the bot, polls and erases ("ibi" and "l" in ASCII).
LEADER = 0x6962696C


def run_telegram(
    settings: Settings,
    ask: Ask,
    library: Library,
    catch_up: Callable[[], object],
    gauges: Callable[[], dict[str, float]],
    articles: Articles,
    doors: Doors,
) -> int:
    """Answer on Telegram until stopped; returns the exit status. What ends it early is one sentence on stderr.

    `catch_up` brings the index up to date with the library, as `ask` does before it answers; `gauges` has what
    monitoring is told besides what is counted here; `doors` is what is served besides, and by what updates come in.
    """
    token = settings.telegram_token
    redaction = Redaction([token.get_secret_value()] if token else [])
    set_up_logging(redaction, settings.ibid_log)
    lang, tally = terminal_language(), Tally()
    with (
        Memory(settings.ibid_data, settings.server) as memory,
        contextlib.closing(Leadership(memory.server, LEADER)) as leader,
        watched(settings.ibid_monitor, tally, gauges),
        going_on_beside(settings, articles, memory, leader, tally),
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
            asyncio.run(_live(settings, ask, desk, redaction, doors, leader))
        except InvalidToken:
            status, fault = REFUSED, say(lang, "polling.refused", url=settings.telegram_api_url)
        except Hooked as error:
            status, fault = CONFLICT, say(lang, "polling.hooked", host=error.host)
        except Conflict as error:
            webhook = "webhook" in error.message
            status, fault = CONFLICT, say(lang, "polling.webhook" if webhook else "polling.conflict")
        else:
            return STOPPED
    print(f"ibid: {redaction.clean(fault)}", file=sys.stderr)
    return status


async def _live(
    settings: Settings, ask: Ask, desk: Desk, redaction: Redaction, doors: Doors, leader: Leadership
) -> None:
    """Answer until a signal or an error ends it; then what is in hand is finished, or left to the next start, or to
    another worker. `ask` is for the bot's own questions, which are not counted."""
    server, journal = desk.memory.server, desk.memory.journal
    paces = Paces(server) if server else None
    pacing = Pacing(paces)
    application = build_application(settings, desk, pacing)
    flood = Flood(journal, settings.ibid_person_rate, settings.ibid_chat_rate)
    taking = Taking(Leases(server), lambda: desk.tally.index_change) if server else None
    dispatch = Dispatch(
        journal, flood, deeds_of(application, desk, redaction), pacing, taking.ended if taking else None
    )
    receiving = Receiving(settings, application, desk, dispatch, leader, doors)
    erase = partial(_expire, settings, desk.memory, leader, paces)
    upkeep = asyncio.create_task(keep_up(desk.tally, erase))
    begun = asyncio.create_task(_receive(receiving, taking, dispatch, ask))
    telling = asyncio.create_task(hand_over(desk.memory, receiving.take, leader))
    stopped = asyncio.create_task(told_to_stop())
    notify("READY=1")
    try:
        await asyncio.wait((begun, stopped), return_when=asyncio.FIRST_COMPLETED)
        notify("STOPPING=1")
        telling.cancel()
        if taking:  # its leases are renewed until nothing is in hand any more
            await dispatch.stop(GRACE)
        begun.cancel()
        await dispatch.stop(GRACE)
        with contextlib.suppress(asyncio.CancelledError):
            await begun  # raises what ended it
    finally:
        upkeep.cancel()
        telling.cancel()
        if taking:
            await taking.leave()
        await application.shutdown()


async def _receive(receiving: Receiving, taking: Taking | None, dispatch: Dispatch, ask: Ask) -> None:
    """Until it is cancelled, or Telegram takes the token no more, or gives what comes to somebody else."""
    await receiving.begin(ask)
    if not taking:
        await dispatch.take_up_again()
    works = [receiving.run(), _until_refused(dispatch), *([taking.run(dispatch)] if taking else [])]
    tasks = [asyncio.create_task(work) for work in works]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _until_refused(dispatch: Dispatch) -> None:
    await dispatch.refused.wait()
    raise InvalidToken


def _expire(settings: Settings, memory: Memory, leader: Leadership, paces: Paces | None) -> None:
    if not leader.leads():
        return
    memory.journal.wishes.expire(time.time() - COUNTED)
    if paces:
        paces.expire(COUNTED)
    if settings.ibid_retention_days:
        memory.expire(time.time() - settings.ibid_retention_days * DAY)
