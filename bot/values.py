"""What stands in a setting, read: each function takes it as it was written, with the name of the setting, and refuses
it with a sentence."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from bot.locales import say, terminal_language
from retrieval.errors import IbidError

EVERYONE, INVITED = "everyone", "invited"
LOG_STYLES = ("text", "json")
Role = Literal["reader", "editor", "owner"]
# From the one who may least to the one who may all.
ROLES: tuple[Role, ...] = ("reader", "editor", "owner")
# Telegram's ids have at most 52 significant bits; those of groups are negative.
ID = re.compile(r"-?[1-9]\d{0,15}")
# A bot's token, and what may be one that was put into another setting.
TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
MISPLACED = re.compile(r"(?<![0-9])[0-9]{5,}:[A-Za-z0-9_-]+")
# A conversation that lasts longer than a day is another one.
MOST_MINUTES = 1440
# More than a bot may send is no limit on what it is asked.
MOST_COUNTED = 100_000


class SettingsError(IbidError):
    """A setting is misspelt or has a wrong value. The message never holds the token."""


class Secret:
    """A text that shows in no log: its representation is that of any other."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def get_secret_value(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Askers:
    """Who may ask: everyone, or the people and chats with these `ids` and, with `invited`, who was invited."""

    everyone: bool = True
    invited: bool = False
    ids: frozenset[int] = frozenset()


EVERYBODY = Askers()


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_askers(value: str, _: str) -> Askers:
    """`everyone`, or ids of people and chats, or `invited`, or the two last together."""
    written = _parts(value.lower())
    ids = frozenset(int(part) for part in written if ID.fullmatch(part))
    others = {part for part in written if not ID.fullmatch(part)}
    if others - {EVERYONE, INVITED} or (EVERYONE in others and len(written) > 1) or not written:
        raise fault("settings.askers", value=value)
    return Askers(EVERYONE in others, INVITED in others, ids)


def read_people(value: str, name: str) -> frozenset[int]:
    """The ids of people in the setting `name`; a group's is none."""
    written = _parts(value)
    if not all(ID.fullmatch(part) and int(part) > 0 for part in written):
        raise fault("settings.editors", name=name, value=value)
    return frozenset(map(int, written))


def read_days(value: str, _: str) -> int:
    """A number of days for which something is kept."""
    if not re.fullmatch(r"[1-9]\d{0,4}", value.strip(), re.ASCII):
        raise fault("settings.days", value=value)
    return int(value)


def read_address(value: str, _: str) -> Address:
    """`9187`, on this machine alone, or `HOST:9187`."""
    host, _, port = value.strip().rpartition(":")
    if not re.fullmatch(r"\d{1,5}", port, re.ASCII) or not 0 < int(port) < 1 << 16 or re.search(r"[\s/]", host):
        raise fault("settings.monitor", value=value)
    return Address(host.strip("[]") or "127.0.0.1", int(port))


def read_log_style(value: str, _: str) -> str:
    if value.strip().lower() not in LOG_STYLES:
        raise fault("settings.log", value=value)
    return value.strip().lower()


def read_token(value: str, _: str) -> Secret | None:
    token = value.strip()
    if token and not TOKEN.fullmatch(token):
        raise fault("settings.token")
    return Secret(token) if token else None


def read_web_address(value: str, _: str) -> str:
    """The address of a Bot API server, without a slash at its end."""
    address = value.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
        usable = usable and parts.port != 0
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", address):
        raise fault("settings.api_url")
    return address


def read_folder(value: str, _: str) -> Path:
    """An absolute path, of a folder or of nothing yet."""
    folder = _at_home(Path(value)).absolute()
    if _exists(folder) and not folder.is_dir():
        raise fault("settings.data", value=value)
    return folder


def read_paths(value: str, _: str) -> tuple[Path, ...]:
    """Paths of what exists, separated as in PATH."""
    paths = tuple(_at_home(Path(part.strip())) for part in value.split(os.pathsep) if part.strip())
    for path in paths:
        if not _exists(path):
            raise fault("settings.articles", value=path, separator=os.pathsep)
    return paths


def read_database(value: str, _: str) -> Secret:
    if not value.strip().startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise fault("settings.database")
    return Secret(value.strip())


def read_minutes(value: str, _: str) -> int:
    if not value.strip().isdecimal() or not 1 <= int(value) <= MOST_MINUTES:
        raise fault("settings.minutes", value=value, most=MOST_MINUTES)
    return int(value)


def read_count(value: str, name: str) -> int:
    if not value.strip().isdecimal() or not 1 <= int(value) <= MOST_COUNTED:
        raise fault("settings.count", name=name, value=value, most=MOST_COUNTED)
    return int(value)


def read_yes_or_no(value: str, name: str) -> bool:
    if value.strip().lower() not in ("yes", "no"):
        raise fault("settings.yes_or_no", name=name, value=value)
    return value.strip().lower() == "yes"


def fault(identifier: str, **values: object) -> SettingsError:
    """What is wrong with a setting; a token that was put into the wrong one is not repeated."""
    return SettingsError(MISPLACED.sub("[token]", say(terminal_language(), identifier, **values)))


def _parts(value: str) -> list[str]:
    return [part for part in re.split(r"[\s,;]+", value) if part]


def _at_home(path: Path) -> Path:
    try:
        return path.expanduser()
    except RuntimeError:  # "~somebody" who has no home: then it is a plain name
        return path


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, a folder one may not enter, a NUL
        return False
