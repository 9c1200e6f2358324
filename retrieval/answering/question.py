"""What a question asks: its words and what each weighs, and the kind of answer it wants."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

import regex

from retrieval.answering.kinds import question_kind
from retrieval.language import (
    COMPOUNDING,
    WORD,
    Counted,
    Vocabulary,
    common,
    detect_language,
    fold,
    is_filler,
    is_stop_word,
    is_unspaced,
    possible_parts,
    related_to,
    same_acronyms,
    stop_words,
    tokens,
    weight,
    wholes,
    without_courtesies,
    without_small_words,
    word_terms,
    written,
    written_like_names,
)

# The languages whose ways to ask are listed (`words/questions`).
KNOWN = ("fr", "en", "de", "es", "it", "pt")
# A word taken for another one proves less than one that was typed right.
MISSPELT = 0.7
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
    lang = _language(text, languages)
    text = without_courtesies(text, lang)
    names = frozenset(fold(word) for word in written_like_names(text, lang))
    kind = question_kind(text, lang, names)
    typed = {fold(word): word for word in WORD.findall(text)}
    words = []
    understood = []
    found, others = _found(text, lang, names)
    forms = [_forms(token, others.get(token, frozenset()), lang, vocabulary) for token in found]
    known = vocabulary.counted({term for one in forms for term in (*one.terms, *one.also, *one.abroad)})
    for token, one in zip(found, forms, strict=True):
        as_typed, is_name = typed.get(fold(token), written(token)), fold(token) in names
        word = _with_others(_weighed(token, as_typed, lang, is_name, known), one, lang, known)
        right = _stands((*word.terms[:2], *word.also, *word.acronyms), known) or _is_known(word, lang)
        if not right and (parts := _parts(word, lang, vocabulary)):
            held = vocabulary.counted({term for part in parts for term in word_terms(part, lang)})
            words += [_weighed(part, part, lang, is_name, held) for part in parts]
            continue
        meant = None if right else vocabulary.nearest(fold(token))
        if meant:
            understood.append((as_typed, meant))
            held = vocabulary.counted(word_terms(meant, lang))
            word = replace(_weighed(meant, as_typed, lang, is_name, held), unseen=False)
            word = replace(word, weight=MISSPELT * word.weight)
        words.append(word)
    return Question(text, lang, tuple(words), kind, tuple(understood))


def _language(text: str, languages: Collection[str]) -> str:
    """One of the library's languages, unless a question has more small words of another that is known well: "Wer hat
    gewonnen?" is German also where no article is, and "wer" no word that the articles lack.
    """
    words = {fold(word) for word in WORD.findall(text)}
    known = {lang: len(words & stop_words(lang)) for lang in (*languages, *KNOWN)}
    most = max(KNOWN, key=lambda lang: known[lang])
    among = max((known[lang] for lang in languages), default=known[most])
    return most if known[most] > max(1, among) else detect_language(text, among=languages)


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


class _Forms(NamedTuple):
    """The terms of a word, and those that may stand for it: wholes, compounds that it ends, abbreviations elsewhere."""

    terms: tuple[str, ...]
    also: frozenset[str]
    abroad: frozenset[str]


def _forms(token: str, wholes: frozenset[str], lang: str, vocabulary: Vocabulary) -> _Forms:
    terms = word_terms(token, lang)
    longer = vocabulary.ending_in(_stem(terms)) if lang in COMPOUNDING else ()
    abroad = frozenset(f"w:{other}" for other in same_acronyms(terms[0][2:]))
    return _Forms(terms, frozenset((*wholes, *(f"s:{compound}" for compound in longer))), abroad)


def _with_others(word: QuestionWord, forms: _Forms, lang: str, known: Counted) -> QuestionWord:
    """The word with what stands for it in the library."""
    also = frozenset(term for term in forms.also if term in known.idf)
    telling = word.text.isupper() or not is_stop_word(word.terms[0][2:], lang)
    acronyms = frozenset(term for term in forms.abroad if term in known.idf) if telling else frozenset()
    word = replace(word, also=also, acronyms=acronyms, unseen=word.unseen and not (also or acronyms))
    return replace(word, weight=_rarity(word, lang, known))


def _rarity(word: QuestionWord, lang: str, known: Counted) -> float:
    """The weight of a word, or of what stands for one that no article holds."""
    others = [term for term in (*word.also, *word.acronyms) if term in known.idf]
    if not others or _stands(word.terms[:2], known):
        return weight(word.terms, lang, known)
    return min(weight((term,), lang, known) for term in others)


def _parts(word: QuestionWord, lang: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The first two stems that make the word, and that the library holds."""
    pairs = possible_parts(_stem(word.terms)) if lang in COMPOUNDING else []
    if not pairs:
        return None
    held = vocabulary.counted({f"s:{part}" for pair in pairs for part in pair}).idf
    return next((pair for pair in pairs if all(f"s:{part}" in held for part in pair)), None)


def reweighed(question: Question, known: Counted) -> Question:
    """The question with its words as rare as `known` says."""
    misspelt = {typed for typed, _ in question.understood}
    words = [
        replace(word, weight=_rarity(word, question.lang, known) * (MISSPELT if word.text in misspelt else 1))
        for word in question.words
    ]
    return replace(question, words=tuple(words))


def _stands(terms: Iterable[str], known: Counted) -> bool:
    return any(term in known.idf for term in terms)


def _stem(terms: tuple[str, ...]) -> str:
    return terms[min(1, len(terms) - 1)][2:]


def _is_known(word: QuestionWord, lang: str) -> bool:
    """Whether a word that no article holds stands in our lists of the language: then it is no slip of another one."""
    return bool(word.related) or _stem(word.terms) in common(lang)


def _weighed(token: str, typed: str, lang: str, is_name: bool, known: Counted) -> QuestionWord:
    forms = word_terms(token, lang)
    unseen = not _stands(forms, known)
    rarity = weight(forms, lang, known)
    others = related_to(forms[min(1, len(forms) - 1)], lang)
    return QuestionWord(typed, forms, rarity, is_name, bool(NUMBER.search(token)), unseen, others)
