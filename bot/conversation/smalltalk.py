"""Which messages are no question: greetings, thanks, emoji, nothing at all. They get a friendly line, not a search.

Rather search for nothing than chat about a question: a message counts only when all of it is small talk.
"""

import re
import unicodedata
from functools import cache

from bot.locales import LANGUAGES, Lang, lines_of, say

# More words than this are never small talk; it bounds the work on a long message.
MOST_WORDS = 12
DRAWN_OUT = re.compile(r"(.)\1{2,}", re.DOTALL)

LINES = {
    "greeting": "smalltalk.greeting",
    "thanks": "smalltalk.thanks",
    "farewell": "smalltalk.farewell",
    "noted": "smalltalk.noted",
    "emoji": "smalltalk.emoji",
    "empty": "smalltalk.empty",
    "puzzled": "smalltalk.puzzled",
    "stop": "smalltalk.stop",
}


def friendly_line(message: str, lang: Lang) -> str | None:
    """What to reply to a message that is no question; `None` when it is one."""
    kind = small_talk(message)
    return say(lang, LINES[kind]) if kind else None


def small_talk(message: str) -> str | None:
    """The kind of small talk that all of `message` is (a key of `LINES`), or `None`.

    >>> small_talk("Merci beaucoup, au revoir !")
    'farewell'
    >>> small_talk("Bonjour, qui a gagné ?") is None
    True
    """
    words = folded(message)
    if not words:
        return _wordless(message)
    return _last_kind(words) if len(words) <= MOST_WORDS else None


def _wordless(message: str) -> str:
    categories = {unicodedata.category(character) for character in message}
    if "So" in categories:
        return "emoji"
    visible = any(category[0] in "PSM" for category in categories)
    return "puzzled" if visible else "empty"


def _last_kind(words: tuple[str, ...]) -> str | None:
    """The kind of the last phrase when `words` are phrases end to end, the longest first at each step."""
    kind = None
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            if found := _phrases().get(words[start:end]):
                kind, start = found, end
                break
        else:
            return None
    return kind


def folded(text: str) -> tuple[str, ...]:
    """The words of `text` without case, accents and emphasis: `Saluuut, ÇA va ?` gives `salut`, `ca`, `va`."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if unicodedata.category(c) != "Mn")
    plain = "".join(c if c.isalnum() else " " for c in letters)
    words = plain.split(maxsplit=MOST_WORDS)
    return tuple(DRAWN_OUT.sub(r"\1", word) for word in words)


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    phrases = {}
    for lang in LANGUAGES:
        for line in lines_of("smalltalk", lang):
            kind, _, listed = line.partition(":")
            phrases.update({folded(phrase): kind for phrase in listed.split(",")})
    return phrases
