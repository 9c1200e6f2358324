"""Question sets, asked: each question with the ranking of its candidates, and what the reader makes of the best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track

from retrieval.answering import Reader, search
from retrieval.answering.ranking import Ranking
from retrieval.answering.reader.dense import Dense
from retrieval.answering.rereading import read
from retrieval.evaluation.evaluation import GoldQuestion, locate, read_questions
from retrieval.index import build_index
from retrieval.library import Library
from retrieval.reading import read_articles
from retrieval.types import Article

# Articles asked one by one, each a library of its own: what a person has who starts with one article.
ALONE = 60

console = Console()


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Articles and questions on them."""

    name: str
    articles: Path
    questions: Path

    @classmethod
    def named(cls, given: str) -> "QuestionSet":
        """From a folder, or from two paths with a comma between."""
        articles, comma, questions = given.partition(",")
        if comma:
            return cls(f"{Path(questions).parent.name}/{Path(questions).stem}", Path(articles), Path(questions))
        return cls(Path(given).name, Path(given) / "articles.jsonl", Path(given) / "questions.jsonl")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its ranking by words (with the likeness, where there are vectors), and the reader's numbers by row.

    `set` says whether it was asked of one article alone. `few` are the numbers of what is read without vectors.
    """

    set: str
    question: GoldQuestion
    ranking: Ranking
    numbers: dict[int, float]
    few: dict[int, float]

    @property
    def right(self) -> NDArray[np.bool_]:
        """Which candidates a gold span starts in, by row."""
        candidates = self.ranking.evidence.candidates
        return np.array([self.question.answerable and self.question.stands_in(one) for one in candidates])

    @property
    def group(self) -> str:
        """What must not be divided between fitting and measuring: the article, or a question that has none."""
        return self.question.article_id or self.question.id

    def without_vectors(self) -> "Asked":
        """The same, had there been no vectors."""
        return replace(self, ranking=replace(self.ranking, likeness=None), numbers=self.few)


def ask_all(given: QuestionSet, reader: Reader | None = None, *, alone: bool = False) -> Iterator[Asked]:
    """Every question of a set, asked of all articles or, `alone`, of its own article only; a question that has none is
    then asked of one of them, so that small libraries are known to be silent too."""
    articles = read_articles([given.articles]).articles
    texts = {article.id: article.text for article in articles}
    questions = [locate(q, texts[q.article_id]) if q.answerable else q for q in read_questions(given.questions)]
    wanted = {question.article_id for question in questions}
    held = [[one] for one in articles if one.id in wanted][:ALONE] if alone else [list(articles)]
    homeless = [question for question in questions if question.article_id not in texts]
    for place, some in enumerate(track(held, description=f"{given.name}{' alone' * alone}", console=console)):
        if alone:
            asked = [q for q in questions if q.article_id == some[0].id] + homeless[place :: len(held)]
        else:
            asked = questions
        yield from _ask(f"{given.name}{' alone' * alone}", asked, some, reader)


def _ask(
    name: str, questions: Sequence[GoldQuestion], articles: Sequence[Article], reader: Reader | None
) -> Iterator[Asked]:
    library = Library(articles)
    index = build_index(library)
    dense = Dense(library, reader, library.folder) if reader and library.folder else None
    if dense:
        dense.catch_up()
    for question in questions:
        _, ranking = search(question.text, library, index, dense=dense)
        if ranking:
            numbers = read(ranking, reader, reader.most) if reader else {}
            few = read(replace(ranking, likeness=None), reader, reader.most) if reader else {}
            yield Asked(name, question, ranking, numbers, few)
