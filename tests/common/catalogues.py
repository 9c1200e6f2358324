"""The bot's words, read from the catalogues as a translator's program reads them."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import bot


def catalogue(lang: str) -> Catalog:
    with Path(bot.__file__).parent.joinpath("locales", f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang)


def texts(lang: str) -> dict[str, tuple[str, ...]]:
    """Each id with its words, singular and plural."""
    found: dict[str, tuple[str, ...]] = {}
    for message in catalogue(lang):
        if message.id:
            name = message.id if isinstance(message.id, str) else message.id[0]
            found[name] = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
    return found
