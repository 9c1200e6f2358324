"""Questions in scripts that put no spaces between words: the small words are cut out before the rest is paired."""

from functools import cache

import regex

from retrieval.language.analysis import UNSPACED
from retrieval.language.words import words


def is_unspaced(word: str) -> bool:
    """Whether a word is a pair of characters of such a script: no word that one would name to a person."""
    return UNSPACED.fullmatch(word) is not None


def without_small_words(text: str, lang: str) -> str:
    """`text` with spaces for the words that ask and join, where `lang` puts none.

    >>> without_small_words("渡船是哪一年建造的？", "zh").split()
    ['渡船', '建造', '？']
    """
    small = _small(lang) if UNSPACED.search(text) else None
    return small.sub(" ", text) if small else text


@cache
def _small(lang: str) -> regex.Pattern[str] | None:
    """Longer words anywhere; a single kana only where it stands alone between other letters, as a particle does."""
    listed = sorted((word for word in words("stopwords", lang) if UNSPACED.fullmatch(word)), key=len, reverse=True)
    alone = [word for word in listed if len(word) == 1 and regex.match(r"\p{Hiragana}", word)]
    anywhere = [word for word in listed if word not in alone]
    patterns = [*anywhere, *([rf"(?<!\p{{Hiragana}})[{''.join(alone)}](?!\p{{Hiragana}})"] if alone else [])]
    return regex.compile("|".join(patterns)) if patterns else None
