"""Bytes to text: a byte order mark, then strict UTF-8, then the declared charset, then what reads as a language."""

import codecs
import re

from retrieval.errors import ReadError
from retrieval.reading.charsets import SAMPLE, guess_charset

# UTF-32 comes first: its mark begins with that of UTF-16.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Browsers look for a declaration in the first 1,024 bytes; pages with much before it exist.
DECLARED_WITHIN = 4096
DECLARED = re.compile(
    rb"""<(?:meta\b[^>]{0,400}?\bcharset|\?xml\b[^>]{0,200}?\bencoding)\s{0,9}=\s{0,9}["']?([\w.:-]{2,40})""", re.I
)
# The charsets of pages. Python has other codecs (utf-7, unicode_escape …) that no honest page declares.
CHARSETS = re.compile(r"iso8859-|cp\d|koi8|shift_jis|euc_|gb|big5|mac-|tis-620")
# Browsers read these as cp1252, which has the curly quotation marks that such pages hold.
LATIN = frozenset({"ascii", "iso8859-1"})

CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1b\x7f]")
# A stray control character is a slip of the keyboard; one in a hundred characters is another format.
CONTROLS_SHARE = 0.01

REMEDY = "save it as UTF-8"


def decode(data: bytes, name: str, *, html: bool = False) -> str:
    """The text of `data`, without a byte order mark, line ends as they are.

    Raises ReadError where `data` is not text, or is in none of the encodings tried.
    """
    text = _decode(data, name, html=html)
    if "\0" in text or len(CONTROLS.findall(text, 0, 10_000)) > CONTROLS_SHARE * min(len(text), 10_000):
        raise ReadError(name, f"is not a text but binary data; export it as text or {REMEDY}")
    return text


def _decode(data: bytes, name: str, *, html: bool) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                fault = f"begins as {encoding.upper()} but byte {error.start + len(mark)} is none; {REMEDY}"
                raise ReadError(name, fault) from None
    for encoding in ("utf-8", *_declared(data, html=html)):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    if b"\0" not in data[:SAMPLE] and (found := guess_charset(data)):
        return data.decode(found[0])
    raise ReadError(name, f"is neither UTF-8 nor cp1252 (Western European), and no other charset fits; {REMEDY}")


def guessed_charset(data: bytes, *, html: bool = False) -> str | None:
    """The charset in which `decode` reads `data` by a guess; None where it is sure of it, or refuses it."""
    if any(data.startswith(mark) for mark, _ in MARKS) or b"\0" in data[:SAMPLE]:
        return None
    for encoding in ("utf-8", *_declared(data, html=html)):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None
    found = guess_charset(data)
    return found[0] if found and found[1] else None


def _declared(data: bytes, *, html: bool) -> tuple[str, ...]:
    """The charset that a page declares, under Python's name for it; none where it is unknown or stands for cp1252."""
    found = DECLARED.search(data, 0, DECLARED_WITHIN) if html else None
    if not found:
        return ()
    try:
        charset = codecs.lookup(found[1].decode("ascii")).name
    except (LookupError, UnicodeDecodeError):
        return ()
    return (charset,) if charset not in LATIN and CHARSETS.match(charset) else ()
