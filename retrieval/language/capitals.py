"""Which words are written like names? Where every noun has a capital, a capital says nothing."""

from itertools import pairwise

from retrieval.language.analysis import WORD, fold, stop_words

# German and Luxembourgish write every noun with a capital.
NOUNS_CAPITALISED = frozenset(("de", "lb"))


def capitals_tell(lang: str) -> bool:
    """Whether a word with a capital inside a sentence of `lang` is a name for the most part."""
    return lang not in NOUNS_CAPITALISED


def written_like_names(text: str, lang: str) -> list[str]:
    """The words with a capital that do not open `text`; where nouns have one too, those that are all capitals (UNO)."""
    found = WORD.findall(text)[1:]
    if capitals_tell(lang):
        return [word for word in found if word[0].isupper()]
    return [word for word in found if len(word) > 1 and word.isupper()]


def capitals_in_a_row(text: str, lang: str) -> list[str]:
    """The words with a capital behind another such word ("Angela Merkel"): names, even where nouns have capitals.

    The second only: "Bundeskanzlerin Merkel". What opens the text counts unless it is a stop word.
    """
    found = WORD.findall(text)
    small = stop_words(lang)
    return [
        word
        for place, (before, word) in enumerate(pairwise(found))
        if before[0].isupper() and word[0].isupper() and (place or fold(before) not in small)
    ]
