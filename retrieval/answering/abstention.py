"""Whether the articles answer at all: a probability, from evidence that the score alone does not give."""

import math

import numpy as np

from retrieval.answering.evidence import Evidence
from retrieval.answering.features import passage_pairs
from retrieval.answering.fits import lacking
from retrieval.answering.holdings import spaced
from retrieval.answering.matching import Column
from retrieval.answering.ranking import Ranking
from retrieval.answering.weights import Weights
from retrieval.language import is_stop_word, shared, tokens, without_small_words
from retrieval.types import Confidence

# A related word stands for a missing one, but proves less.
RELATED = 0.6


def signals(ranking: Ranking) -> dict[str, float]:
    """What speaks for and against an answer, of the best sentence of `ranking`; mostly 0 to 1.

    A raw BM25 score hardly tells answerable questions from others: these are shares of what the question asks.
    """
    e, row = ranking.evidence, ranking.sentences[0].row
    found = np.maximum(e.in_passage[row], e.in_title[row])
    return {
        "one": 1.0,
        "found": float(np.maximum(found, RELATED * e.of_passage(e.related)[row]) @ e.weights),
        "found_around": float(np.maximum(e.matched, e.beside)[row] @ e.weights),
        "words_missing": float((1 - found).mean()) if len(found) else 1.0,
        "names_missing": _missing(e, [word.is_name for word in e.question.words], found),
        "numbers_missing": _missing(e, [word.is_number for word in e.question.words], found),
        "pairs": float(passage_pairs(e)[row]),
        "letters": _letters(e, row),
        "score": ranking.sentences[0].score / 10,
        "mass": sum(word.weight for word in e.question.words) / 30,
        "ahead": _ahead(ranking),
        "kind_missing": float(lacking(e)[row]),
        "asked_before": float(e.asked_before[row] @ e.weights),
    } | _read(ranking)


def _read(ranking: Ranking) -> dict[str, float]:
    """What the reader makes of the best sentence, and of all that it read; nothing where it read nothing."""
    if not ranking.numbers:
        return {}
    numbers = sorted(ranking.numbers.values(), reverse=True)
    best = ranking.numbers.get(ranking.sentences[0].row, numbers[-1])  # what was not read is worth the least
    second = max((n for row, n in ranking.numbers.items() if row != ranking.sentences[0].row), default=best)
    like = {}
    if ranking.likeness is not None:
        likeness, row = ranking.likeness, ranking.sentences[0].row
        like = {"likeness": float(likeness[row]) * 10, "likeness_most": float(likeness.max()) * 10}
    return like | {
        "reading": best / 10,
        "reading_chance": 1 / (1 + math.exp(-best)),
        "reading_ahead": (best - second) / 10,
        "reading_any": math.log(sum(math.exp(number) for number in numbers)) / 10,
    }


def _missing(e: Evidence, chosen: list[bool], found: Column) -> float:
    """The share of the question in chosen words that the passage and the title do not hold."""
    return float((e.weights * np.array(chosen, dtype=float)) @ (1 - found))


def _letters(e: Evidence, row: int) -> float:
    """The share of the question's short stretches of letters that the passage and the title hold.

    Only from its first word that is no stop word to its last: no article has "how much does".
    """
    lang = e.question.lang
    words = tokens(without_small_words(e.question.text, lang))
    telling = [place for place, word in enumerate(words) if not is_stop_word(word, lang)]
    core = words[telling[0] : telling[-1] + 1] if telling else words
    passage = e.passage_of[row]
    held = [e.rows[place].folded for place in np.flatnonzero(e.passage_of == passage)]
    short, _ = shared(spaced(core), [*held, e.titles[passage].folded])
    return float(short.max(axis=0).mean()) if short.size else 0.0


def _ahead(ranking: Ranking) -> float:
    """The share of the best sentence in the softmax of all candidates' scores: 1 where none comes near."""
    scores = np.array([ranked.score for ranked in ranking.sentences])
    return float(1 / np.exp(scores - scores[0]).sum())


def probability(ranking: Ranking) -> float:
    """The probability, 0 to 1, that the first sentence of `ranking` answers its question; none where all ask."""
    if ranking.evidence.asking[ranking.sentences[0].row]:
        return 0.0
    weights = ranking.weights.abstention
    total = sum(weights[name] * value for name, value in signals(ranking).items())
    return 1 / (1 + math.exp(-total))


def confidence(chance: float, weights: Weights) -> Confidence:
    """The band in which a probability lies."""
    bands: tuple[Confidence, ...] = ("sure", "possible", "nearest")
    return next((band for band in bands if chance >= weights.thresholds[band]), "none")
