"""Words that are commands in every mind, without their slash: "help", "source ?", "encore". And what only points at
another message: "can you answer that?". Rather ask a question than carry out a command: all of a message must be one.
"""

from bot.conversation.wordlists import folded, phrases_of
from bot.locales import LANGUAGES, Lang
from retrieval.language import without_courtesies

# Longer messages are none; it bounds the work.
MOST_WORDS = 10
# The kind of what points at another message; all others are names of commands.
THAT = "that"
# Asked with a question mark, it goes on from the last question: "Pourquoi ?" is no command then.
WHY, MARKS = "why", "?？؟"


def bare_command(text: str, lang: Lang = "en", *, going_on: bool = False) -> tuple[str, list[str]] | None:
    """The command that all of a message is without its slash, and its arguments; `going_on` after a question, `lang` is
    the reader's language.

    >>> bare_command("Source 2 ?")
    ('source', ['2'])
    >>> bare_command("Pourquoi ?", going_on=True) is None
    True
    """
    kind, arguments = _kind(text, lang)
    if kind in ("", THAT) or (kind == WHY and going_on and text.rstrip().endswith(tuple(MARKS))):
        return None
    return kind, arguments


def asks_why(text: str, lang: Lang = "en") -> bool:
    """Whether a message is "why" alone: it goes on from the last question, or asks why that sentence was quoted."""
    return _kind(text, lang)[0] == WHY


def only_points(text: str, lang: Lang = "en") -> bool:
    """Whether a message says no more than that another one is meant.

    >>> only_points("can you answer that?")
    True
    """
    return not any(character.isalnum() for character in text) or _kind(text, lang)[0] == THAT


def _kind(text: str, lang: Lang) -> tuple[str, list[str]]:
    phrases = phrases_of("bare", lang)
    for written in (text, *(without_courtesies(text, one) for one in LANGUAGES)):
        words = folded(written)
        if not words or len(words) > MOST_WORDS:
            continue
        if kind := phrases.get(words):
            return kind, []
        if words[-1].isdigit() and (kind := phrases.get(words[:-1])) and kind != THAT:
            return kind, [words[-1]]
    return "", []
