"""What stands in a setting, read: each function takes it as it was written, and refuses it with a sentence."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from bot.locales import say, terminal_language
from retrieval.cluster import Cluster, read_cluster
from retrieval.errors import IbidError

EVERYONE, INVITED = "everyone", "invited"
LOG_STYLES = ("text", "json")
# Who needs a key to ask over HTTP: who is not on this machine; everybody; nobody.
KEYED = ("elsewhere", "always", "never")
Role = Literal["reader", "editor", "owner"]
# From the one who may least to the one who may all.
ROLES: tuple[Role, ...] = ("reader", "editor", "owner")
# Telegram's ids have at most 52 significant bits; those of groups are negative.
ID = re.compile(r"-?[1-9]\d{0,15}")


# Those to which Telegram brings updates.
WEBHOOK_PORTS = (443, 80, 88, 8443)
# What may be a bot's token.
TOKEN = re.compile(r"(?<![0-9])[0-9]{5,}:[A-Za-z0-9_-]+")


class SettingsError(IbidError):
    """A setting is misspelt or has a wrong value. The message never holds the token."""


@dataclass(frozen=True, slots=True)
class Askers:
    """Who may ask: everyone, or the people and chats with these `ids` and, with `invited`, who was invited."""

    everyone: bool = True
    invited: bool = False
    ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def read_askers(value: str) -> Askers:
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


def read_days(value: str) -> int:
    """A number of days for which something is kept."""
    if not re.fullmatch(r"[1-9]\d{0,4}", value.strip(), re.ASCII):
        raise fault("settings.days", value=value)
    return int(value)


def read_address(value: str, name: str) -> Address:
    """`9187`, on this machine alone, or `HOST:9187`, in the setting `name`."""
    host, _, port = value.strip().rpartition(":")
    if not re.fullmatch(r"\d{1,5}", port, re.ASCII) or not 0 < int(port) < 1 << 16 or re.search(r"[\s/]", host):
        raise fault("settings.address", name=name, value=value)
    return Address(host.strip("[]") or "127.0.0.1", int(port))


def read_index(value: str) -> Cluster:
    """The cluster on which the index is."""
    try:
        return read_cluster(value)
    except ValueError:
        raise fault("settings.index") from None  # what was written may hold a password


def read_webhook(value: str) -> str:
    """An address that Telegram can reach, with a path that nobody else serves."""
    address = value.strip()
    try:
        parts = urlsplit(address)
        reached = parts.scheme == "https" and parts.hostname and (parts.port or 443) in WEBHOOK_PORTS
        path = re.fullmatch(r"(?:/[\w.~-]+)+", parts.path, re.ASCII) and not (parts.query or parts.fragment)
    except ValueError:
        reached = path = False
    if not (reached and path):
        raise fault("settings.webhook", value=value)
    return address


def read_log_style(value: str) -> str:
    if value.strip().lower() not in LOG_STYLES:
        raise fault("settings.log", value=value)
    return value.strip().lower()


def read_keyed(value: str) -> str:
    if value.strip().lower() not in KEYED:
        raise fault("settings.keys", value=value)
    return value.strip().lower()


def fault(identifier: str, **values: object) -> SettingsError:
    """What is wrong with a setting; a token that was put into the wrong one is not repeated."""
    return SettingsError(TOKEN.sub("[token]", say(terminal_language(), identifier, **values)))


def _parts(value: str) -> list[str]:
    return [part for part in re.split(r"[\s,;]+", value) if part]
