"""`python -m tests.bot_api.reduce API.json`: writes bot_api_methods.json anew from a full description of the Bot API.

The full description is api.json of PaulSonOfLars/telegram-bot-api-spec. Kept are names, types and which fields are
required, for the methods that the server implements and the types that their parameters reach.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from tests.bot_api.description import FILE
from tests.bot_api.server import METHODS

# A field of one possible value says so in its description only: `Type of the result, must be article`.
CONSTANT = re.compile(r'(?:must be|always) ["“]?(\w+)["”]?$')


def reduce_fields(fields: list[dict[str, Any]]) -> dict[str, str]:
    """`{"chat_id!": "Integer | String", "type!": "=article"}`: `!` marks what is required, `=` the only value."""
    reduced = {}
    for field in fields:
        constant = CONSTANT.search(field["description"]) if field["name"] == "type" else None
        name = field["name"] + ("!" if field["required"] else "")
        reduced[name] = f"={constant[1]}" if constant else " | ".join(field["types"])
    return reduced


def reduce_api(api: dict[str, Any], implemented: set[str]) -> dict[str, Any]:
    """The reduced description: methods, types, and the names of the methods that are not served."""
    methods = {name: reduce_fields(api["methods"][name].get("fields", [])) for name in sorted(implemented)}
    types: dict[str, Any] = {}
    waiting = [kind for fields in methods.values() for kind in fields.values()]
    while waiting:
        for name in re.findall(r"\w+", waiting.pop()):
            if name in types or name not in api["types"]:
                continue
            described = api["types"][name]
            types[name] = described.get("subtypes") or reduce_fields(described.get("fields", []))
            waiting.extend(types[name] if isinstance(types[name], list) else types[name].values())
    emoji = next(f for f in api["types"]["ReactionTypeEmoji"]["fields"] if f["name"] == "emoji")
    return {
        "version": api["version"],
        "methods": methods,
        "types": dict(sorted(types.items())),
        "unserved": sorted(set(api["methods"]) - implemented),
        "updates": [field["name"] for field in api["types"]["Update"]["fields"] if not field["required"]],
        "reactions": re.findall(r'"([^"]+)"', emoji["description"]),
    }


def main(path: str) -> None:
    """Writes the reduced description, keeping the notice of the old file."""
    api = json.loads(Path(path).read_text(encoding="utf-8"))
    notice = json.loads(FILE.read_text(encoding="utf-8"))["notice"]
    reduced = {"notice": notice, **reduce_api(api, set(METHODS))}
    FILE.write_text(json.dumps(reduced, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
