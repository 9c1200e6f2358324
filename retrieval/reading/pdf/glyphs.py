"""The letters of a PDF's page with the places at which they stand, as pdfium sees them.

Only what the file itself sets is taken: the blanks and line ends that pdfium adds are left to lines.py, which decides
by the gaps.
"""

import ctypes
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# What names of fonts call bold; TeX says BX.
BOLD = re.compile(r"bold|black|heavy|demi|cmbx|sfbx|[-,]bd\b", re.I)
BOLD_WEIGHT = 600
FORCED_BOLD = 1 << 18  # ForceBold of a font's flags: PDF 32000-1, table 123
INVISIBLE = 3  # the render mode of text under a scanned picture: PDF 32000-1, table 106

# One sign for several letters, as fonts have them: ligatures and the shapes of Arabic letters.
SHAPES = re.compile("[\ufb00-\ufb4f\ufb50-\ufdf1\ufdf3-\ufdfb\ufe70-\ufefc]")
# The bullets of fonts of symbols have no letter of their own.
BULLETS = dict.fromkeys("\uf0a7\uf0b7\uf0d8\uf0fc\uf076\uf02d", "•")
PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
UNSHOWN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200b\u200e\u200f\ufeff]")
LOST = "\ufffd"


@dataclass(frozen=True, slots=True)
class Face:
    """How a run of letters is set: its size in points as it is seen, whether it is bold, its quarter turns, and
    whether it lies unseen under a picture."""

    size: float
    bold: bool
    turn: int
    hidden: bool


@dataclass(slots=True)
class Glyph:
    """A letter, from its left to its right edge on the line that it stands on. `base` grows upwards."""

    sign: str
    left: float
    right: float
    base: float
    face: Face


def glyphs_of(textpage: Any) -> Iterator[Glyph]:
    """The letters of a page in the order of its text; a sign of which nobody knows the letter is U+FFFD."""
    import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # it ships no types

    raw = textpage.raw
    run_of = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
        ctypes.cast(pdfium.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
    )
    address = ctypes.cast(raw, ctypes.c_void_p)
    box, run, face, high, base = pdfium.FS_RECTF(), None, None, 0, 0.0
    for place in range(pdfium.FPDFText_CountChars(raw)):
        now = run_of(address, place)
        if now is None:  # pdfium's own blank or line end
            continue
        code = pdfium.FPDFText_GetUnicode(raw, place)
        if now != run:
            run, face, high = now, _face(pdfium, raw, place), 0
            base = _base(pdfium, raw, place, face.turn)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code, high = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00, 0
        sign = _sign(code, code == 2 and pdfium.FPDFText_IsHyphen(raw, place) == 1)
        if not sign or face is None or not pdfium.FPDFText_GetLooseCharBox(raw, place, box):
            continue
        left, right = _ends(box, face.turn)
        yield Glyph(sign, left, right, base, face)


def _sign(code: int, is_hyphen: bool) -> str:
    """The letters of a code as text has them; empty for what nobody sees."""
    sign = chr(code) if 0 < code < 0x110000 else LOST
    if code < 0x7F and code >= 0x20:
        return sign
    if is_hyphen or code == 0xFFFE:
        return "-"
    if SHAPES.match(sign):
        return unicodedata.normalize("NFKC", sign)
    if sign in BULLETS:
        return BULLETS[sign]
    if code in (0x9, 0xA, 0xD):
        return " "
    if 0x80 <= code < 0xA0:  # what cp1252 has there: quotation marks, dashes
        return bytes([code]).decode("cp1252", "replace")
    if PRIVATE.match(sign) or unicodedata.category(sign) == "Cn" or code < 0x20:
        return LOST
    return "" if UNSHOWN.match(sign) else sign


def _face(pdfium: Any, raw: Any, place: int) -> Face:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(raw, place, matrix)
    size = pdfium.FPDFText_GetFontSize(raw, place) * math.hypot(matrix.c, matrix.d)
    turn = round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(raw, place, name, 128, flags)
    bold = bool(BOLD.search(name.value.decode("latin-1"))) or bool(flags.value & FORCED_BOLD)
    bold = bold or pdfium.FPDFText_GetFontWeight(raw, place) >= BOLD_WEIGHT
    mode = pdfium.FPDFTextObj_GetTextRenderMode(pdfium.FPDFText_GetTextObject(raw, place))
    return Face(round(abs(size), 2) or 1.0, bold, turn, mode == INVISIBLE)


def _base(pdfium: Any, raw: Any, place: int, turn: int) -> float:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(raw, place, x, y)
    return float((y.value, -x.value, -y.value, x.value)[turn])


def _ends(box: Any, turn: int) -> tuple[float, float]:
    """Where a letter begins and ends along its line, also where the line is turned."""
    if turn == 0:
        return box.left, box.right
    if turn == 2:
        return -box.right, -box.left
    return (box.bottom, box.top) if turn == 1 else (-box.top, -box.bottom)
