"""What a question asks: its words and what each weighs, and the kind of answer it wants."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import regex

from retrieval.answering.kinds import question_kind
from retrieval.language import (
    COMPOUNDING,
    WORD,
    Compounds,
    Speller,
    Vocabulary,
    common,
    detect_language,
    fold,
    is_filler,
    is_stop_word,
    is_unspaced,
    related_to,
    same_acronyms,
    tokens,
    weight,
    wholes,
    without_courtesies,
    without_small_words,
    word_terms,
    written,
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
    also: frozenset[str] = frozenset()
    acronyms: frozenset[str] = frozenset()


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
        others = {term for word in self.words for term in (*word.also, *word.acronyms)}
        return [term for word in self.words for term in word.terms] + sorted(others)

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
    words = []
    understood = []
    found, others = _found(text, lang, names)
    for token in found:
        as_typed, is_name = typed.get(fold(token), written(token)), fold(token) in names
        word = _weighed(token, as_typed, lang, is_name, vocabulary)
        word = _with_others(word, others.get(token, frozenset()), lang, vocabulary)
        right = _stands((*word.terms[:2], *word.also, *word.acronyms), vocabulary) or _is_known(word, lang)
        if not right and (parts := _parts(word, lang, vocabulary)):
            words += [_weighed(part, part, lang, is_name, vocabulary) for part in parts]
            continue
        meant = None if right else speller.nearest(fold(token))
        if meant:
            understood.append((as_typed, meant))
            word = replace(_weighed(meant, as_typed, lang, is_name, vocabulary), unseen=False)
            word = replace(word, weight=MISSPELT * word.weight)
        words.append(word)
    return Question(text, lang, tuple(words), kind, tuple(understood))


def _found(text: str, lang: str, names: Collection[str]) -> tuple[list[str], dict[str, frozenset[str]]]:
    """The words that say what is asked about, each once, and for each the terms of the wholes that it is a part of."""
    cut = tokens(without_small_words(text, lang))
    whole = wholes(cut)
    others: dict[str, set[str]] = {}
    for place, parts in whole.items():
        for part in parts:
            others.setdefault(cut[part], set()).add(f"w:{cut[place]}")
    single = [token for place, token in enumerate(cut) if place not in whole]
    telling = [token for token in single if not is_stop_word(token, lang)]
    kept = [token for token in telling if fold(token) in names or not is_filler(token, lang)] or telling or single
    pairs = [token for token in kept if len(token) > 1 or not is_unspaced(token)] or kept
    return list(dict.fromkeys(pairs)), {token: frozenset(terms) for token, terms in others.items()}


def _with_others(word: QuestionWord, wholes: frozenset[str], lang: str, vocabulary: Vocabulary) -> QuestionWord:
    """The word with what stands for it in the library: wholes, compounds that it ends, abbreviations elsewhere."""
    stem = word.terms[min(1, len(word.terms) - 1)]
    longer = _compounds(vocabulary).ending_in(stem[2:]) if lang in COMPOUNDING else ()
    also = {term for term in (*wholes, *(f"s:{compound}" for compound in longer)) if term in vocabulary.idf}
    surface = word.terms[0][2:]
    abroad = same_acronyms(surface) if word.text.isupper() or not is_stop_word(surface, lang) else frozenset()
    acronyms = frozenset(f"w:{other}" for other in abroad if _stands([f"w:{other}"], vocabulary))
    word = replace(word, also=frozenset(also), acronyms=acronyms, unseen=word.unseen and not (also or acronyms))
    return replace(word, weight=_rarity(word, lang, vocabulary))


def _rarity(word: QuestionWord, lang: str, vocabulary: Vocabulary) -> float:
    """The weight of a word, or of what stands for one that no article holds."""
    others = [term for term in (*word.also, *word.acronyms) if term in vocabulary.idf]
    if not others or _stands(word.terms[:2], vocabulary):
        return weight(word.terms, lang, vocabulary)
    return min(weight((term,), lang, vocabulary) for term in others)


def _parts(word: QuestionWord, lang: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    stem = word.terms[min(1, len(word.terms) - 1)]
    return _compounds(vocabulary).parts(stem[2:]) if lang in COMPOUNDING else None


def reweighed(question: Question, vocabulary: Vocabulary) -> Question:
    """The question with its words as rare as `vocabulary` knows them."""
    misspelt = {typed for typed, _ in question.understood}
    words = [
        replace(word, weight=_rarity(word, question.lang, vocabulary) * (MISSPELT if word.text in misspelt else 1))
        for word in question.words
    ]
    return replace(question, words=tuple(words))


def _stands(terms: Iterable[str], vocabulary: Vocabulary) -> bool:
    return any(term in vocabulary.idf for term in terms)


def _is_known(word: QuestionWord, lang: str) -> bool:
    """Whether a word that no article holds stands in our lists of the language: then it is no slip of another one."""
    return bool(word.related) or word.terms[min(1, len(word.terms) - 1)][2:] in common(lang)


_spellers: WeakKeyDictionary[Vocabulary, tuple[int, Speller]] = WeakKeyDictionary()
_compounded: WeakKeyDictionary[Vocabulary, tuple[int, Compounds]] = WeakKeyDictionary()


def _speller(vocabulary: Vocabulary) -> Speller:
    """The speller of a vocabulary, made anew when the library has grown or shrunk by more than FRESH."""
    size, speller = _spellers.get(vocabulary, (0, None))
    if speller is None or abs(vocabulary.corpus_size - size) > FRESH * size:
        speller = Speller(term[2:] for term in vocabulary.idf if term.startswith("w:"))
        _spellers[vocabulary] = (vocabulary.corpus_size, speller)
    return speller


def _compounds(vocabulary: Vocabulary) -> Compounds:
    """The same for compounds."""
    size, compounds = _compounded.get(vocabulary, (0, None))
    if compounds is None or abs(vocabulary.corpus_size - size) > FRESH * size:
        compounds = Compounds(term[2:] for term in vocabulary.idf if term.startswith("s:"))
        _compounded[vocabulary] = (vocabulary.corpus_size, compounds)
    return compounds


def _weighed(token: str, typed: str, lang: str, is_name: bool, vocabulary: Vocabulary) -> QuestionWord:
    forms = word_terms(token, lang)
    unseen = not _stands(forms, vocabulary)
    rarity = weight(forms, lang, vocabulary)
    others = related_to(forms[min(1, len(forms) - 1)], lang)
    return QuestionWord(typed, forms, rarity, is_name, bool(NUMBER.search(token)), unseen, others)
