"""What the bot says of itself, and of what it keeps."""

import asyncio

from telegram import Update

from bot.delivery import acknowledge, send
from bot.handlers.desk import Context, Desk, message_of, pressed_in, words
from bot.handlers.sources import show_source, started_with
from bot.locales import Lang, say, say_date, say_number
from bot.menu import COMMANDS, EDITORS_COMMANDS
from bot.replies import list_articles


async def start(desk: Desk, update: Update, context: Context) -> None:
    """`/start`, and a deep link to a citation, which is `/start` with a parameter."""
    message, lang = message_of(update), await desk.lang(update)
    if cited := started_with(" ".join(context.args or ())):
        await show_source(desk, context.bot, message, cited, lang)
        return
    await send(context.bot, message, words(await asyncio.to_thread(_welcome, desk, lang)))


async def help_(desk: Desk, update: Update, context: Context) -> None:
    message, lang = message_of(update), await desk.lang(update)
    user = update.effective_user
    menu = COMMANDS | (EDITORS_COMMANDS if user and user.id in desk.editors else {})
    commands = [say(lang, "about.command", name=name, purpose=say(lang, purpose)) for name, purpose in menu.items()]
    await send(context.bot, message, words(say(lang, "about.help", commands="\n".join(commands))))


async def articles(desk: Desk, update: Update, context: Context) -> None:
    message, lang = message_of(update), await desk.lang(update)
    await send(context.bot, message, words(list_articles(desk.library.articles, lang)))


async def unknown_command(desk: Desk, update: Update, context: Context) -> None:
    await send(context.bot, message_of(update), words(say(await desk.lang(update), "command.unknown")))


async def not_text(desk: Desk, update: Update, context: Context) -> None:
    await send(context.bot, message_of(update), words(say(await desk.lang(update), "message.not_text")))


async def press_other(desk: Desk, update: Update, context: Context) -> None:
    await acknowledge(pressed_in(update), say(await desk.lang(update), "button.stale"))


def _welcome(desk: Desk, lang: Lang) -> str:
    held = say_number(lang, "about.articles", len(desk.library.articles))
    dates = sorted(article.date for article in desk.library.articles if article.date)
    if dates:
        first, last = say_date(lang, dates[0]), say_date(lang, dates[-1])
        held = say(lang, "about.span", articles=held, first=first, last=last)
    return say(lang, "about.welcome", articles=held)
