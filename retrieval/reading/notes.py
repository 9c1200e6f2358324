"""What Obsidian and its Web Clipper add to Markdown, and TOML front matter: read as a reader of the note sees them.

What stands between `%%` was written for nobody else: it is never text.
"""

import re
import tomllib
from datetime import date, datetime

from retrieval.errors import ReadError
from retrieval.reading.pages import is_power, raised

# A fence of code, in which nothing is a sign; and those that are written for plug-ins, which nobody reads.
FENCE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})([^\n`]*)\n.*?(?:^[ \t>]*\2[`~]*[ \t]*$|\Z)", re.M | re.S)
PLUGINS = ("dataview", "dataviewjs", "tasks", "query", "button", "meta-bind", "excalidraw", "kanban", "mermaid", "base")
CODE = re.compile(r"(`+)[^`\n]+?\1")
PRIVATE = re.compile(r"[ \t]?%%.*?(?:%%|\Z)", re.S)
EMBEDDED = re.compile(r"!\[\[[^\[\]\n]{1,300}\]\]")
LINKED = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
MARKED = re.compile(r"==(?=\S)(.{1,2000}?)(?<=\S)==", re.S)
STRUCK = re.compile(r"[ \t]?~~(?=\S).{1,2000}?(?<=\S)~~", re.S)
FOOTNOTE = re.compile(r"(?<=\S)\[\^[^\]\s]{1,60}\]|\^\[[^\]\n]{1,500}\]")
FOOTNOTE_TEXT = re.compile(r"^\[\^[^\]\s]{1,60}\]:[ \t].*(?:\n(?:[ \t]+\S.*|[ \t]*(?=\n[ \t]+\S)))*", re.M)
BLOCK_NAME = re.compile(r"(?:(?<=\s)|^)\^[A-Za-z0-9-]{1,60}[ \t]*$", re.M)
CALLOUT = re.compile(r"^((?:[ \t]*>)+)[ \t]*\[![\w/-]{1,40}(?:\|[^\]\n]*)?\][+-]?[ \t]*(.*)$", re.M)
TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]+)\[[ xX/>!?-]\][ \t]+", re.M)
TAGS_ALONE = re.compile(r"(?:^|(?<=[.!?…:)\]\"”»])[ \t])(?:[ \t]*#(?=[\w/-]*[^\W\d_])[\w/-]+)+[ \t]*$", re.M)
POWER = re.compile(r"(?<=\d)\^(?:\{([+\-−]?\d{1,3})\}|([+\-−]?\d{1,3}))")
MATH = re.compile(r"(?<![\\$])\$(?=\S)([^$\n]{1,200}?)(?<=\S)\$(?!\d)")
SUBSCRIPT = re.compile(r"(?<=[A-Za-z)])~(\d{1,3})~")
SUPERSCRIPT = re.compile(r"(?<=[\w)])\^([+\-−]?\d{1,3})\^")
# `date:: 2022-01-02` on lines of their own at the top: Dataview's fields.
FIELD = re.compile(r"^[ \t]*([^\W\d][\w -]{0,40})::[ \t]*(.*)$", re.M)
TAGGED = re.compile(r"<sup>\s*([+\-−]?\d{1,3})\s*</sup>", re.I)
TOML = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.M | re.S)
WIKI_NAME = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")


def plain_markdown(text: str) -> str:
    """`text` as Markdown without the signs of notes; code stays as it is, but for what plug-ins would run."""
    pieces = []
    start = 0
    text = PRIVATE.sub("", text)
    for fence in FENCE.finditer(text):
        pieces.append(_plain(text[start : fence.start()]))
        if fence[3].strip().split(" ")[0].lower() not in PLUGINS:
            pieces.append(fence[0])
        start = fence.end()
    return "".join([*pieces, _plain(text[start:])])


def toml_matter(text: str, name: str) -> tuple[dict[str, object], str]:
    """The fields between two lines of `+++` at the top, and the rest; none where there are none. Raises ReadError."""
    found = TOML.match(text)
    if not found:
        return {}, text
    try:
        fields = tomllib.loads(found[1])
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ReadError(name, f"its front matter is no TOML ({error}); put texts in quotation marks") from None
    return {key: _as_text(value) for key, value in fields.items()}, text[found.end() :]


def inline_fields(text: str) -> tuple[dict[str, object], str]:
    """Dataview's fields (`author:: Ana Roy`) above the text, and the rest."""
    fields: dict[str, object] = {}
    lines = text.split("\n")
    for number, line in enumerate(lines):
        found = FIELD.fullmatch(line)
        if not found and line.strip():
            return fields, "\n".join(lines[number:])
        if found:
            fields[found[1].strip()] = found[2].strip()
    return fields, ""


def noted(value: object) -> object:
    """A value of front matter without the signs of a link to another note: `[[Ana Roy]]` is Ana Roy."""
    if isinstance(value, list):
        return [noted(one) for one in value]
    if isinstance(value, dict) and len(value) == 1 and all(isinstance(one, str) for one in value.values()):
        return noted(": ".join(next(iter(value.items()))))  # an item with a colon in it
    return WIKI_NAME.sub(r"\1", value) if isinstance(value, str) else value


def _as_text(value: object) -> object:
    if isinstance(value, list):
        return [_as_text(one) for one in value]
    return value.isoformat() if isinstance(value, date | datetime) else value if isinstance(value, str) else str(value)


def _plain(text: str) -> str:
    """Outside of fences; what stands between backticks is left as it is."""
    pieces = []
    start = 0
    for code in CODE.finditer(text):
        pieces += [_unmarked(text[start : code.start()]), code[0]]
        start = code.end()
    return "".join([*pieces, _unmarked(text[start:])])


def _unmarked(text: str) -> str:
    for sign, instead in (
        (EMBEDDED, ""),
        (FOOTNOTE_TEXT, ""),
        (FOOTNOTE, ""),
        (STRUCK, ""),
        (BLOCK_NAME, ""),
        (CALLOUT, r"\1 \2\n\1"),
        (TASK, r"\1"),
        (TAGS_ALONE, ""),
        (MARKED, r"\1"),
    ):
        text = sign.sub(instead, text)
    text = LINKED.sub(lambda link: (link[2] or link[1].rpartition("/")[2]).strip(), text)
    text = MATH.sub(lambda math: POWER.sub(_raised, math[1]), text)
    text = SUBSCRIPT.sub(r"\1", SUPERSCRIPT.sub(_raised, text))
    return TAGGED.sub(
        lambda found: raised(found[1]) if is_power(text[max(0, found.start() - 30) : found.start()]) else "", text
    )


def _raised(found: re.Match[str]) -> str:
    return raised(str(found[found.lastindex or 1]))
