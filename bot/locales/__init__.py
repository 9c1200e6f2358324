"""The bot's own words in six languages, and dates as the reader writes them.

The words are in `en.po`, `fr.po` and so on under ids such as `source.none_yet`. Any gettext editor opens them.
"""

import os
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from bot.locales.catalogue import Catalogue, read_catalogue

Lang = Literal["en", "fr", "de", "es", "it", "pt"]
LANGUAGES: tuple[Lang, ...] = ("en", "fr", "de", "es", "it", "pt")
# How the first day of a month is written; elsewhere it is a number as the others are.
FIRST_DAY: dict[Lang, str] = {"fr": "1er", "it": "1º", "pt": "1º"}


def say(lang: Lang, identifier: str, **values: object) -> str:
    """The words under `identifier`, with `{name}` replaced by `values["name"]`."""
    return _words(lang, identifier).format(**values)


def say_number(lang: Lang, identifier: str, number: int, **values: object) -> str:
    """The words under `identifier` in the grammatical number that `number` takes; it is `{number}` in them."""
    return _words(lang, identifier, number).format(number=number, **values)


def reader_language(code: str | None) -> Lang:
    """The language to speak to a person whose program speaks `code` (`fr-CA`, `de`, `pt_BR.UTF-8`); English to those
    whose language the bot has not.

    >>> reader_language("pt-br"), reader_language("nl")
    ('pt', 'en')
    """
    spoken = re.split(r"[-_.@]", (code or "").lower())[0]
    return next((lang for lang in LANGUAGES if lang == spoken), "en")


def terminal_language(environment: Mapping[str, str] | None = None) -> Lang:
    """The language of the terminal: the first of LC_ALL, LC_MESSAGES and LANG that is set."""
    environment = os.environ if environment is None else environment
    return reader_language(next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), None))


def say_date(lang: Lang, written: str, *, short: bool = False) -> str:
    """`2023-09-13` as 13 septembre 2023 (13 sept. 2023 when `short`), `2023-09` as septembre 2023.

    What is no such date (`2023`, `summer 1914`) is returned as it was written.
    """
    if not written[:1].isdigit():
        return written
    from babel.dates import format_date, format_skeleton  # many answers have no date, and --help has none

    try:
        if len(written) == len("2023-09"):
            return format_skeleton("yMMM" if short else "yMMMM", date.fromisoformat(f"{written}-01"), locale=lang)
        day = date.fromisoformat(written)
    except ValueError:
        return written
    said = format_date(day, "medium" if short else "long", locale=lang)
    return f"{FIRST_DAY[lang]}{said[1:]}" if day.day == 1 and lang in FIRST_DAY else said


def say_share(lang: Lang, share: float) -> str:
    """0.87 as 87 % (87% in English)."""
    from babel.numbers import format_percent

    return format_percent(share, locale=lang)


def lines_of(kind: str, lang: str) -> list[str]:
    """The entries of `<kind>.<lang>.txt`, one a line; blank lines and those that begin with `#` are not read."""
    text = Path(__file__).with_name(f"{kind}.{lang}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(lang: Lang, identifier: str, number: int | None = None) -> str:
    """In English where a translation is not there yet: rather that than no answer at all."""
    try:
        return _catalogue(lang).words(identifier, number)
    except KeyError:
        return _catalogue("en").words(identifier, number)


@cache
def _catalogue(lang: Lang) -> Catalogue:
    return read_catalogue(Path(__file__).with_name(f"{lang}.po"))
