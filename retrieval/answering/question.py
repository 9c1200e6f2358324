"""What a question asks: its words and what each weighs, and the kind of answer it wants."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import regex

from retrieval.answering.kinds import question_kind
from retrieval.language import (
    WORD,
    Speller,
    Vocabulary,
    common,
    detect_language,
    fold,
    is_filler,
    is_stop_word,
    related_to,
    tokens,
    weight,
    without_courtesies,
    word_terms,
    written_like_names,
)

# A word taken for another one proves less than one that was typed right.
MISSPELT = 0.7
# A library may grow by this share before its words are listed anew for the speller.
FRESH = 0.01
NUMBER = regex.compile(r"\p{Nd}")


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word that says what the question is about, `text` as it was typed.

    `weight` (above 0) grows with its rarity; an `unseen` word is in no passage in any form. `related` are the stems
    that may stand for it in an article.
    """

    text: str
    terms: tuple[str, ...]
    weight: float
    is_name: bool
    is_number: bool
    unseen: bool
    related: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question read against an index. `kind` is one of number, date, place, person, reason, manner, definition,
    yes-no, thing or "" (telegraphic). `understood` pairs words that are in no article with those they were taken for.
    """

    text: str
    lang: str
    words: tuple[QuestionWord, ...]
    kind: str
    understood: tuple[tuple[str, str], ...] = ()

    @property
    def terms(self) -> list[str]:
        """What the index is asked: every form of every word."""
        return [term for word in self.words for term in word.terms]

    @property
    def surfaces(self) -> frozenset[str]:
        """The folded words, to tell what a sentence adds to the question."""
        return frozenset(word.terms[0][2:] for word in self.words)


def read_question(text: str, vocabulary: Vocabulary, languages: Collection[str]) -> Question:
    """Reads `text` as a question to a library in `languages` (ISO 639-1 codes; empty for any)."""
    lang = detect_language(text, among=languages)
    text = without_courtesies(text, lang)
    names = frozenset(fold(word) for word in written_like_names(text, lang))
    kind = question_kind(text, lang, names)
    typed = {fold(word): word for word in WORD.findall(text)}
    speller = _speller(vocabulary)
    telling = [token for token in tokens(text) if not is_stop_word(token, lang)]
    kept = [token for token in telling if fold(token) in names or not is_filler(token, lang)] or telling or tokens(text)
    words = []
    understood = []
    for token in dict.fromkeys(kept):
        as_typed, is_name = typed.get(fold(token), token), fold(token) in names
        word = _weighed(token, as_typed, lang, is_name, vocabulary)
        right = _stands(word.terms[:2], vocabulary) or _is_known(word, lang)
        meant = None if right else speller.nearest(fold(token))
        if meant:
            understood.append((as_typed, meant))
            word = replace(_weighed(meant, as_typed, lang, is_name, vocabulary), unseen=False)
            word = replace(word, weight=MISSPELT * word.weight)
        words.append(word)
    return Question(text, lang, tuple(words), kind, tuple(understood))


def reweighed(question: Question, vocabulary: Vocabulary) -> Question:
    """The question with its words as rare as `vocabulary` knows them."""
    misspelt = {typed for typed, _ in question.understood}
    words = [
        replace(word, weight=weight(word.terms, question.lang, vocabulary) * (MISSPELT if word.text in misspelt else 1))
        for word in question.words
    ]
    return replace(question, words=tuple(words))


def _stands(terms: Iterable[str], vocabulary: Vocabulary) -> bool:
    return any(term in vocabulary.idf for term in terms)


def _is_known(word: QuestionWord, lang: str) -> bool:
    """Whether a word that no article holds stands in our lists of the language: then it is no slip of another one."""
    return bool(word.related) or word.terms[min(1, len(word.terms) - 1)][2:] in common(lang)


_spellers: WeakKeyDictionary[Vocabulary, tuple[int, Speller]] = WeakKeyDictionary()


def _speller(vocabulary: Vocabulary) -> Speller:
    """The speller of a vocabulary, made anew when the library has grown or shrunk by more than FRESH."""
    size, speller = _spellers.get(vocabulary, (0, None))
    if speller is None or abs(vocabulary.corpus_size - size) > FRESH * size:
        speller = Speller(term[2:] for term in vocabulary.idf if term.startswith("w:"))
        _spellers[vocabulary] = (vocabulary.corpus_size, speller)
    return speller


def _weighed(token: str, typed: str, lang: str, is_name: bool, vocabulary: Vocabulary) -> QuestionWord:
    forms = word_terms(token, lang)
    unseen = not _stands(forms, vocabulary)
    rarity = weight(forms, lang, vocabulary)
    others = related_to(forms[min(1, len(forms) - 1)], lang)
    return QuestionWord(typed, forms, rarity, is_name, bool(NUMBER.search(token)), unseen, others)
