"""An update as it came, and as it is kept: where it belongs, and what makes it the same as another."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.journal.leases import Lease

Json = Mapping[str, Any]
# Nobody waits for these after a new start: their words are not written down.
FLEETING = ("inline_query",)
# What a person writes, and may change.
WRITTEN = ("message", "edited_message")


@dataclass(frozen=True, slots=True)
class Entry:
    """An update that waits: where it belongs, when it was received (seconds since 1970), as what JSON, and the first of
    those that are to be answered `together` with it, if any. Where there are several workers, by which `lease` it is
    this one's."""

    update_id: int
    chat_id: int
    kind: str
    at: float
    body: str
    together: int | None = None
    lease: "Lease | None" = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What became of a person's message before its latest edit: whether that `changed` anything, and the messages that
    answer it, as (chat, message), in order."""

    changed: bool
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Sending:
    """A message that was begun: its id where it is known, else the id that it is greater than."""

    chat_id: int
    since: int
    begun: float
    message_id: int | None


def entry_of(one: Json, now: float) -> Entry:
    """An update that was received at this moment."""
    kind, deed = _deed(one)
    return Entry(one["update_id"], _chat_id(kind, deed), kind, now, json.dumps(one))


def row_of(one: Json, now: float) -> dict[str, Any]:
    """An update as it is kept. It may be of any shape: what is not where it should be is 0 or empty."""
    kind, deed = _deed(one)
    fleeting = kind in FLEETING
    message = deed.get("message") if kind == "callback_query" else deed
    message_id = _number(message, "message_id")
    chat_id = _chat_id(kind, deed)
    named = deed.get("id") if kind in ("callback_query", "inline_query") else message_id
    # Each edit of a message is a deed of its own.
    key = f"{kind} {chat_id} {named} {deed.get('edit_date', '')}" if named and kind != "edited_message" else None
    return {
        "update_id": one["update_id"],
        "key": ascii(key) if key else None,
        "chat_id": chat_id,
        "message_id": message_id,
        "kind": kind,
        "at": now,
        "state": "dropped" if fleeting else "waiting",
        "attempts": 0,
        "body": "" if fleeting else json.dumps(one),
        "error": "",
        "checksum": _checksum(deed) if kind in WRITTEN else None,
    }


def _deed(one: Json) -> tuple[str, Json]:
    """What kind of update it is, and what is in it."""
    kind, deed = next(((key, value) for key, value in one.items() if key != "update_id"), ("", None))
    return kind if kind.isascii() else "", deed if isinstance(deed, dict) else {}


def _checksum(deed: Json) -> int:
    """Of the words and the file of a message; of what it was it keeps nothing that could be read."""
    document = deed.get("document")
    file = document.get("file_unique_id") if isinstance(document, dict) else ""
    return zlib.crc32(json.dumps([deed.get("text"), deed.get("caption"), file]).encode())


def _chat_id(kind: str, deed: Json) -> int:
    message = deed.get("message") if kind == "callback_query" else deed
    return _number(message, "chat", "id") or _number(deed, "from", "id") or 0


def _number(value: object, *path: str) -> int | None:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, int) and abs(value) < 2**63 else None
