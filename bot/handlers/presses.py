"""A button that was pressed twice in haste does once what it does."""

from telegram import Update

from bot.handlers.commands import Deed
from bot.handlers.desk import Context, Desk, pressed_in
from bot.locales import say
from bot.sending import acknowledge


async def once(desk: Desk, deed: Deed, update: Update, context: Context) -> None:
    """Does what a button does; not again a moment later, when what it sent is still in view."""
    pressed = pressed_in(update)
    place = (pressed.message.chat.id, pressed.message.message_id) if pressed.message else (0, 0)
    if desk.presses.again(*place, str(pressed.data), update.update_id):
        await acknowledge(pressed, say(await desk.lang(update), "button.again"))
        return
    await deed(update, context)
    desk.presses.note(*place, str(pressed.data), update.update_id)
