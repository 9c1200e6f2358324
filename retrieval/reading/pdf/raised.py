"""What is set above the line: marks of notes go, exponents and ordinals are part of what is said."""

import re
from collections.abc import Sequence
from itertools import groupby

SUPERSCRIPT = str.maketrans("0123456789+-−–=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁼⁽⁾ⁿⁱ")
# A power of a unit: square and cubic metres, per second.
UNIT = re.compile(
    r"(?:^|[\s\d(/·.*×])(?:[kKcdmMGµμnh]?m|[kcm]?g|[mµμn]?s|ft|in|yd|mi|mile|h|min|K|L|l|J|N|Pa|W|V|A|°C|sec)$"
)
# A letter for a number, in a formula: x², mc², R². "a" and "I" are words too, but none that a note is put to.
VARIABLE = re.compile(r"(?:^|[^\w'’])[a-zA-Zα-ωΑ-Ω]$|[=+*/×^)\]]\s?[a-zA-Zα-ω]{1,2}$|\([a-zA-Z]\s?[-+−*/]\s?\w\)$")
# The numbers of which powers are written.
POWER = re.compile(r"(?:^|[^\d.,])(?:10|2)$")
EXPONENT = re.compile(r"[-−–+]?(?:\d{1,3}|n|i)")
NEGATIVE = re.compile(r"[-−–]\d{1,3}")
MARK = re.compile(r"[\d\s,;–\-*∗†‡§¶#()\[\]a-z]{1,12}")
LETTERED_MARK = re.compile(r"(?<=[^\W\d_]{4})[a-d]|(?<=\d)[a-d]")
TRADE = {"TM": "™", "SM": "℠"}
# So many signs before a raised one tell what it is.
WITHIN = 24
BLANKS = re.compile(r"[^\S\u00a0\u202f]+")


def as_text(signs: Sequence[tuple[str, int]]) -> tuple[str, str]:
    """The text of a line's signs, given with their heights (1: raised), and the mark of a note that it begins with.

    >>> as_text([("4,120", 0), ("5", 1), (" fish, ", 0), ("30 m", 0), ("3", 1)])
    ('4,120 fish, 30 m³', '')
    """
    text, note = "", ""
    for height, group in groupby(signs, key=lambda sign: sign[1]):
        written = "".join(sign for sign, _ in group)
        if height == 1:
            said = _raised(text[-WITHIN:], written)
            if not text.strip() and not said:
                note = written.strip()
            written = said
        text += written
    return BLANKS.sub(" ", text).strip(), note


def _raised(before: str, written: str) -> str:
    """What of the raised signs is part of the text, as it is written there."""
    marks = written.strip()
    if not before.strip():
        return "" if MARK.fullmatch(marks) else written
    if EXPONENT.fullmatch(marks) and _has_powers(before, marks):
        return written.replace(marks, marks.translate(SUPERSCRIPT))
    if marks.upper() in TRADE:
        return written.replace(marks, TRADE[marks.upper()])
    if LETTERED_MARK.fullmatch(before[-4:] + marks, min(4, len(before))):
        return " " * written.endswith(" ")
    if marks.isalpha() or not MARK.fullmatch(marks):
        return written
    return " " * (written.endswith(" "))


def _has_powers(before: str, exponent: str) -> bool:
    """Whether what stands before an exponent is raised to powers: a unit, a variable, 10, anything to less than 0."""
    if before[-1:].isspace():
        return False
    return bool(UNIT.search(before) or VARIABLE.search(before) or POWER.search(before) or NEGATIVE.fullmatch(exponent))
