"""What Telegram shows of the bot before anyone has written to it: descriptions and command menus, in each language."""

import asyncio

from telegram import Bot, BotCommand

from bot.locales import LANGUAGES, Lang, say
from bot.menu import COMMANDS


async def introduce(bot: Bot) -> int:
    """Set what has changed since it was last set; returns how many texts and menus that were."""
    return sum(await asyncio.gather(*(_in(bot, lang) for lang in LANGUAGES)))


async def _in(bot: Bot, lang: Lang) -> int:
    """English stands in for all languages that have no text of their own."""
    code = None if lang == "en" else lang
    menu = tuple(BotCommand(name, say(lang, purpose)) for name, purpose in COMMANDS.items())
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
