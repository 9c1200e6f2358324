"""Questions with what Ibid's own ranking found for them: the examples of the reader's training.

A set is a folder with `articles.jsonl` and `questions.jsonl`, or the same packed (`.jsonl.gz`), or a file of articles
and one of questions on some of them; `spans` of a question are the places of its answer. Everything found is
kept in one packed file a set, since asking 30,000 questions takes minutes, and training is begun more often than that.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from retrieval.answering import Dense, search
from retrieval.answering.ranking import Ranked
from retrieval.answering.rereading import worth_reading
from retrieval.index import Index, build_index
from retrieval.library import Library
from retrieval.reading import read_articles
from retrieval.types import Article

# Sentences that are kept of each question, of those that are most worth reading; right ones, and the lead of their
# article, are kept down to any rank.
KEPT = 14
# The language that most of them are in decides nothing here: a sample is the same each time.
SEED = 7

# What finds a library's sentences by what they mean, for the questions that will be asked; None: the words alone do.
ByMeaning = Callable[[Library, Sequence[str]], Dense | None]


class TaughtSet(NamedTuple):
    """What the reader may learn from: a file of articles and one of questions. Unless the questions are the articles'
    `own`, only articles that are asked about count."""

    articles: Path
    questions: Path
    own: bool

    @classmethod
    def named(cls, given: str) -> tuple[str, "TaughtSet"]:
        """Its name and itself, from a folder, or from "ARTICLES,QUESTIONS.jsonl": of the articles in the file, or in
        the folder's, those that these questions are on."""
        place, apart, questions = given.partition(",")
        articles = Path(place) / "articles.jsonl" if Path(place).is_dir() else Path(place)
        if apart:
            return Path(questions).stem, cls(articles, Path(questions), own=False)
        return Path(place).name, cls(articles, Path(place) / "questions.jsonl", own=True)

    def asked(self) -> list[dict[str, Any]]:
        """The questions."""
        return lines(self.questions)

    def told(self) -> list[dict[str, Any]]:
        """The articles, as they stand in the file."""
        rows = lines(self.articles)
        if self.own:
            return rows
        named = {row["article_id"] for row in self.asked()}
        return [row for row in rows if row["id"] in named]

    def read(self) -> list[Article]:
        """The articles, as Ibid reads them."""
        with TemporaryDirectory() as apart:
            file = Path(apart) / "articles.jsonl"
            file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in self.told()), "utf-8")
            return list(read_articles([file]).articles)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence found for a question. `unsure`: it may answer, though nobody marked it; it teaches nothing. `lead`: it
    is the first one of its article."""

    title: str
    before: str
    text: str
    passage: tuple[str, int]
    right: bool
    unsure: bool
    lead: bool
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and its candidates, best first. `mixture` names the line of the mixture that it belongs to."""

    id: str
    text: str
    mixture: str
    article: str
    answerable: bool
    candidates: tuple[Candidate, ...]

    @property
    def own(self) -> str:
        """The set whose articles it is asked of."""
        return re.split("[@>]", self.mixture)[-1].removesuffix("=")


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of them, which may be packed (`.gz`). Raises OSError where there is neither."""
    file = path if path.exists() else path.with_name(path.name + ".gz")
    text = (gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


@lru_cache(maxsize=2)
def _library(given: TaughtSet) -> tuple[Library, Index]:
    """The set's articles, searched as Ibid does; the last two are kept."""
    library = Library(given.read())
    return library, build_index(library)


def find_alone(
    mixture: str, questions: Sequence[Mapping[str, Any]], given: TaughtSet, by_meaning: ByMeaning
) -> list[Asked]:
    """Asks each of `questions` of its own article, as if there were no other.

    Raises LookupError where an article is not in the set."""
    articles = {article.id: article for article in given.read()}
    of_each: dict[str, list[Mapping[str, Any]]] = {}
    for question in questions:
        of_each.setdefault(str(question["article_id"]), []).append(question)
    if lost := sorted(of_each.keys() - articles.keys()):
        raise LookupError(f"{given.questions} asks of {lost[0]}, which is not in {given.articles}; name its articles")
    found = []
    for name, asked in of_each.items():
        with closing(Library([articles[name]])) as library:
            found += _find(mixture, asked, (library, build_index(library)), by_meaning)
    return found


def find(
    mixture: str,
    questions: Sequence[Mapping[str, Any]],
    given: TaughtSet,
    by_meaning: ByMeaning,
    *,
    off_topic: bool = False,
) -> list[Asked]:
    """Asks `questions` of a set's articles; when `off_topic` they are about others, and nothing is right."""
    return _find(mixture, questions, _library(given), by_meaning, off_topic=off_topic)


def _find(
    mixture: str,
    questions: Sequence[Mapping[str, Any]],
    searched: tuple[Library, Index],
    by_meaning: ByMeaning,
    *,
    off_topic: bool = False,
) -> list[Asked]:
    library, index = searched
    dense = by_meaning(library, [str(question["question"]) for question in questions])
    found = []
    for question in questions:
        text, article = str(question["question"]), str(question["article_id"])
        _, ranking = search(text, library, index, dense=dense)
        told = question if question["answerable"] and not off_topic else {}
        candidates = [_candidate(one, told) for one in worth_reading(ranking)] if ranking else []
        kept = tuple(
            one
            for rank, one in enumerate(candidates)
            if rank < KEPT or one.right or (one.lead and one.passage[0] == article)
        )
        found.append(Asked(str(question["id"]), text, mixture, article, bool(told), kept))
    return found


def _candidate(ranked: Ranked, question: Mapping[str, Any]) -> Candidate:
    citation = ranked.citation
    article, sentence, all_of_them = citation.article, citation.sentence, citation.passage.sentences
    place = all_of_them.index(sentence)
    before = article.text[all_of_them[place - 1].start : all_of_them[place - 1].end] if place else ""
    own = article.id == question.get("article_id")
    right = own and any(sentence.start <= start < sentence.end for start, _ in question["spans"])
    unsure = own and not right and may_answer(question, sentence.start, sentence.end, citation.text)
    passage = (article.id, citation.passage.start)
    lead = citation.passage.paragraph == 1 and not place
    return Candidate(article.title, before, citation.text, passage, right, unsure, lead, ranked.score)


def may_answer(question: Mapping[str, Any], start: int, end: int, text: str) -> bool:
    """Whether a sentence of the right article may answer though it is not marked: it has the answer's words, or
    stands in the section of which only the first sentence was marked."""
    kind = question.get("span_kind")
    if kind == "first_sentence":
        section = question["paragraph"]
        return bool(section[0] <= start < section[1])
    elsewhere = question.get("other_occurrences") or []
    if any(start <= place[0] < end for place in elsewhere):
        return True
    return kind is None and any(len(words) > 2 and words.lower() in text.lower() for words in question["answers"])


def across(mixture: str, questions: Sequence[Asked], found: Sequence[Asked]) -> list[Asked]:
    """`found` of a parallel set, asked in the words of `questions`: the same ids, in another language."""
    words = {question.id: question.text for question in questions}
    return [
        Asked(one.id, words[one.id], mixture, one.article, one.answerable, one.candidates)
        for one in found
        if one.id in words
    ]


def sample(questions: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """At most so many of them; paraphrased ones first, where a set says which they are."""
    shuffled = random.Random(SEED).sample(questions, len(questions))
    return sorted(shuffled, key=lambda question: not question.get("paraphrase"))[:most]


def write(found: Iterable[Asked], path: Path) -> None:
    """Keeps them for the next time, whole or not at all."""
    partial = path.with_suffix(".partial")
    with gzip.open(partial, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(asdict(one), ensure_ascii=False) + "\n" for one in found)
    partial.replace(path)


def read(path: Path) -> Iterator[Asked]:
    """What `write` kept."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            fields = json.loads(line)
            candidates = [Candidate(**one | {"passage": tuple(one["passage"])}) for one in fields["candidates"]]
            yield Asked(**fields | {"candidates": tuple(candidates)})
