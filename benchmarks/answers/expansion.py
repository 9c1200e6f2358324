"""What it brings to widen the question by words of the passages that it finds (RM3).

`python -m benchmarks.answers.expansion SET…`, a SET being a folder with `articles.jsonl` and `questions.jsonl`, prints
for each the mean reciprocal rank of the right passage among ten, the share of questions whose right passage is among 10
and 30, with and without the expansion, and the share whose right sentence comes first and among three (cross-validated
by article) without and with one more feature: how much of the expansion a sentence holds.

RM3 (Abdul-Jaleel et al., UMass at TREC 2004): `p(t) = Σ over the best passages of their weight · tf(t) / length`,
a passage's weight being the softmax of its score; idf joins in so that no function word is taken.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks.answers.fitting import Case
from benchmarks.answers.train import QuestionSet, ask_all, case, cross_validated
from retrieval.answering.candidates import CANDIDATES
from retrieval.answering.ranking import Ranking
from retrieval.evaluation.evaluation import GoldQuestion
from retrieval.index.index import build_index
from retrieval.language.analysis import terms
from retrieval.library.library import Library
from retrieval.reading.files import read_articles
from retrieval.types import Passage

# Passages that the expansion is read from, words taken of them, and what the question itself keeps of the score.
FEEDBACK, WORDS, KEPT = 5, 20, 0.8


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: the ranks of its right passage (from 0; −1 if not among CANDIDATES), and its candidates as rows."""

    plain: int
    expanded: int
    case: Case
    held: NDArray[np.float64]


def expansion(ranking: Ranking, rarity: dict[str, float]) -> dict[str, float]:
    """The words (stems) of the best passages that the question lacks, with their shares, which sum to 1."""
    best = ranking.evidence.hits[:FEEDBACK]
    scores = np.array([hit.score for hit in best])
    weights = np.exp(scores - scores.max())
    shares: Counter[str] = Counter()
    for hit, weight in zip(best, weights / weights.sum(), strict=True):
        found = terms(hit.passage.text, hit.passage.article.lang)
        stems = [term for term in found if term.startswith("s:")]
        for stem, count in Counter(stems).items():
            shares[stem] += weight * count / len(stems) * rarity.get(stem, 0.0)
    for term in ranking.evidence.question.terms:
        shares.pop(term, None)
    taken = shares.most_common(WORDS)
    total = sum(share for _, share in taken) or 1.0
    return {stem: share / total for stem, share in taken}


class Expander:
    """Orders the passages of a library anew by a question and its expansion."""

    def __init__(self, library: Library) -> None:
        self._index = build_index(library)
        self.rarity = dict(self._index.idf)
        numbered = list(library.living())
        self._passages: list[Passage] = [passage for _, passage in numbered]
        self._numbers = [number for number, _ in numbered]

    def best(self, asked: Sequence[str], shares: dict[str, float]) -> list[Passage]:
        """The first CANDIDATES passages by `KEPT · score(question) + (1 − KEPT) · Σ share · score(word)`, both to 1."""
        own = np.asarray(self._index.get_scores(list(asked)))[self._numbers]
        scores = KEPT * own / max(own.max(), 1e-9)
        if shares:
            added = sum(share * np.asarray(self._index.get_scores([stem])) for stem, share in shares.items())
            added = np.asarray(added)[self._numbers]
            scores = scores + (1 - KEPT) * added / max(added.max(), 1e-9)
        return [self._passages[place] for place in np.argsort(-scores, kind="stable")[:CANDIDATES]]


def right_rank(question: GoldQuestion, passages: Sequence[Passage]) -> int:
    """Where the first passage with the gold sentence stands, from 0; −1 where none does."""
    spans = [(p.article.id, p.start, p.end) for p in passages]
    found = (
        place
        for place, (article, start, end) in enumerate(spans)
        if article == question.article_id and any(start <= begin < end for begin, _ in question.spans)
    )
    return next(found, -1)


def ask(folder: QuestionSet) -> list[Asked]:
    """Every answerable question of a set, asked plainly and expanded."""
    expander = Expander(Library(read_articles([folder.articles]).articles))
    found = []
    for question, ranking in ask_all(folder):
        if question.answerable:
            shares = expansion(ranking, expander.rarity)
            held = [sum(shares.get(term, 0.0) for term in row.counts) for row in ranking.evidence.rows]
            plain = right_rank(question, [hit.passage for hit in ranking.evidence.hits])
            expanded = right_rank(question, expander.best(ranking.evidence.question.terms, shares))
            found.append(Asked(plain, expanded, case(question, ranking, folder.name), np.array(held)))
    return found


def passage_figures(ranks: Sequence[int]) -> list[str]:
    """MRR@10 and the shares within 10 and 30."""
    places = np.array(ranks)
    within = (places >= 0) & (places < 10)
    reciprocal = np.where(within, 1 / (1 + np.maximum(places, 0)), 0.0).mean()
    return [f"{value:.4f}" for value in (reciprocal, within.mean(), (places >= 0).mean())]


def main() -> None:
    """Prints a table for each set."""
    parser = argparse.ArgumentParser(description="What query expansion (RM3) brings.")
    parser.add_argument("sets", nargs="+", type=Path, metavar="SET")
    console = Console()
    for path in parser.parse_args().sets:
        found = ask(QuestionSet.named(str(path)))
        with_feature = [
            Case(a.case.set, a.case.group, True, np.column_stack((a.case.columns, a.held)), a.case.right) for a in found
        ]
        columns = range(with_feature[0].columns.shape[1])
        sentences = cross_validated(with_feature, columns[:-1]), cross_validated(with_feature, columns)
        table = Table(path.name, "MRR@10", "among 10", f"among {CANDIDATES}", "sentence first", "among three")
        ranks = [a.plain for a in found], [a.expanded for a in found]
        for name, places, figures in zip(("plain", "expanded"), ranks, sentences, strict=True):
            table.add_row(name, *passage_figures(places), *(f"{value:.4f}" for value in figures[path.name]))
        console.print(table)


if __name__ == "__main__":
    main()
