"""Questions with what Ibid's own ranking found for them: the examples of the reader's training.

A set is a folder with `articles.jsonl` and `questions.jsonl`, or the same packed (`.jsonl.gz`); `spans` of a question
are the places of its answer. Everything found is kept in one packed file a set, since asking 30,000 questions takes
minutes, and training is begun more often than that.
"""

import gzip
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

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
        return re.split("[@>]", self.mixture)[-1]


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    """The objects of `name`.jsonl or `name`.jsonl.gz in `folder`."""
    plain = folder / f"{name}.jsonl"
    text = plain.read_text("utf-8") if plain.exists() else gzip.decompress(_packed(plain).read_bytes()).decode()
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def _packed(path: Path) -> Path:
    return path.with_name(path.name + ".gz")


def read_set(folder: Path) -> list[Article]:
    """The set's articles, as Ibid reads them."""
    with TemporaryDirectory() as apart:
        plain = folder / "articles.jsonl"
        if not plain.exists():
            plain = Path(apart) / "articles.jsonl"
            plain.write_bytes(gzip.decompress(_packed(folder / "articles.jsonl").read_bytes()))
        return list(read_articles([plain]).articles)


@lru_cache(maxsize=2)
def _library(folder: Path) -> tuple[Library, Index]:
    """The set's articles, searched as Ibid does; the last two are kept."""
    library = Library(read_set(folder))
    return library, build_index(library)


def find(
    mixture: str,
    questions: Sequence[Mapping[str, Any]],
    folder: Path,
    by_meaning: ByMeaning,
    *,
    off_topic: bool = False,
) -> list[Asked]:
    """Asks `questions` of the articles in `folder`; when `off_topic` they are about others, and nothing is right."""
    library, index = _library(folder)
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
