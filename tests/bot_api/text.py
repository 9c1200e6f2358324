"""What Telegram takes as the text of a message, with its entities counted in UTF-16 units."""

import re
from collections.abc import Iterable

from tests.bot_api.description import Json
from tests.bot_api.errors import ApiError, bad_request
from tests.bot_api.tdlib import KINDS, check_as_tdlib

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
BYTES_LIMIT = 32768
ENTITY_LIMIT = 100
FOUND_BY_TELEGRAM = frozenset(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"])
STYLES = frozenset(["bold", "italic", "underline", "strikethrough", "spoiler"])
QUOTES = frozenset(("blockquote", "expandable_blockquote"))
LITERAL = frozenset(("code", "pre"))
UNUSED = frozenset(("text_mention", "custom_emoji", "date_time"))  # this bot sends none
# What Telegram's own parser turns into a space, or drops: measured with its library over all code points.
BECOMES_SPACE = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f]")
DROPPED = re.compile("[\r\u030a\u0333\u033f\u2028-\u202e]")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
LINK = re.compile(r"(?:https?://[\w-]+(?:\.[\w-]+)+(?::[1-9]\d{0,4})?(?:[/?#].*)?|(?:tg|ton)://\S+)", re.IGNORECASE)


def utf16_length(text: str) -> int:
    """Telegram's length: a character beyond U+FFFF counts two."""
    return len(text.encode("utf-16-le")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def check_text(text: str, entities: Iterable[Json], *, caption: bool = False) -> tuple[str, list[Json]]:
    """The text and entities as Telegram keeps them: white space trimmed at both ends; raises for all that it refuses.

    Also refused is what Telegram would change without a word. What our own rules let through is asked of TDLib too.
    """
    found = list(entities)
    kept = check_by_rules(text, found, caption=caption)
    check_as_tdlib(text, found)
    return kept


def check_by_rules(text: str, found: list[Json], *, caption: bool = False) -> tuple[str, list[Json]]:
    """`check_text` without TDLib, which is not to be had for every system."""
    check_characters(text)
    if not text and not caption:
        raise bad_request("message text is empty")
    if len(text.encode()) > BYTES_LIMIT:
        raise bad_request("text is too long")
    for entity in found:
        _check_entity(text, entity)
    _check_nesting(found)
    kept = text.strip()
    if not kept and not caption:
        raise bad_request("text must be non-empty")
    if utf16_length(kept) > (CAPTION_LIMIT if caption else TEXT_LIMIT):
        raise bad_request("message caption is too long" if caption else "message is too long")
    if len(found) > ENTITY_LIMIT:
        raise bad_request(f"{len(found)} entities: Telegram drops those after the first {ENTITY_LIMIT}")
    return kept, [_trim(text, kept, entity) for entity in found]


def check_characters(text: str) -> None:
    """Raises for characters that Telegram refuses, drops or replaces."""
    if LONE_SURROGATE.search(text):
        raise bad_request("strings must be encoded in UTF-8")
    if match := BECOMES_SPACE.search(text) or DROPPED.search(text):
        raise bad_request(f"U+{ord(match[0]):04X}: Telegram would drop it or make it a space, without a word")


def check_link(url: str) -> None:
    """Raises unless Telegram would make a link of it."""
    if not LINK.fullmatch(url):
        raise bad_request(f"entity URL '{url}' is invalid: Wrong HTTP URL")


def _check_entity(text: str, entity: Json) -> None:
    kind, offset, length = entity["type"], entity["offset"], entity["length"]
    if kind in FOUND_BY_TELEGRAM:
        raise bad_request(f"entity {kind}: Telegram finds it itself and ignores it in a request")
    if kind in UNUSED:
        raise bad_request(f"entity {kind}: the test server does not know it")
    if kind not in KINDS:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    if not 0 <= offset <= 1_000_000:
        raise bad_request(f"receive an entity with incorrect offset {offset}")
    if not 0 < length <= 1_000_000:
        raise bad_request(f"receive an entity with incorrect length {length}")
    size = utf16_length(text)
    if offset >= size:
        raise bad_request(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + length > size:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + length}"
        )
    if _splits_pair(text, offset):
        raise bad_request("entity begins in a middle of a UTF-16 symbol")
    if _splits_pair(text, offset + length):
        raise bad_request(f"entity beginning at UTF-16 offset {offset} ends in a middle of a UTF-16 symbol")
    if utf16_slice(text, offset, length).isspace():
        raise bad_request(f"entity {kind} at UTF-16 offset {offset} covers white space only: Telegram drops it")
    _check_content(entity)


def _check_content(entity: Json) -> None:
    if entity["type"] != "text_link":
        return
    if "url" not in entity:
        raise bad_request("can't parse MessageEntity: Can't find field \"url\"")
    check_link(entity["url"])


def _splits_pair(text: str, offset: int) -> bool:
    units = text.encode("utf-16-le")
    return units[2 * offset + 1 : 2 * offset + 2] != b"" and 0xDC <= units[2 * offset + 1] <= 0xDF


def _check_nesting(entities: list[Json]) -> None:
    """Refuses what Telegram would split, merge or drop: it keeps a tree of entities in which few kinds may nest."""
    open_: list[Json] = []
    for entity in sorted(entities, key=lambda e: (e["offset"], -e["length"])):
        while open_ and open_[-1]["offset"] + open_[-1]["length"] <= entity["offset"]:
            open_.pop()
        if open_ and open_[-1]["offset"] + open_[-1]["length"] < entity["offset"] + entity["length"]:
            raise _nesting(open_[-1], entity, "overlaps")
        for outer in open_:
            if not _may_contain(outer["type"], entity["type"]):
                raise _nesting(outer, entity, "cannot contain")
        open_.append(entity)


def _may_contain(outer: str, inner: str) -> bool:
    if LITERAL & {outer, inner}:
        return outer in QUOTES and inner in LITERAL
    if outer == inner or {outer, inner} <= QUOTES:
        return False
    return outer in STYLES | QUOTES or inner in STYLES


def _nesting(outer: Json, inner: Json, how: str) -> ApiError:
    return bad_request(f"entity {outer['type']} at {outer['offset']} {how} {inner['type']} at {inner['offset']}")


def _trim(text: str, kept: str, entity: Json) -> Json:
    """The entity in the trimmed text, without white space at its end."""
    before = utf16_length(text[: len(text) - len(text.lstrip())])
    start = max(entity["offset"] - before, 0)
    end = min(entity["offset"] + entity["length"] - before, utf16_length(kept))
    covered = utf16_slice(kept, start, end - start)
    return {**entity, "offset": start, "length": utf16_length(covered.rstrip())}
