"""The best sentences once more, in the order in which words, meaning and reader together put them."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.features import FEATURES
from retrieval.answering.ranking import Ranked, Ranking
from retrieval.answering.reader import Pair, Reader
from retrieval.answering.weights import Weights

# The names of the reader's number and of the likeness, among those of the features.
READING, LIKENESS = "reading", "likeness"
EVIDENCE = (*FEATURES, READING, LIKENESS)
# What a likeness is worth beside the sum of the words, for choosing what is read, as 4,300 questions in everyday words
# have it: the right sentence is among the first eight for .88 of those on press, with the words alone for .61.
WORTH = 200.0


def reread(ranking: Ranking, reader: Reader) -> Ranking:
    """`ranking` with the sentences that the reader read put in their places by its number and the features together.

    Where nothing could be read, the ranking is what it was.
    """
    numbers = read(ranking, reader, reader.most)
    return place(ranking, numbers, reader.weights if ranking.likeness is None else reader.weights_with_vectors)


def read(ranking: Ranking, reader: Reader, most: int) -> dict[int, float]:
    """The reader's numbers, by row, of the first of the `most` sentences that are worth reading."""
    chosen = worth_reading(ranking)[:most]
    asked = ranking.evidence.question.text
    numbers = reader.read([pair(ranking, asked, ranked) for ranked in chosen])
    return {ranked.row: number for ranked, number in zip(chosen, numbers, strict=False)}


def worth_reading(ranking: Ranking) -> list[Ranked]:
    """The sentences in the order in which they are worth reading: those first that lead by their words, and by how like
    the question they are. What asks never answers."""
    worth = np.array([ranked.score for ranked in ranking.sentences])
    if ranking.likeness is not None:
        worth = worth + WORTH * ranking.likeness[[ranked.row for ranked in ranking.sentences]]
    order = [ranking.sentences[at] for at in np.argsort(-worth, kind="stable")]
    return [ranked for ranked in order if not ranking.evidence.asking[ranked.row]]


def place(ranking: Ranking, numbers: Mapping[int, float], weights: Weights) -> Ranking:
    """`ranking` in the order of `weights`, of what was read; the rest behind, in its order, as far as it was apart."""
    if not numbers:
        return ranking
    rows = list(numbers)
    scores = dict(zip(rows, (evidence_of(ranking, numbers) @ weights_of(weights)).tolist(), strict=True))
    seen = [replace(one, score=scores[one.row]) for one in ranking.sentences if one.row in scores]
    rest = [one for one in ranking.sentences if one.row not in scores]
    first = sorted(seen, key=lambda one: -one.score)
    behind = [replace(one, score=first[-1].score + one.score - rest[0].score - 1) for one in rest]
    return replace(ranking, sentences=(*first, *behind), weights=weights, numbers=numbers)


def evidence_of(ranking: Ranking, numbers: Mapping[int, float]) -> NDArray[np.float64]:
    """The features of what was read, then its numbers, then its likeness; shape (read, len(EVIDENCE))."""
    rows = list(numbers)
    likeness = np.zeros(len(rows)) if ranking.likeness is None else ranking.likeness[rows]
    return np.column_stack([ranking.columns[rows], list(numbers.values()), likeness])


def weights_of(weights: Weights) -> NDArray[np.float64]:
    """The weights of EVIDENCE in their order; 0 where one has none."""
    return np.array([weights.ranking.get(name, 0.0) for name in EVIDENCE])


def pair(ranking: Ranking, question: str, ranked: Ranked) -> Pair:
    """What the reader is given of a candidate."""
    return Pair(question, ranked.citation.article.title, before(ranking, ranked), ranked.citation.text)


def before(ranking: Ranking, ranked: Ranked) -> str:
    """The sentence before, in the same passage, or the question that the passage answers; "" where there is none."""
    passage = ranked.citation.passage
    place = passage.sentences.index(ranked.citation.sentence)
    if not place:
        return ranking.evidence.hits[int(ranking.evidence.passage_of[ranked.row])].asked
    return passage.article.text[passage.sentences[place - 1].start : passage.sentences[place - 1].end]
