"""The bot's own words, French and English, and dates as the reader writes them.

The words are in `fr.po` and `en.po` under ids such as `source.none_yet`. Any gettext editor opens them.
"""

import os
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from bot.locales.catalogue import Catalogue, read_catalogue

Lang = Literal["en", "fr"]
LANGUAGES: tuple[Lang, ...] = ("en", "fr")


def say(lang: Lang, identifier: str, **values: object) -> str:
    """The words under `identifier`, with `{name}` replaced by `values["name"]`."""
    return _catalogue(lang).words(identifier).format(**values)


def say_number(lang: Lang, identifier: str, number: int, **values: object) -> str:
    """The words under `identifier` in the grammatical number that `number` takes; it is `{number}` in them."""
    return _catalogue(lang).words(identifier, number).format(number=number, **values)


def reader_language(code: str | None) -> Lang:
    """The language to speak to a person whose program speaks `code` (`fr-CA`, `de`, `fr_FR.UTF-8`)."""
    return "fr" if (code or "").lower().startswith("fr") else "en"


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
    return f"1er{said[1:]}" if lang == "fr" and day.day == 1 else said


def say_share(lang: Lang, share: float) -> str:
    """0.87 as 87 % (87% in English)."""
    from babel.numbers import format_percent

    return format_percent(share, locale=lang)


def lines_of(kind: str, lang: str) -> list[str]:
    """The entries of `<kind>.<lang>.txt`, one a line; blank lines and those that begin with `#` are not read."""
    text = Path(__file__).with_name(f"{kind}.{lang}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _catalogue(lang: Lang) -> Catalogue:
    return read_catalogue(Path(__file__).with_name(f"{lang}.po"))
