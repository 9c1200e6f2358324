"""Why a sentence came where it did, in terms of the evidence: words found, words missing, what weighed most."""

import numpy as np

from retrieval.answering.evidence import Evidence
from retrieval.answering.features import FAMILIES, FEATURES
from retrieval.answering.matching import Column
from retrieval.answering.ranking import Ranking, vector
from retrieval.answering.rereading import LIKENESS, READING
from retrieval.language import is_unspaced
from retrieval.types import Citation, Explanation

# A word counts as found from a match of its stem up; the first letters alone are too weak to show.
FOUND = 0.9


def explain(ranking: Ranking, citation: Citation | None = None) -> Explanation:
    """Explains the first sentence of `ranking`, or that of a citation in it."""
    rows = (ranked.row for ranked in ranking.sentences if citation in (None, ranked.citation))
    evidence, row = ranking.evidence, next(rows)
    here = evidence.matched[row] >= FOUND
    near = _around(evidence, row) >= FOUND
    words = [word.text for word in evidence.question.words]
    return Explanation(
        matched=tuple(word for word, found in zip(words, here, strict=True) if found),
        nearby=tuple(word for word, found in zip(words, near & ~here, strict=True) if found),
        missing=tuple(
            word for word, found in zip(words, near | here, strict=True) if not found and not is_unspaced(word)
        ),
        reasons=_reasons(ranking, row),
    )


def _around(evidence: Evidence, row: int) -> Column:
    return np.asarray(np.maximum.reduce([evidence.in_passage[row], evidence.above[row], evidence.beside[row]]))


def _reasons(ranking: Ranking, row: int) -> tuple[tuple[str, float], ...]:
    """What each family adds above the mean of the candidates, as shares of all that speaks for the sentence."""
    ahead = (ranking.columns[row] - ranking.columns.mean(axis=0)) * vector(ranking.weights)
    gain = dict(zip(FEATURES, ahead.tolist(), strict=True))
    sums = {family: sum(gain[name] for name in names) for family, names in FAMILIES.items()}
    if row in ranking.numbers:
        mean = sum(ranking.numbers.values()) / len(ranking.numbers)
        sums[READING] = ranking.weights.ranking[READING] * (ranking.numbers[row] - mean)
        if ranking.likeness is not None:
            usual = ranking.likeness[list(ranking.numbers)].mean()
            sums[LIKENESS] = ranking.weights.ranking[LIKENESS] * float(ranking.likeness[row] - usual)
    total = sum(value for value in sums.values() if value > 0)
    shares = [(family, value / total) for family, value in sums.items() if value > 0]
    return tuple(sorted(shares, key=lambda share: -share[1]))
