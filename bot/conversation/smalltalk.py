"""Which messages are no question: greetings, thanks, emoji, nothing at all. They get a friendly line, not a search.

Rather search for nothing than chat about a question: a message counts only when all of it is small talk.
"""

import unicodedata

from bot.conversation.wordlists import MOST_WORDS, folded, phrases_of
from bot.locales import Lang, say

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
    kind = small_talk(message, lang)
    return say(lang, LINES[kind]) if kind else None


def small_talk(message: str, lang: Lang = "en") -> str | None:
    """The kind of small talk that all of `message` is (a key of `LINES`), or `None`; `lang` is the reader's language.

    >>> small_talk("Merci beaucoup, au revoir !")
    'farewell'
    >>> small_talk("Bonjour, qui a gagné ?") is None
    True
    """
    words = folded(message)
    if not words:
        return _wordless(message)
    return _last_kind(words, lang) if len(words) <= MOST_WORDS else None


def _wordless(message: str) -> str:
    categories = {unicodedata.category(character) for character in message}
    if "So" in categories:
        return "emoji"
    visible = any(category[0] in "PSM" for category in categories)
    return "puzzled" if visible else "empty"


def _last_kind(words: tuple[str, ...], lang: Lang) -> str | None:
    """The kind of the last phrase when `words` are phrases end to end, the longest first at each step."""
    kind, phrases = None, phrases_of("smalltalk", lang)
    start = 0
    while start < len(words):
        for end in range(len(words), start, -1):
            if found := phrases.get(words[start:end]):
                kind, start = found, end
                break
        else:
            return None
    return kind
