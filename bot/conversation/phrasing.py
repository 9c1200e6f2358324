"""The word lists behind follow-ups: which kind of word or phrase stands at a place in a question."""

from dataclasses import dataclass
from functools import cache

from bot.locales import LANGUAGES, lines_of
from retrieval.language import WORD, detect_language, fold, stop_words

# The languages whose verbs need no pronoun: "¿Cuándo murió?" asks of whom was named before.
DROPPING = frozenset(("es", "it", "pt"))
# Characters that tell a language well enough.
ENOUGH = 300
# Kinds whose words say nothing of what a question is about.
EMPTY = ("opener", "asker", "pronoun", "owner", "pointer", "subject", "preposition", "being", "helper", "filler")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a question, without case and accents, and where it stands there."""

    text: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrasing:
    """The lists of a language: kind → phrases, each a tuple of folded words. `telling` words say something with their
    accents, `empty` ones nothing without them. `small` are those by which the language is known."""

    lang: str
    phrases: dict[str, frozenset[tuple[str, ...]]]
    empty: frozenset[str]
    telling: frozenset[str]
    small: frozenset[str]

    def length_at(self, kind: str, words: list[Word], at: int) -> int:
        """How many words the longest phrase of a kind takes at `at`; 0 where there is none."""
        listed = self.phrases.get(kind, frozenset())
        longest = max(map(len, listed), default=0)
        for length in range(min(longest, len(words) - at), 0, -1):
            if tuple(word.folded for word in words[at : at + length]) in listed:
                return length
        return 0

    def opening(self, words: list[Word]) -> int:
        """How many words open a question that goes on; `e` does in Italian and Portuguese, `è` and `é` are verbs."""
        accented = len(words[0].text) == 1 and words[0].text.lower() != words[0].folded
        return 0 if accented else self.length_at("opener", words, 0)

    def says_something(self, word: Word) -> bool:
        """Whether a word is about the subject and no part of the grammar."""
        if word.text.casefold() in self.telling:
            return True
        return word.folded not in self.empty and (len(word.folded) > 1 or word.folded.isdigit())


def split_words(text: str) -> list[Word]:
    """The words of `text`, cut at apostrophes and hyphens: `l'a-t-il` is four."""
    return [Word(match.group(), fold(match.group()), *match.span()) for match in WORD.finditer(text)]


def language_of(text: str) -> str:
    """Which of the bot's languages a few words are in: that of which they have most small words; where several have
    as many, what the model says that knows longer texts better.

    >>> language_of("Et en 2019 ?"), language_of("E nel 2019?"), language_of("Und wie hoch ist er?")
    ('fr', 'it', 'de')
    """
    words = split_words(text[:ENOUGH])
    known = {lang: sum(word.folded in phrasing(lang).small for word in words) for lang in LANGUAGES}
    most = max(known.values())
    return detect_language(text, among=[lang for lang in LANGUAGES if known[lang] == most])


@cache
def phrasing(lang: str) -> Phrasing:
    """The lists of a language; of English for one that has none."""
    lang = lang if lang in LANGUAGES else "en"
    phrases: dict[str, set[tuple[str, ...]]] = {}
    telling: set[str] = set()
    for line in lines_of("followups", lang):
        kind, _, listed = line.partition(":")
        for phrase in listed.split(","):
            if kind == "telling":
                telling.add(phrase.strip())
            phrases.setdefault(kind, set()).add(tuple(word.folded for word in split_words(phrase)))
    single = {phrase[0] for kind in EMPTY for phrase in phrases[kind] if len(phrase) == 1}
    listed_by_kind = {kind: frozenset(found) for kind, found in phrases.items()}
    asking = {word for kind in ("opener", "asker") for phrase in phrases[kind] for word in phrase}
    empty = stop_words(lang) | single
    return Phrasing(lang, listed_by_kind, empty, frozenset(telling), empty | asking)
