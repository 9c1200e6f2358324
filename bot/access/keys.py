"""`ibid key`: the keys with which programs ask over HTTP."""

import argparse
from datetime import UTC, datetime

from bot.locales import Lang, say, say_date, terminal_language
from bot.memory import Key, Memory
from bot.settings import load_settings

DONE, FAILED = 0, 2


def key(given: argparse.Namespace) -> int:
    """`ibid key new NAME`, `ibid key list`, `ibid key revoke N`."""
    lang = terminal_language()
    settings = load_settings()
    with Memory(settings.ibid_data, settings.server) as memory:
        if given.deed == "new":
            made, secret = memory.keys.make(" ".join(given.name.split()))
            print(say(lang, "key.made", number=made.number, name=made.name, secret=secret))
        elif given.deed == "list":
            lines = [_line(one, lang) for one in memory.keys.all()]
            print("\n".join(lines or [say(lang, "key.none")]))
        elif not memory.keys.revoke(given.number):
            print(say(lang, "key.unknown", number=given.number))
            return FAILED
        else:
            print(say(lang, "key.revoked", number=given.number))
    return DONE


def _line(one: Key, lang: Lang) -> str:
    day = datetime.fromtimestamp(one.at, UTC).astimezone().date().isoformat()
    return say(lang, "key.line", number=one.number, name=one.name, since=say_date(lang, day))
