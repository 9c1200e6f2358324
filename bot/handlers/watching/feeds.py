"""The feeds that are followed: listed, added by their address, removed by a button. The gate lets editors alone in."""

import asyncio
import time

from telegram import Update

from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.locales import Lang, say
from bot.sending import acknowledge, change, send, typing_meanwhile
from bot.wording import UNFOLLOW, Reply, render_feeds
from retrieval.errors import ReadError
from retrieval.feeds import Manners, drop, follow
from retrieval.feeds import feeds as all_feeds
from retrieval.intake import is_address

# Words that may stand before the address: /feeds add URL.
ADD = frozenset(("add", "ajouter", "+"))


async def feeds(desk: Desk, update: Update, context: Context) -> None:
    """`/feeds`; `/feeds URL` follows the feed there, or that of the page there."""
    message, lang = message_of(update), await desk.lang(update)
    given = [word for word in context.args or () if word.lower() not in ADD]
    if not given:
        await send(context.bot, message, await asyncio.to_thread(_listed, desk, lang))
        return
    if len(given) > 1 or not is_address(given[0]):
        await send(context.bot, message, words(say(lang, "feeds.no_address", name=" ".join(given)[:200])))
        return
    work = asyncio.to_thread(_follow, desk, given[0], lang)
    await send(context.bot, message, words(await typing_meanwhile(context.bot, message, work)), answering=True)


async def press_feed(desk: Desk, update: Update, context: Context) -> None:
    """The button that removes a feed: what it brought stays."""
    pressed, lang = pressed_in(update), await desk.lang(update)
    number = str(pressed.data).removeprefix(UNFOLLOW)
    gone = number.isdecimal() and await asyncio.to_thread(drop, desk.library.engine, int(number))
    await acknowledge(pressed, None if gone else say(lang, "button.stale"))
    if pressed.message:
        await change(context.bot, pressed.message, await asyncio.to_thread(_listed, desk, lang))


def _listed(desk: Desk, lang: Lang) -> Reply:
    return render_feeds(all_feeds(desk.library.engine), lang, time.time())


def _follow(desk: Desk, url: str, lang: Lang) -> str:
    """What became of it."""
    try:
        feed, others = follow(desk.library, url, Manners(private=desk.private_addresses))
    except ReadError as fault:
        return say(lang, "addition.fault", fault=str(fault))
    said = [say(lang, "feeds.added", number=feed.number, name=feed.name, url=feed.url)]
    return "\n".join([*said, *(say(lang, "feeds.other", name=title or at, url=at) for at, title in others)])
