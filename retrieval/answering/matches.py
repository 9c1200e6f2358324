"""What a sentence itself shares with the question: one short function each, its docstring saying why it counts."""

from collections.abc import Sequence

import numpy as np

from retrieval.answering.evidence import Evidence
from retrieval.answering.matching import STEM, Column

K1, B = 1.2, 0.5
# Mean length in words of a sentence of the press; only the shape of the length norm depends on it.
MEAN_LENGTH = 22.0
# Words of the question that stand within so many words of each other in the sentence belong together there too.
CLOSE = 4


def coverage(e: Evidence) -> Column:
    """A sentence that holds the rare words of the question speaks of what was asked."""
    return e.share(e.matched)


def even_coverage(e: Evidence) -> Column:
    """The same with all words of equal weight: rarity is not everything."""
    return np.asarray(e.matched.mean(axis=1)) if len(e.weights) else np.zeros(len(e.rows))


def same_coverage(e: Evidence) -> Column:
    """The word itself or an inflected form proves more than one that only begins like it."""
    return e.share(e.same)


def surface_coverage(e: Evidence) -> Column:
    """The very form proves more than an inflected one."""
    return e.share(np.minimum(e.frequencies[:, :, 0], 1.0))


def rare_in_article(e: Evidence) -> Column:
    """A word that few sentences of the article hold tells more than its subject, which stands everywhere."""
    held = e.matched >= STEM
    article = e.article_of[:, None] == np.arange(e.article_of.max() + 1)
    sentences, holding = article.sum(axis=0), article.T.astype(float) @ held
    rarity = np.log((sentences[:, None] + 1) / (holding + 0.5))[e.article_of]
    return e.share(e.matched * rarity) / 3


def bm25(e: Evidence) -> Column:
    """Okapi BM25 of the sentence by stems, as a share of the question: short sentences say it straighter."""
    frequency = e.frequencies[:, :, :2].max(axis=2)
    norm = K1 * (1 - B + B * e.lengths / MEAN_LENGTH)
    return e.share(np.asarray(frequency * (K1 + 1) / (frequency + norm[:, None])))


def letters(e: Evidence) -> Column:
    """Compounds, derivations and slips have letters in common with the question's words."""
    return _by_rarity(e.stretches[0])


def phrases(e: Evidence) -> Column:
    """So many letters reach over words, the small ones too: "né à" is not "né de"."""
    return _by_rarity(e.stretches[1])


def _by_rarity(held: Column) -> Column:
    """The share of the question's stretches of letters that a sentence holds, by their rarity in the candidates."""
    rarity = np.log((len(held) + 1) / (held.sum(axis=0) + 0.5))
    return np.asarray(held @ rarity / max(rarity.sum(), 1e-9))


def related_coverage(e: Evidence) -> Column:
    """Articles say "décès" where people ask for "mort"."""
    return e.share(e.related)


def names_matched(e: Evidence) -> Column:
    """The names of the question, in the sentence."""
    return mean_over(e, [word.is_name for word in e.question.words], e.matched)


def numbers_matched(e: Evidence) -> Column:
    """The numbers and years of the question, in the sentence."""
    return mean_over(e, [word.is_number for word in e.question.words], e.matched)


def mean_over(e: Evidence, chosen: Sequence[bool], matrix: Column) -> Column:
    """The mean match of the chosen words; 0 where there are none, so that it tells no sentence from another."""
    mask = np.array(chosen, dtype=bool)
    return np.asarray(matrix[:, mask].mean(axis=1)) if mask.any() else np.zeros(len(e.rows))


def close_pairs(e: Evidence) -> Column:
    """Words that follow one another in the question and stand close together in the sentence."""
    first, second = e.positions[:, :-1], e.positions[:, 1:]
    close = (first >= 0) & (second >= 0) & (abs(second - first) <= CLOSE)
    return np.asarray(close @ ((e.weights[:-1] + e.weights[1:]) / 2))


def tightness(e: Evidence) -> Column:
    """Matched words that stand together: their number over the stretch that holds them."""
    there = e.positions >= 0
    if not there.size:
        return np.zeros(len(e.rows))
    last = np.where(there, e.positions, -1).max(axis=1)
    first = np.where(there, e.positions, np.iinfo(np.int32).max).min(axis=1)
    count = there.sum(axis=1)
    return np.asarray(np.where(count > 1, count / (np.maximum(last - first, 0) + CLOSE), 0.0))


def in_order(e: Evidence) -> Column:
    """The weight of the longest run of matched words that keep the question's order."""
    best = np.zeros((len(e.rows), len(e.weights)))
    for word, weight in enumerate(e.weights):
        at = e.positions[:, word]
        earlier = np.where(e.positions[:, :word] < at[:, None], best[:, :word], 0.0).max(axis=1, initial=0.0)
        best[:, word] = np.where(at >= 0, weight + earlier, 0.0)
    return np.asarray(best.max(axis=1, initial=0.0))
