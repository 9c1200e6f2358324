"""Telegram's own export (`result.json`) as articles: one a day and chat, with who wrote above what was written."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

from retrieval.errors import Remark
from retrieval.packing import Read
from retrieval.reading.blocks import compose
from retrieval.reading.metadata import Metadata, make_article
from retrieval.types import Kind

# What is struck out was taken back.
STRUCK = "strikethrough"


def is_telegram(said: object) -> bool:
    """Whether a JSON file is an export of one chat, or of several."""
    return isinstance(said, dict) and bool(_chats(said))


def read_telegram(said: Mapping[str, Any], id: str) -> Iterator[Read]:  # noqa: A002 — the name of the file's id
    """The days of its chats on which something was written."""
    count = 0
    for number, chat in enumerate(_chats(said)):
        name = str(chat.get("name") or f"chat {number + 1}")
        written = [one for one in chat["messages"] if isinstance(one, dict) and one.get("type") == "message"]
        for day, messages in groupby(written, key=lambda message: str(message.get("date"))[:10]):
            parts = list(_parts(list(messages)))
            authors = {text for text, kind in parts if kind == "heading"}
            text, blocks = compose(parts)
            if any(block.kind != "heading" for block in blocks):
                count += 1
                author = authors.pop() if len(authors) == 1 else None
                known = Metadata(title=f"{name}, {day}", date=day, author=author, source=name)
                yield make_article(f"{id}#{name}/{day}", text, blocks, known)
    yield Remark(id, f"holds {count} {'day' if count == 1 else 'days'} of chats")


def _chats(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    chats = said.get("chats")
    found = chats.get("list") if isinstance(chats, dict) else [said]
    known = [one for one in found or [] if isinstance(one, dict) and isinstance(one.get("messages"), list)]
    return [one for one in known if "id" in one or "name" in one]


def _parts(messages: list[dict[str, Any]]) -> Iterator[tuple[str, Kind]]:
    """The name of who writes, then the lines that they wrote."""
    last = None
    for message in messages:
        lines = [line for line in _text(message.get("text")).split("\n") if line.strip()]
        author = str(message.get("forwarded_from") or message.get("from") or message.get("actor") or "")
        if lines and author and author != last:
            yield author, "heading"
            last = author
        yield from ((line, "body") for line in lines)


def _text(said: object) -> str:
    """A text is a string, or a list of strings and of objects with a type (bold, link …)."""
    pieces = said if isinstance(said, list) else [said]
    found = [one.get("text") if isinstance(one, dict) and one.get("type") != STRUCK else one for one in pieces]
    return "".join(one for one in found if isinstance(one, str))
