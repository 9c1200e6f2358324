"""A message of Telegram as HTML."""

import html
from collections.abc import Iterable, Mapping
from typing import Any

TAGS = {"bold": "b", "italic": "i", "pre": "pre", "blockquote": "blockquote", "expandable_blockquote": "blockquote"}


def markup(text: str, entities: Iterable[Mapping[str, Any]]) -> str:
    """The text with its entities as HTML; they nest, as Telegram demands."""
    units = text.encode("utf-16-le")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in entities:
        tag = TAGS.get(entity["type"], "a")
        link = f' href="{html.escape(entity["url"])}"' if tag == "a" else ""
        opening.setdefault(entity["offset"], []).append(f"<{tag}{link}>")
        closing.setdefault(entity["offset"] + entity["length"], []).insert(0, f"</{tag}>")
    edges = sorted({0, len(units) // 2, *opening, *closing})
    parts = []
    for at, end in zip(edges, [*edges[1:], edges[-1]], strict=True):
        parts += [*closing.get(at, ()), *opening.get(at, ())]
        parts.append(html.escape(units[2 * at : 2 * end].decode("utf-16-le"), quote=False))
    # A quotation is a block: the line end behind it is its own.
    return "".join(parts).replace("</blockquote>\n", "</blockquote>")
