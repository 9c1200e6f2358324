"""What speaks for a sentence: one short function each, its docstring saying why.

Every feature is a column with one number for each candidate sentence, mostly between 0 and 1. What the
sentence itself shares with the question is in `matches.py`, what the kind of the question asks for in `fits.py`, what
stands around the sentence here. FEATURES has them all, FAMILIES what they are about.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from retrieval.answering import fits, matches
from retrieval.answering.evidence import Evidence
from retrieval.answering.matching import Column

# Where the title says all but so much of the question, what it lacks proves little.
NEGLIGIBLE = 0.05


def passage_related_coverage(e: Evidence) -> Column:
    """The same, anywhere in the paragraph."""
    return e.share(np.maximum(e.of_passage(e.related) - e.in_passage, 0))


def before_coverage(e: Evidence) -> Column:
    """A subject named in the sentence before is not repeated."""
    return e.share(np.maximum(e.before - e.matched, 0))


def neighbour_coverage(e: Evidence) -> Column:
    """What the sentences on both sides add."""
    return e.share(np.maximum(e.beside - e.matched, 0))


def pronoun_leans(e: Evidence) -> Column:
    """A sentence that opens with a pronoun speaks of what the one before named."""
    return np.asarray(before_coverage(e) * e.leaning)


def title_coverage(e: Evidence) -> Column:
    """An article about the question's subject names it in its title and seldom in each sentence."""
    return e.share(np.maximum(e.in_title - e.matched, 0))


def untitled_coverage(e: Evidence) -> Column:
    """What the title does not say, the passage must: the share of that."""
    rest = e.weights * (1 - e.in_title)
    return np.asarray((e.in_passage * rest).sum(axis=1) / np.maximum(rest.sum(axis=1), NEGLIGIBLE))


def found_coverage(e: Evidence) -> Column:
    """What the passage and the title hold together."""
    return e.share(np.maximum(e.in_passage, e.in_title))


def passage_coverage(e: Evidence) -> Column:
    """Words that the sentence lacks may stand elsewhere in its paragraph."""
    return e.share(e.in_passage)


def passage_even_coverage(e: Evidence) -> Column:
    """The same with all words of equal weight."""
    return np.asarray(e.in_passage.mean(axis=1)) if len(e.weights) else np.zeros(len(e.rows))


def passage_same_coverage(e: Evidence) -> Column:
    """The same, of the words themselves and their inflected forms."""
    return e.share(e.of_passage(e.same))


def passage_sharp_coverage(e: Evidence) -> Column:
    """The same with the rarest words weighing most: they are mostly the subject."""
    sharp: Column = e.weights**2
    return np.asarray(e.in_passage @ (sharp / sharp.sum())) if len(sharp) else np.zeros(len(e.rows))


def passage_pairs(e: Evidence) -> Column:
    """Somewhere in the paragraph the words of the question stand as close together as in it."""
    return e.of_passage(matches.close_pairs(e))


def passage_frequency(e: Evidence) -> Column:
    """How often the paragraph has the words: a list that repeats one is no answer."""
    counts = np.add.reduceat(e.frequencies[:, :, :2].max(axis=2), e.first_of_passage, axis=0)
    return e.share(np.log1p(counts[e.passage_of]))


def passage_score(e: Evidence) -> Column:
    """The passage's BM25 as a share of the best one's."""
    scores = np.array([e.hits[passage].score for passage in e.passage_of])
    return np.asarray(scores / max(scores.max(), 1e-9))


def passage_first(e: Evidence) -> Column:
    """The index put this passage first."""
    return np.asarray(e.passage_of == 0, dtype=float)


def passage_rank(e: Evidence) -> Column:
    """The reciprocal rank of the passage."""
    return np.asarray(1 / (1 + e.passage_of))


def article_score(e: Evidence) -> Column:
    """The best BM25 of a passage of the same article: one good passage speaks for the article."""
    best: dict[str, float] = {}
    for hit in e.hits:
        best[hit.passage.article.id] = max(best.get(hit.passage.article.id, 0.0), hit.score)
    column = np.array([best[candidate.article.id] for candidate in e.candidates])
    return np.asarray(column / max(column.max(), 1e-9))


def names_found(e: Evidence) -> Column:
    """The names of the question, in the passage or the title."""
    return matches.mean_over(e, [word.is_name for word in e.question.words], np.maximum(e.in_passage, e.in_title))


def length(e: Evidence) -> Column:
    """The logarithm of the length in words: longer sentences say more."""
    return np.asarray(np.log1p(e.lengths) / 4)


def too_short(e: Evidence) -> Column:
    """Under six words a sentence hardly answers: it is a heading, a caption or an interjection."""
    return np.asarray(e.lengths < 6, dtype=float)


def caption(e: Evidence) -> Column:
    """A caption may be quoted, but the body is preferred."""
    return np.array([float(candidate.passage.kind == "caption") for candidate in e.candidates])


def is_question(e: Evidence) -> Column:
    """A question never answers one: its weight, by hand, puts it behind all others."""
    return e.asking


# What each family of evidence is about, in the order in which it is told to a person.
_FUNCTIONS: dict[str, tuple[Callable[[Evidence], Column], ...]] = {
    "words": (
        matches.coverage, matches.even_coverage, matches.same_coverage, matches.surface_coverage,
        matches.rare_in_article, matches.bm25,
    ),
    "letters": (matches.letters, matches.phrases),
    "related": (matches.related_coverage, passage_related_coverage),
    "order": (matches.close_pairs, matches.tightness, matches.in_order),
    "names": (matches.names_matched, names_found, matches.numbers_matched),
    "kind": fits.ALL,
    "neighbours": (before_coverage, neighbour_coverage, pronoun_leans),
    "title": (title_coverage, untitled_coverage, found_coverage),
    "passage": (
        passage_coverage, passage_even_coverage, passage_same_coverage, passage_sharp_coverage, passage_pairs,
        passage_frequency, passage_score, passage_first, passage_rank, article_score,
    ),
    "shape": (length, too_short, caption, is_question),
}  # fmt: skip
FEATURES = {function.__name__: function for functions in _FUNCTIONS.values() for function in functions}
FAMILIES = {family: tuple(function.__name__ for function in functions) for family, functions in _FUNCTIONS.items()}


def features(evidence: Evidence) -> NDArray[np.float64]:
    """All features, shape (sentences, len(FEATURES)), in the order of FEATURES."""
    return np.column_stack([function(evidence) for function in FEATURES.values()]).astype(np.float64)
