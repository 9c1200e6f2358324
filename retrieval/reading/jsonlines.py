"""JSON lines as articles: one object a line, with a text that is kept exactly as it is."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from retrieval.errors import ReadError
from retrieval.packing import blocks_are_sound, unpack_blocks
from retrieval.reading.blocks import split_blocks
from retrieval.reading.metadata import make_article, read_metadata
from retrieval.types import Article, Block

# JSON can write both as escapes, but no message can show them and no database keeps them.
NO_TEXT = re.compile("[\\0\\ud800-\\udfff]")

# One article: no text by a person comes near (all of Proust is 8 MB). The file itself may be of any size.
LARGEST_LINE = 50_000_000


def read_jsonlines(stream: BinaryIO, id: str) -> Iterator[Article | ReadError]:  # noqa: A002 — the name of the file's id
    """The articles of a .jsonl file, one after the other; a line that is none as the error that names it.

    Fields: `text`, and if known `id` (else `<file>#<line>`), `title`, `lang`, `date`, `url`, `author`, `source`.
    """
    number = 0
    while line := stream.readline(LARGEST_LINE + 1):
        number += 1
        name = f"{id}#{number}"
        if len(line) > LARGEST_LINE:
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST_LINE)
            yield ReadError(name, f"is longer than {LARGEST_LINE // 1_000_000} MB; make several articles of it")
        elif line.strip():
            try:
                yield _read_line(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, name)
            except ReadError as error:
                yield error


def _read_line(line: bytes, name: str) -> Article:
    try:
        fields = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ReadError(name, "is not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise ReadError(name, f"is no JSON ({error}); write one object a line") from None
    if not isinstance(fields, dict):
        raise ReadError(name, 'is no JSON object; write {"text": "…"}')
    text, given = fields.get("text"), fields.get("id")
    if not isinstance(text, str):
        fault = f'its "text" is no text ({type(text).__name__})' if "text" in fields else 'has no "text"'
        raise ReadError(name, f'{fault}; write {{"text": "…"}}')
    if isinstance(given, bool) or not isinstance(given, str | int | None):
        raise ReadError(name, f'its "id" is no text ({type(given).__name__}); put it in quotation marks')
    if NO_TEXT.search(text) or any(NO_TEXT.search(str(field)) for field in fields.values()):
        raise ReadError(name, "holds characters that are no text (NUL, or half of a surrogate pair); remove them")
    return make_article(str(given or name), text, _blocks(fields, text, name), read_metadata(fields, name))


def _blocks(fields: dict[str, object], text: str, name: str) -> tuple[Block, ...]:
    """The blocks as `ibid export` writes them, so that a caption stays one; else those that the text shows."""
    if "blocks" not in fields:
        return split_blocks(text)
    try:
        blocks = unpack_blocks(json.dumps(fields["blocks"]))
    except (TypeError, ValueError, IndexError):
        blocks = ()
    if not blocks_are_sound(text, blocks):
        raise ReadError(name, 'its "blocks" are not those of its text; leave them out')
    return blocks
