"""What Telegram's own library, TDLib, makes of a text and its entities, without network or account.

`parseMarkdown` runs the function that every sent text passes through; the characters that it would take for markup are
masked. So are checked: characters, UTF-16 offsets, how entities nest and merge, links. TDLib does not trim here, knows
nothing of buttons, and leaves the limits of length and number to Telegram's servers: those are ours, in text.py.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit

from tests.bot_api.description import Json
from tests.bot_api.errors import bad_request

execute: Callable[[bytes], bytes | None] | None
try:
    from tdjson import td_execute as execute
except ImportError:  # there is no wheel for this system; tests/bot_api/test_bot_api_tdlib.py says so
    execute = None

KINDS = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "blockquote": "BlockQuote",
    "expandable_blockquote": "ExpandableBlockQuote",
    "code": "Code",
    "pre": "Pre",
    "text_link": "TextUrl",
}
PREFIX = "textEntityType"
CUT = frozenset(("Bold", "Italic", "Underline", "Strikethrough", "Spoiler"))
# Kind, link, first unit, unit behind the last.
Stretch = tuple[str, str, int, int]
# A character of markup becomes another of one byte, so that no offset moves.
MASK = str.maketrans(dict.fromkeys("*_~|`[", "x"))
# Otherwise it writes of each refused entity to stderr.
SILENT = {"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}


def check_as_tdlib(text: str, entities: Sequence[Json]) -> None:
    """Raises where TDLib refuses a text or an entity, in its words, and where it would change one silently."""
    masked = text.translate(MASK)
    made = _ask({"@type": "parseMarkdown", "text": {"text": masked, "entities": [_theirs(one) for one in entities]}})
    if made is None:
        return
    if made["@type"] == "error":
        raise bad_request(made["message"][0].lower() + made["message"][1:])
    if made["text"] != masked and masked.strip():
        raise bad_request(f"TDLib makes another text of it: {made['text'][:200]!r}")
    given, kept = _shown([_theirs(one) for one in entities]), _shown(made["entities"])
    if given != kept:
        raise bad_request(f"TDLib makes {kept} of the entities {given}")


def _theirs(entity: Json) -> Json:
    kind = {"@type": f"{PREFIX}{KINDS[entity['type']]}"} | ({"url": entity["url"]} if "url" in entity else {})
    return {"offset": entity["offset"], "length": entity["length"], "type": kind}


def _shown(entities: Sequence[Json]) -> list[Stretch]:
    """What a person sees of entities, in a fixed order. Where another begins inside, TDLib cuts bold and its like in
    two: those that touch are one again. A link's host it writes in small letters, and "/" behind a host alone."""
    stretches: list[Stretch] = []
    for kind, link, start, end in sorted(map(_stretch, entities)):
        last = stretches[-1] if stretches else None
        if last and last[:2] == (kind, link) and last[3] == start and kind in CUT:
            stretches[-1] = (kind, link, last[2], end)
        else:
            stretches.append((kind, link, start, end))
    return stretches


def _stretch(entity: Json) -> Stretch:
    url = urlsplit(entity["type"].get("url", ""))
    link = url._replace(netloc=url.netloc.lower(), path=url.path or "/" * bool(url.netloc)).geturl()
    kind = entity["type"]["@type"].removeprefix(PREFIX)
    return kind, link, entity["offset"], entity["offset"] + entity["length"]


def _ask(request: Json) -> Any:
    """TDLib's answer to a request that it can do at once; None where it is not installed."""
    if execute is None:
        return None
    answer = execute(json.dumps(request).encode())
    if answer is None:
        raise RuntimeError(f"TDLib cannot do {request['@type']} at once: it is another version than the tests know")
    return json.loads(answer)


_ask(SILENT)
