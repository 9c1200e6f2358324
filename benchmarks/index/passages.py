"""A corpus of articles → a file of passages, one a line, as the terms that every engine is fed; and questions to it."""

import gzip
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from retrieval.language.analysis import tokens, word_terms

# Words of a passage.
LENGTH = 100
# Passages that the words of questions are drawn from, and one in so many that document frequencies are counted in.
DRAWN = 4000
COUNTED = 10


@dataclass(frozen=True, slots=True)
class Question:
    """Up to six words of one passage; `kind` says how frequent they are."""

    kind: str
    words: list[str]


def open_text(path: Path) -> TextIO:
    """A text file, packed or not."""
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def write_passages(corpus: Path, target: Path, passages: int, step: int, kinds: int) -> int:
    """Writes up to so many passages of LENGTH words, one every `step` words; returns how many there were.

    `kinds` is 1 for the surface form of each word alone, 3 for all its terms.
    """
    written = 0
    with open_text(corpus) as lines, target.open("w", encoding="utf-8") as file:
        for line in lines:
            article = json.loads(line)
            lang = article.get("lang") or "en"
            words = [" ".join(word_terms(token, lang)[:kinds]) for token in tokens(article["text"])]
            for begin in range(0, max(1, len(words) - LENGTH + step), step):
                if written == passages:
                    return written
                if not words:
                    break
                file.write(" ".join(words[begin : begin + LENGTH]) + "\n")
                written += 1
    return written


def read_passages(path: Path) -> Iterator[list[str]]:
    """The terms of each passage."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.split()


def draw_questions(path: Path, each: int) -> list[Question]:
    """So many questions of each of three kinds, the same for the same file.

    usual: words in fewer than one of 50 passages. frequent: in one of 50 to one of 10. very frequent: in more.
    """
    chance = random.Random(4)
    frequencies: Counter[str] = Counter()
    drawn: list[list[str]] = []
    for number, terms in enumerate(read_passages(path)):
        if number % COUNTED == 0:
            frequencies.update({term for term in terms if term.startswith("w:")})
        if len(drawn) < DRAWN:
            drawn.append(terms)
        elif chance.random() < DRAWN / number:
            drawn[chance.randrange(DRAWN)] = terms
    counted = -(-(number + 1) // COUNTED)
    limits = {
        "usual": (0, counted / 50),
        "frequent": (counted / 50, counted / 10),
        "very frequent": (counted / 10, counted + 1),
    }
    questions: list[Question] = []
    for kind, (least, most) in limits.items():
        chosen = 0
        for terms in drawn:
            words = sorted({term for term in terms if term in frequencies and least <= frequencies[term] < most})
            if len(words) >= 4 and chosen < each:
                questions.append(Question(kind, chance.sample(words, min(6, len(words)))))
                chosen += 1
    return questions


def all_kinds(question: Question, kinds: int) -> list[str]:
    """The terms of the question's words."""
    return [term for word in question.words for term in word_terms(word.removeprefix("w:"), "en")[:kinds]]
