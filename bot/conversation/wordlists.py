"""Messages that mean something as a whole, by word lists: which phrases are there, in the reader's language and
others?"""

import re
import unicodedata
from functools import cache

from bot.conversation.phrasing import phrasing
from bot.locales import LANGUAGES, Lang, lines_of

# More words than this are no phrase; it bounds the work on a long message.
MOST_WORDS = 12
DRAWN_OUT = re.compile(r"(.)\1{2,}", re.DOTALL)


def folded(text: str) -> tuple[str, ...]:
    """The words of `text` without case, accents and emphasis: `Saluuut, ÇA va ?` gives `salut`, `ca`, `va`."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(c) != "Mn")
    plain = "".join(c if c.isalnum() else " " for c in letters)
    words = plain.split(maxsplit=MOST_WORDS)
    return tuple(DRAWN_OUT.sub(r"\1", word) for word in words)


@cache
def phrases_of(kind: str, lang: Lang) -> dict[tuple[str, ...], str]:
    """The phrases of `<kind>.<language>.txt`, folded, each with its kind.

    People write in other languages than their program's, so all lists hold; the reader's own comes first, and small
    words of it are not taken for another's: "mais" is "but" to who reads French, "more" to who reads Portuguese.
    """
    small = phrasing(lang).small
    found: dict[tuple[str, ...], str] = {}
    for one in (lang, *(other for other in LANGUAGES if other != lang)):
        for line in lines_of(kind, one):
            what, _, listed = line.partition(":")
            for phrase in map(folded, listed.split(",")):
                if one == lang or not small.issuperset(phrase):
                    found.setdefault(phrase, what)
    return found
