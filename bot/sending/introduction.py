"""What Telegram shows of the bot before anyone has written to it: descriptions and command menus, in each language."""

import asyncio
from collections.abc import Iterable, Mapping

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest

from bot.locales import LANGUAGES, Lang, say
from bot.wording import COMMANDS, EDITORS_COMMANDS


async def introduce(bot: Bot, editors: Iterable[int] = ()) -> int:
    """Set what has changed since it was last set; returns how many texts and menus that were."""
    changed = await asyncio.gather(
        *(_in(bot, lang) for lang in LANGUAGES), *(introduce_editor(bot, e) for e in editors)
    )
    return sum(changed)


async def introduce_editor(bot: Bot, user_id: int) -> int:
    """Set the menu in an editor's own chat; nothing where that person has not written to the bot yet."""
    scope = BotCommandScopeChat(user_id)
    changed = 0
    for lang in LANGUAGES:
        code, menu = _code(lang), _menu(COMMANDS | EDITORS_COMMANDS, lang)
        try:
            if await bot.get_my_commands(scope, code) != menu:
                await bot.set_my_commands(menu, scope, code)
                changed += 1
        except BadRequest as error:
            if "chat not found" not in error.message.lower():
                raise
    return changed


async def _in(bot: Bot, lang: Lang) -> int:
    code, menu = _code(lang), _menu(COMMANDS, lang)
    long, short = say(lang, "bot.description"), say(lang, "bot.short_description")
    shown = await asyncio.gather(
        bot.get_my_commands(language_code=code),
        bot.get_my_description(language_code=code),
        bot.get_my_short_description(language_code=code),
    )
    changes = []
    if shown[0] != menu:
        changes.append(bot.set_my_commands(menu, language_code=code))
    if shown[1].description != long:
        changes.append(bot.set_my_description(long, language_code=code))
    if shown[2].short_description != short:
        changes.append(bot.set_my_short_description(short, language_code=code))
    await asyncio.gather(*changes)
    return len(changes)


def _code(lang: Lang) -> str | None:
    """English stands in for all languages that have no text of their own."""
    return None if lang == "en" else lang


def _menu(commands: Mapping[str, str], lang: Lang) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(name, say(lang, purpose)) for name, purpose in commands.items())
