"""Lines of text as blocks: which are headings, which are captions, which are body.

Posture: rather body than heading (a heading can't be quoted), rather body than caption (a caption is quoted last).
"""

import re
from collections.abc import Iterable

from retrieval.types import Block, Kind

# A heading is at most this long; longer lines that look like one are read as body.
HEADING_CHARACTERS = 120
HEADING_WORDS = 10
# A line of this length is a paragraph: what a heading without any mark has to stand above.
PARAGRAPH_CHARACTERS = 100
# The longest caption seen in agency wires is about 500 characters.
CAPTION_CHARACTERS = 1200

AGENCY = re.compile(
    r"\s?(?:Getty|Reuters|AFP|ANADOLU|ANSA|AP|APA|BELGA|BELGAIMAGE|DPA|EFE|EPA|GETTY|IMAGO|KCNA|KEYSTONE|KNS|LUSA|MAXPPP|NASA|NTB|PA"
    r"|POOL|REUTERS|RIA|SIPA|SPUTNIK|STR|TASS|TT|XINHUA|YONHAP|ZUMA)\b"
)

FINAL = tuple(".!?…。！？؟।:;,")
QUOTES = "\"'«»“”‘’„「」『』"

MARKED = re.compile(r"(#{1,6}) \S.*|(-{1,3}|[–—]|\*{3}|={2,3}) \S.* \2")
UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}")
LISTED = re.compile(r"(?:[-–—•*·◦‣▪+]|\(?\d{1,3}[.)]|\(?[a-zA-Z]\))\s")
TABULAR = re.compile(r"\t|\||\s{3}|;.*;")
NUMBER = re.compile(r"\d+")
YEAR = re.compile(r"[12]\d{3}")

PARENTHESES = re.compile(r"\(([^()]{1,110})\)\.?")
CREDIT = "(?:[Cc]rédits?|CRÉDITS?|[Cc]redits?|CREDITS?)"
PHOTO = "(?:[Pp]hotos?|PHOTOS?|[Ff]otos?|[Ii]mages?|[Ii]llustrations?)"
NAME = r"(?:©\s?)?[A-Z\u00c0-\u00de]"
PHOTO_BY = re.compile(rf"©|(?:{CREDIT}(?: {PHOTO})?|{PHOTO}(?: {CREDIT})?)\s*(?::|\b(?:by|par|de)\b)?\s*{NAME}")
SIGNED = re.compile(
    rf"(?:^|[.!?…)»”\"|–—-]\s)\s?(?:{CREDIT}(?: {PHOTO})?|{PHOTO}(?: {CREDIT})?)\s?:\s?"
    rf"{NAME}(?:[^.!?]|\.(?!\s)|(?<=\b[A-Z])\.){{0,80}}$"
)
COPYRIGHT = re.compile(r"©\s?(?:[^.!?©]|\.(?!\s)|(?<=\b[A-Z])\.){1,80}$")


def split_blocks(text: str) -> tuple[Block, ...]:
    """One block for each line of `text` that isn't blank, trimmed of white space.

    >>> blocks = split_blocks("- Horaires -\\n\\nOuvert à midi.\\nLa façade ( AFP / A. Roy )")
    >>> [(block.start, block.end, block.kind) for block in blocks]
    [(0, 12, 'heading'), (14, 28, 'body'), (29, 55, 'caption')]
    """
    spans = []
    start = 0
    for line in text.splitlines(keepends=True):
        if inside := line.strip():
            begin = start + len(line) - len(line.lstrip())
            spans.append((begin, begin + len(inside)))
        start += len(line)
    blocks: list[Block] = []
    for number, (start, end) in enumerate(spans):
        below = spans[number + 1] if number + 1 < len(spans) else (end, end)
        above = blocks[-1] if blocks else None
        blocks.append(Block(start, end, _kind(text, start, end, above, text[slice(*below)])))
    return tuple(blocks)


def compose(parts: Iterable[tuple[str, Kind]]) -> tuple[str, tuple[Block, ...]]:
    """The text that has `parts` as its blocks, an empty line between them; a body part with a credit is a caption."""
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for part, kind in parts:
        if inside := part.strip():
            if kind == "body" and is_caption(inside):
                kind = "caption"
            texts.append(inside)
            blocks.append(Block(start, start + len(inside), kind))
            start += len(inside) + 2
    return "\n\n".join(texts), tuple(blocks)


def is_caption(line: str) -> bool:
    """Whether `line` ends with a credit: `( AFP / Ana Roy )`, `(Photo: Ana Roy)`, `© Ana Roy`, `Crédit : Ana Roy`."""
    if len(line) > CAPTION_CHARACTERS:
        return False
    opening = line.rfind("(")
    if opening >= 0 and (credit := PARENTHESES.fullmatch(line, opening)):
        return _is_credit(credit[1])
    return bool(COPYRIGHT.search(line) or SIGNED.search(line))


def is_listed(line: str) -> bool:
    """Whether `line` is an item of a list or a row of a table, which is never a heading."""
    return bool(LISTED.match(line) or TABULAR.search(line))


def is_marked(line: str) -> bool:
    """Whether `line` bears the marks of a heading: `## x`, `- x -`, `*** x ***`, `== x ==`."""
    if len(line) > HEADING_CHARACTERS or not (mark := MARKED.fullmatch(line)):
        return False
    # "— Venez, dit-il. —" is speech, and a long one between dashes an aside.
    inside = line.strip("-–— ")
    return mark[2] is None or mark[2][0] in "*=" or not inside.endswith(FINAL)


def is_short(line: str) -> bool:
    """Whether `line` could be a heading by its looks: few words, no final punctuation, no list, quotation, figures."""
    if len(line) > HEADING_CHARACTERS or line.endswith(FINAL) or is_listed(line):
        return False
    if line[0] in QUOTES or line[-1] in QUOTES or ":" in line or not (line[0].isalpha() or line[0].isdigit()):
        return False
    figures = NUMBER.findall(line)
    return len(line.split()) <= HEADING_WORDS and not line[0].islower() and all(map(YEAR.fullmatch, figures))


def _kind(text: str, start: int, end: int, above: Block | None, below: str) -> Kind:
    if end - start > CAPTION_CHARACTERS:
        return "body"
    line = text[start:end]
    if is_marked(line):
        return "heading"
    if is_caption(line):
        return "caption"
    if not is_short(line) or is_listed(below) or is_marked(below):
        return "body"
    if UNDERLINE.fullmatch(below):
        return "heading"
    if line.isupper() and not below.isupper() and len(below) > len(line) and sum(map(str.isalpha, line)) >= 4:
        return "heading"
    # Without any mark, a short line is a heading only between paragraphs: the last of several short lines is a list's.
    if len(below) < max(PARAGRAPH_CHARACTERS, 2 * len(line)) or not line[0].isupper():
        return "body"
    if above is None or above.kind != "body" or (above.end - above.start >= PARAGRAPH_CHARACTERS):
        return "heading"
    return (
        "heading" if text[above.start : above.end].endswith(FINAL[:8]) and "\n\n" in text[above.end : start] else "body"
    )


def _is_credit(inside: str) -> bool:
    """Whether what stands in parentheses at the end of a line names who took the picture."""
    content = inside.strip()
    if not content:
        return False
    if PHOTO_BY.match(content):
        return True
    if inside[0] == " " == inside[-1] and content.isupper():
        return True
    sides = re.split(r"/|\bvia\b|\bVIA\b", content)
    if len(sides) < 2:
        return False
    if any(map(AGENCY.match, sides)):
        return True
    # Any outlet may be named in capitals, but "(UE/ONU)" is no credit: a person's name or spaces around the stroke are.
    return any(side.strip().isupper() for side in sides) and " / " in content
