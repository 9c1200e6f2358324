"""The commands of a terminal, and what `/help` says of them."""

from bot.locales import Lang, say
from bot.wording import COMMANDS, is_of_search

# Those of Telegram but for what needs a chat.
MENU = {
    name: purpose for name, purpose in COMMANDS.items() if name not in ("good", "bad", "language", "settings", "forget")
} | {"quit": "menu.quit"}


def help_with(about: str, lang: Lang) -> str:
    """`/help`, and `/help search`."""
    if is_of_search(about):
        return say(lang, "search.help")
    words = [say(lang, "about.command", name=name, purpose=say(lang, of)) for name, of in MENU.items()]
    return say(lang, "about.help_terminal", commands="\n".join(words))
