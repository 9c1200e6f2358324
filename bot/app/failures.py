"""What is said when something failed, or was too much."""

from telegram import Bot, Update

from bot.handlers.desk import Desk, words
from bot.handlers.watching import batch_in, give_up
from bot.locales import say
from bot.sending import acknowledge, send


async def apologise(desk: Desk, bot: Bot, update: Update) -> None:
    """To the person whose update was in vain."""
    desk.tally.note_error()
    if batch_in(update) is not None:
        await give_up(desk, update)
        return
    pressed = update.callback_query
    if to := pressed.message if pressed else update.message or update.edited_message:
        await send(bot, to, words(say(await desk.lang(update), "about.failed")))


async def keep_waiting(desk: Desk, bot: Bot, update: Update) -> None:
    """To the person whose question is answered when the search is back."""
    pressed = update.callback_query
    if to := pressed.message if pressed else update.message or update.edited_message:
        await send(bot, to, words(say(await desk.lang(update), "search.unavailable")), answering=True)


async def slow_down(desk: Desk, bot: Bot, update: Update) -> None:
    """To a person who asks more than is answered."""
    told = say(await desk.lang(update), "flood.told")
    if pressed := update.callback_query:
        await acknowledge(pressed, told)
    elif message := update.message or update.edited_message:
        await send(bot, message, words(told))


async def too_late(desk: Desk, update: Update) -> None:
    """To a person whose press waited for so long that its message may be far up by now."""
    if pressed := update.callback_query:
        await acknowledge(pressed, say(await desk.lang(update), "button.late"))
