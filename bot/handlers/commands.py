"""Which deed is asked for: `/source 2`, also in a caption or an edit, or "source ?" alone. A button that was pressed
twice in haste does once what it does."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, filters

from bot.conversation import bare_command
from bot.handlers.desk import Context, Desk, pressed_in
from bot.locales import reader_language, say
from bot.sending import Command, acknowledge, command_in, is_own, is_private, meant_for

Deed = Callable[[Update, Context], Coroutine[Any, Any, None]]


class Commands(BaseHandler[Update, Context, None]):
    """The deeds by the names of their commands. A deed finds in `context.args` what stands behind the command."""

    def __init__(self, deeds: Mapping[str, Deed]) -> None:
        super().__init__(self._never)
        self._deeds = deeds

    @property
    def names(self) -> frozenset[str]:
        """The commands, without their slash."""
        return frozenset(self._deeds)

    def check_update(self, update: object) -> Command | None:
        message = (update.message or update.edited_message) if isinstance(update, Update) else None
        command = asked_for(message) if message else None
        return command if command and command.name in self._deeds else None

    async def handle_update(self, update: Update, application: object, check_result: object, context: Context) -> None:
        if not isinstance(check_result, Command):
            raise TypeError("check_update says which command it is")
        context.args = check_result.arguments
        await self._deeds[check_result.name](update, context)

    async def _never(self, update: Update, context: Context) -> None:
        raise TypeError("handle_update does all")


class When(filters.MessageFilter):
    """A filter that a function is."""

    def __init__(self, holds: Callable[[Message], object]) -> None:
        super().__init__()
        self._holds = holds

    def filter(self, message: Message) -> bool:
        return bool(self._holds(message))


def asked_for(message: Message) -> Command | None:
    """The command of a message, with its slash or as a word that is one in every mind. "Why?" is none: it goes on from
    the last question, if there is one."""
    bot = message.get_bot()
    if command := command_in(bot, message):
        return command
    asked = meant_for(bot, message)
    reads = reader_language(message.from_user.language_code if message.from_user else None)
    bare = bare_command(asked, reads, going_on=True) if asked else None
    return Command(bare[0], " ".join(bare[1])) if bare else None


def is_unknown(message: Message) -> bool:
    """Whether a message is a command, and named or sent to this bot, so that it has to say that it knows none such; to
    be asked when it is known that it does."""
    command = command_in(message.get_bot(), message)
    return command is not None and (command.named or is_private(message))


def is_own_in_private(message: Message) -> bool:
    return is_private(message) and is_own(message.get_bot(), message)


async def once(desk: Desk, deed: Deed, update: Update, context: Context) -> None:
    """Does what a button does; not again a moment later, when what it sent is still in view."""
    pressed = pressed_in(update)
    place = (pressed.message.chat.id, pressed.message.message_id) if pressed.message else (0, 0)
    presses = desk.memory.presses
    if await asyncio.to_thread(presses.again, *place, str(pressed.data), update.update_id):
        await acknowledge(pressed, say(await desk.lang(update), "button.again"))
        return
    await deed(update, context)
    await asyncio.to_thread(presses.note, *place, str(pressed.data), update.update_id)
