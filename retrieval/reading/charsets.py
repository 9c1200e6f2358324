"""In which charset are these bytes, if nothing says so? cp1252 where it reads as one of its languages, else a guess.

charset-normalizer takes 13 of 20 texts of one sentence for another charset, six of them in cp1252; this takes none of
the 25 in `tests/retrieval/reading/test_charsets.py` for another one.
"""

import re

from retrieval.language import language_and_chance

# The charsets of old files, the more usual first, with the languages that were written in them.
WESTERN = frozenset(
    (
        "fr",
        "en",
        "de",
        "es",
        "it",
        "pt",
        "nl",
        "sv",
        "da",
        "no",
        "fi",
        "is",
        "ca",
        "gl",
        "ga",
        "id",
        "ms",
        "af",
        "lb",
        "oc",
    )
)
CHARSETS: dict[str, frozenset[str]] = {
    "cp1250": frozenset({"cs", "sk", "pl", "hu", "sl", "hr", "ro", "bs", "sr", "sh"}),
    "iso8859_2": frozenset({"cs", "sk", "pl", "hu", "sl", "hr", "ro", "bs", "sr", "sh"}),
    "cp1251": frozenset({"ru", "uk", "bg", "be", "sr", "mk"}),
    "koi8_r": frozenset({"ru", "bg"}),
    "koi8_u": frozenset({"uk"}),
    "gb18030": frozenset({"zh"}),
    "big5": frozenset({"zh"}),
    "cp932": frozenset({"ja"}),
    "euc_jp": frozenset({"ja"}),
    "cp949": frozenset({"ko"}),
    "cp1253": frozenset({"el"}),
    "cp1254": frozenset({"tr", "az"}),
    "cp1255": frozenset({"he", "yi"}),
    "cp1256": frozenset({"ar", "fa", "ur"}),
    "cp1257": frozenset({"lt", "lv", "et"}),
    "tis_620": frozenset({"th"}),
    "mac_roman": WESTERN,
    "cp850": WESTERN,
    "cp866": frozenset({"ru", "bg", "uk"}),
}
# What no word has inside it: a file in another charset is full of them.
SPOILT = re.compile(
    r"[^\W\d_][^\w\s'’‘.,:;/()&@+*=…–—\"”»?!|·ªº°§\u3000-\u303f\uff00-\uffef-]+[^\W\d_]"
    r"|[^\W\d_][‚„†‡ˆ‰ƒ¤¦¬¯¸¶±]|[a-zà-ÿ][À-ÖØ-ÞŠŽŒŸ]|[a-z][А-Я]|[\x80-\x9f]"
)
# Of the letters of a Western text, at most this many are no plain ones.
MOST_ACCENTS = 0.3
# Words spoilt so, of all that have other than plain letters.
MOST_SPOILT = 0.1
# Of fewer bytes that are no ASCII, anything could be made.
LEAST = 4
# Enough to tell, of the lines that need telling.
SAMPLE = 4000
SURE_ENOUGH = 0.4


def guess_charset(data: bytes) -> tuple[str, bool] | None:
    """The charset of `data`, which is no UTF-8, and whether that is a guess; None where none fits.

    >>> guess_charset("Le café a fermé.".encode("cp1252"))
    ('cp1252', False)
    >>> guess_charset("Мост построил в 1994 году инженер Иванов.".encode("koi8_r"))
    ('koi8_r', True)
    """
    sample = b"\n".join(line for line in data.split(b"\n") if not line.isascii())[:SAMPLE]
    western = _decoded(sample, "cp1252")
    if western is not None and _is_western(western) and _decoded(data, "cp1252") is not None:
        return "cp1252", False
    found = []
    enough = sum(byte > 127 for byte in sample) >= LEAST
    for order, (charset, languages) in enumerate(CHARSETS.items() if enough else ()):
        text = _decoded(sample, charset)
        if text is None:
            continue
        lang, chance = language_and_chance(text)
        if lang in languages and chance >= SURE_ENOUGH and _spoilt(text) <= MOST_SPOILT:
            found.append((-round(chance, 1), order, charset))
    for _, _, charset in sorted(found):
        if _decoded(data, charset) is not None:
            return charset, True
    return ("cp1252", True) if _decoded(data, "cp1252") is not None else None


def _decoded(data: bytes, charset: str) -> str | None:
    """The text, without half a character at the end of a sample; None where it is none."""
    try:
        return data.decode(charset)
    except UnicodeDecodeError as error:
        return data[: error.start].decode(charset) if error.start > SAMPLE - 4 and len(data) <= SAMPLE else None


def _is_western(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    accents = sum(not character.isascii() for character in letters)
    if accents > MOST_ACCENTS * len(letters) or _spoilt(text) > MOST_SPOILT:
        return False
    return language_and_chance(text)[0] in WESTERN


def _spoilt(text: str) -> float:
    """The share of the words with other than plain letters that no language writes so."""
    words = [word for word in text.split() if not word.isascii()]
    return sum(bool(SPOILT.search(word)) for word in words) / max(1, len(words))
