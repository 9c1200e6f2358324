"""Text → terms, the same way for articles and questions.

A word gives up to three terms, told apart by a prefix: its folded surface `w:`, its Snowball stem `s:` and its first
four letters `p:`. `terms("Les fusées", "fr")` is `["w:les", "s:le", "w:fusees", "s:fus", "p:fuse"]`.
Scripts that put no spaces between words give character bigrams instead.
"""

import threading
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

import regex
import Stemmer

from retrieval.language.notation import joined, numbered, plainly
from retrieval.language.words import words

# Python's \w drops the vowel signs of Indic scripts; the letters, marks and numbers of Unicode keep them.
WORD = regex.compile(r"[\p{L}\p{N}][\p{L}\p{M}\p{N}]*")
# 100 000, 100.000 and 100,000 are one number; its groups are joined before words are cut.
GROUPED = regex.compile(r"(?<![\p{L}\p{N}.,])\p{Nd}{1,3}(?:[ .,'’\u00a0\u202f]\p{Nd}{3})+(?![\p{L}\p{N}])")
NOT_DIGIT = regex.compile(r"\P{Nd}")
# The elided article or pronoun (l', qu', jusqu') and the possessive ('s) are no words of their own.
ELIDED = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}])(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’](?=\p{L})|(?<=\p{L})['’]s(?![\p{L}\p{M}\p{N}])",
    regex.IGNORECASE,
)
UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー々]+")
# Letters that no decomposition takes apart, as people without the key type them.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})
# The end of Unicode's blocks for the languages of Western and Central Europe.
LATIN = 0x180
# Accents, and the signs for vowels that Hebrew and Arabic seldom write.
COMBINING = regex.compile(r"[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u065f\u0670]+")

STEMMERS = {
    "ar": "arabic", "ca": "catalan", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "et": "estonian", "eu": "basque", "fi": "finnish", "fr": "french", "ga": "irish", "hi": "hindi", "hu": "hungarian",
    "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian", "ne": "nepali", "nl": "dutch",
    "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish",
    "ta": "tamil", "tr": "turkish", "yi": "yiddish",
}  # fmt: skip
# The vowels of Turkish other than the two i, which follow the one before them.
BACK, FRONT = frozenset("aou"), frozenset("eöü")
PREFIX = 4
# Without a stemmer, a five-letter prefix stands in for the stem.
STEMLESS_PREFIX = 5


class _Stem(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 — PyStemmer's name


_local = threading.local()


def _stemmer(lang: str) -> _Stem | None:
    """The stemmer of this thread: PyStemmer's objects must not be shared between threads."""
    if lang not in STEMMERS:
        return None
    stemmers: dict[str, _Stem] = _local.__dict__.setdefault("stemmers", {})
    if lang not in stemmers:
        stemmers[lang] = Stemmer.Stemmer(STEMMERS[lang])
    return stemmers[lang]


def fold(text: str) -> str:
    """Case and accents taken away; letters of other scripts keep the marks that make them."""
    if text.isascii():
        return text.lower()
    latin = text.translate(_latin())
    return latin if latin.isascii() else _fold(text)


@cache
def _latin() -> dict[int, str]:
    """The letters of Western and Central Europe, each as `_fold` folds it."""
    return {code: _fold(chr(code)) for code in range(LATIN)}


def _fold(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    if "\u00ad" in text:
        text = text.replace("\u00ad", "")
    bare = COMBINING.sub("", unicodedata.normalize("NFD", text)).translate(LETTERS)
    return unicodedata.normalize("NFC", bare) or text  # of marks alone, the marks


def tokens(text: str) -> list[str]:
    """The words of `text` in their order, in lower case, with their accents: `"L'an 1 000"` → `["an", "1000"]`.

    What is written in several ways is written in one (`retrieval.language.notation`).
    """
    return joined(_cut(plainly(unicodedata.normalize("NFKC", text).casefold())))


def cut(text: str) -> list[str]:
    """The same as they stand there, whatever else is written in one way: sketches that are kept are made of these."""
    return _cut(unicodedata.normalize("NFKC", text).casefold())


def _cut(text: str) -> list[str]:
    text = GROUPED.sub(lambda number: NOT_DIGIT.sub("", number.group()), text)
    if "'" in text or "’" in text:  # to look for what could be elided takes as long as to cut the words
        text = ELIDED.sub(" ", text)
    found: list[str] = []
    for word in WORD.findall(text):
        if word.isascii() or not UNSPACED.search(word):
            found.append(word)
        else:
            found.extend(_bigrams(word))
    return found


def _bigrams(word: str) -> list[str]:
    """The runs of an unspaced script as overlapping pairs, what stands between them as it is."""
    parts: list[str] = []
    end = 0
    for run in UNSPACED.finditer(word):
        if run.start() > end:
            parts.append(word[end : run.start()])
        letters = run.group()
        parts.extend(letters[i : i + 2] for i in range(max(1, len(letters) - 1)))
        end = run.end()
    if end < len(word):
        parts.append(word[end:])
    return parts


@lru_cache(maxsize=1 << 17)
def word_terms(word: str, lang: str) -> tuple[str, ...]:
    """The terms of one of `tokens`: surface and, where they say more, stem and prefix."""
    surface = fold(word)
    if word != surface and surface in stop_words(lang) and word not in words("stopwords", lang):
        return (f"w:{word}", f"s:{word}")  # the accent alone tells "né" from "ne"
    if (number := numbered(surface, lang)) and surface not in stop_words(lang):
        return (f"w:{number}",)
    if surface.isdigit() or UNSPACED.match(surface):
        return (f"w:{surface}",)
    stemmer = _stemmer(lang)
    stem = fold(stemmer.stemWord(dotted(word) if lang == "tr" else word)) if stemmer else surface[:STEMLESS_PREFIX]
    if len(surface) < PREFIX:
        return (f"w:{surface}", f"s:{stem}")
    return (f"w:{surface}", f"s:{stem}", f"p:{surface[:PREFIX]}")


def dotted(word: str) -> str:
    """A Turkish word with its i dotted or not by vowel harmony: capitals, and people without the key, do not tell.

    >>> dotted("yapildi"), dotted("yapıldı")
    ('yapıldı', 'yapıldı')
    """
    vowels = [letter for letter in word if letter in BACK or letter in FRONT]
    back, letters = bool(vowels) and vowels[0] in BACK, []
    for letter in word:
        if letter in "iı":
            letter = "ı" if back else "i"
        elif letter in BACK or letter in FRONT:
            back = letter in BACK
        letters.append(letter)
    return "".join(letters)


def terms(text: str, lang: str) -> list[str]:
    """All terms of `text`, in the order of its words; this is what is indexed and asked."""
    return [term for word in tokens(text) for term in word_terms(word, lang)]


@lru_cache(maxsize=64)
def stop_words(lang: str) -> frozenset[str]:
    """The folded words of `lang` that say nothing of what a question is about (articles, pronouns, question words)."""
    return frozenset(fold(word) for word in words("stopwords", lang))


def is_stop_word(word: str, lang: str) -> bool:
    """Whether one of `tokens` is a stop word, also typed without its accents; "né" is not "ne"."""
    return word in words("stopwords", lang) or (word in stop_words(lang) and word == fold(word))


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


@lru_cache(maxsize=64)
def _small(lang: str) -> regex.Pattern[str] | None:
    """Longer words anywhere; a single kana only where it stands alone between other letters, as a particle does."""
    listed = sorted((word for word in words("stopwords", lang) if UNSPACED.fullmatch(word)), key=len, reverse=True)
    alone = [word for word in listed if len(word) == 1 and regex.match(r"\p{Hiragana}", word)]
    anywhere = [word for word in listed if word not in alone]
    patterns = [*anywhere, *([rf"(?<!\p{{Hiragana}})[{''.join(alone)}](?!\p{{Hiragana}})"] if alone else [])]
    return regex.compile("|".join(patterns)) if patterns else None
