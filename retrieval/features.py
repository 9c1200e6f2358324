"""What speaks for a sentence: one short function each, its docstring saying why.

Every feature is a column with one number for each candidate sentence, mostly between 0 and 1.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from retrieval.evidence import Column, Evidence

K1, B = 1.2, 0.5
# Mean length in words of a sentence of the press; only the shape of the length norm depends on it.
MEAN_LENGTH = 22.0


def coverage(e: Evidence) -> Column:
    """A sentence that holds the rare words of the question speaks of what was asked."""
    return e.share(e.matched)


def surface_coverage(e: Evidence) -> Column:
    """The very form of a word proves more than a cousin with the same stem."""
    return e.share(np.minimum(e.frequencies[:, :, 0], 1))


def stem_coverage(e: Evidence) -> Column:
    """Inflected forms mean the same thing."""
    return e.share(np.minimum(e.frequencies[:, :, :2], 1).max(axis=2))


def bm25(e: Evidence) -> Column:
    """Okapi BM25 of the sentence by stems, as a share of the question's idf mass: short sentences say it straighter."""
    frequency = e.frequencies[:, :, :2].max(axis=2)
    norm = K1 * (1 - B + B * e.lengths / MEAN_LENGTH)
    return e.share(frequency * (K1 + 1) / (frequency + norm[:, None]))


def passage_coverage(e: Evidence) -> Column:
    """Words that the sentence lacks may stand elsewhere in its paragraph."""
    return e.share(e.in_passage)


def neighbour_coverage(e: Evidence) -> Column:
    """What the sentences next to it add: a subject named just before is not repeated."""
    return e.share(np.maximum(e.beside - e.matched, 0))


def title_coverage(e: Evidence) -> Column:
    """An article about the question's subject names it in its title and seldom in each sentence."""
    return e.share(np.maximum(e.in_title - e.matched, 0))


def passage_score(e: Evidence) -> Column:
    """The passage's BM25 as a share of the best one's."""
    scores: Column = np.array([e.hits[passage].score for passage in e.passage_of])
    return np.asarray(scores / max(scores.max(), 1e-9))


def passage_first(e: Evidence) -> Column:
    """The index put this passage first."""
    return np.asarray(e.passage_of == 0, dtype=float)


def passage_rank(e: Evidence) -> Column:
    """The reciprocal rank of the passage."""
    return np.asarray(1 / (1 + e.passage_of))


def rarest_word(e: Evidence) -> Column:
    """The rarest word of the question is mostly its subject."""
    if not len(e.weights):
        return np.zeros(len(e.rows))
    return np.asarray(e.matched[:, int(e.weights.argmax())])


def names_matched(e: Evidence) -> Column:
    """The names of the question, in the sentence."""
    return _mean_over(e, [word.is_name for word in e.question.words], e.matched)


def names_in_passage(e: Evidence) -> Column:
    """The names of the question, in the passage or the title."""
    return _mean_over(e, [word.is_name for word in e.question.words], np.maximum(e.in_passage, e.in_title))


def numbers_matched(e: Evidence) -> Column:
    """The numbers and years of the question, in the sentence."""
    return _mean_over(e, [word.is_number for word in e.question.words], e.matched)


def _mean_over(e: Evidence, chosen: Sequence[bool], matrix: Column) -> Column:
    """The mean match of the chosen words; 0 where there are none, so that it tells no sentence from another."""
    mask = np.array(chosen, dtype=bool)
    return np.asarray(matrix[:, mask].mean(axis=1)) if mask.any() else np.zeros(len(e.rows))


def word_pairs(e: Evidence) -> Column:
    """Words that follow one another in the question and stand close together in the sentence, in that order."""
    forms = [word.terms[1] if len(word.terms) > 1 else word.terms[0] for word in e.question.words]
    pairs = list(pairwise(forms))
    if not pairs:
        return np.zeros(len(e.rows))
    found = [sum(_close(row.positions.get(a), row.positions.get(b)) for a, b in pairs) for row in e.rows]
    return np.array(found) / len(pairs)


def _close(first: int | None, second: int | None) -> bool:
    return first is not None and second is not None and 0 < second - first <= 3


def tightness(e: Evidence) -> Column:
    """Matched words that stand together: their number over the stretch that holds them."""
    forms = [word.terms[: min(2, len(word.terms))] for word in e.question.words]
    column = np.zeros(len(e.rows))
    for i, row in enumerate(e.rows):
        at = [row.positions[form[-1]] for form in forms if form[-1] in row.positions]
        if len(at) > 1:
            column[i] = len(at) / (max(at) - min(at) + 1 + 3)
    return column


def opens_passage(e: Evidence) -> Column:
    """The first sentence of a paragraph says what it is about."""
    column = np.zeros(len(e.rows))
    column[e.first_of_passage] = 1
    return column


def opens_article(e: Evidence) -> Column:
    """The first paragraph of an article says what it is about."""
    return np.array([float(candidate.passage.paragraph == 1) for candidate in e.candidates])


def length(e: Evidence) -> Column:
    """The logarithm of the length in words: longer sentences say more."""
    return np.log1p(e.lengths) / 4


def too_short(e: Evidence) -> Column:
    """Under six words a sentence hardly answers: it is a heading, a caption or an interjection."""
    return (e.lengths < 6).astype(float)


def caption(e: Evidence) -> Column:
    """A caption may be quoted, but the body is preferred."""
    return np.array([float(candidate.passage.kind == "caption") for candidate in e.candidates])


def new_words(e: Evidence) -> Column:
    """An answer says something that the question did not: content words beyond those asked, up to ten."""
    asked = {term[2:] for word in e.question.words for term in word.terms[:1]}
    return np.array([min(len(row.content - asked), 10) / 10 for row in e.rows])


def is_question(e: Evidence) -> Column:
    """A question does not answer one."""
    return np.array([float(candidate.text.rstrip(' »"”').endswith(("?", "？", "؟"))) for candidate in e.candidates])


def number_fits(e: Evidence) -> Column:
    """ "How many" wants a number that the question does not hold."""
    return e.asks("number") * e.new("quantities")


def unit_fits(e: Evidence) -> Column:
    """ "How much" wants a number with its unit."""
    return e.asks("number") * e.new("quantities") * e.cue("unit")


def date_fits(e: Evidence) -> Column:
    """ "When" wants a date."""
    return e.asks("date") * e.new("dates")


def date_number_fits(e: Evidence) -> Column:
    """ "When" may be told by a bare number ("at the age of 12")."""
    return e.asks("date") * e.new("numbers")


def person_fits(e: Evidence) -> Column:
    """ "Who" wants a name that the question does not hold."""
    return e.asks("person") * e.new("names")


def place_fits(e: Evidence) -> Column:
    """ "Where" wants a name behind a preposition of place."""
    return e.asks("place") * e.new("places")


def place_name_fits(e: Evidence) -> Column:
    """ "Which country" wants a name, whatever stands before it."""
    return e.asks("place") * e.new("names")


def reason_fits(e: Evidence) -> Column:
    """ "Why" wants a cause."""
    return e.asks("reason") * e.cue("cause")


def manner_fits(e: Evidence) -> Column:
    """ "How" wants a means."""
    return e.asks("manner") * e.cue("manner")


def definition_fits(e: Evidence) -> Column:
    """ "What is X" wants "X is a …"."""
    return e.asks("definition") * e.cue("definition")


def definition_opens(e: Evidence) -> Column:
    """A definition mostly begins with what it defines."""
    forms = [word.terms[min(1, len(word.terms) - 1)] for word in e.question.words]
    starts = [min((row.positions.get(form, 99) for form in forms), default=99) for row in e.rows]
    return e.asks("definition") * np.array([1 / (1 + start) if start < 99 else 0.0 for start in starts])


def definition_opens_article(e: Evidence) -> Column:
    """What something is stands at the top of the article about it."""
    return e.asks("definition") * opens_article(e) * opens_passage(e)


FEATURES: dict[str, Callable[[Evidence], Column]] = {
    function.__name__: function
    for function in (
        coverage, surface_coverage, stem_coverage, bm25, passage_coverage, neighbour_coverage, title_coverage,
        passage_score, passage_first, passage_rank, rarest_word, names_matched, names_in_passage, numbers_matched,
        word_pairs, tightness, opens_passage, opens_article, length, too_short, caption, new_words, is_question,
        number_fits, unit_fits, date_fits, date_number_fits, person_fits, place_fits, place_name_fits, reason_fits,
        manner_fits, definition_fits, definition_opens, definition_opens_article,
    )
}  # fmt: skip


def features(evidence: Evidence) -> NDArray[np.float64]:
    """All features, shape (sentences, len(FEATURES)), in the order of FEATURES."""
    return np.column_stack([function(evidence) for function in FEATURES.values()]).astype(np.float64)
