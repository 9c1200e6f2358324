"""The passages whose sentences are weighed: the best, no copy twice, and what stands behind a question in them."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from retrieval.answering.holdings import is_question
from retrieval.index import terms_of
from retrieval.language import split_sentences
from retrieval.library import Library
from retrieval.types import Hit, Passage

# Passages whose sentences are weighed. On fr_piaf the right one is among the first 30 for .950 of the questions.
CANDIDATES = 30
# So many different ones are enough; while copies leave fewer, more passages are looked at, up to so many.
ENOUGH, MOST_PASSAGES = 24, 480


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages, best first, with their numbers. `copied`: the terms of those of which there are copies besides, and
    how many."""

    numbers: tuple[int, ...]
    hits: tuple[Hit, ...]
    copied: tuple[tuple[frozenset[str], int], ...]


class Found(Protocol):
    """What finds passages: an index, or one narrowed to what a filter lets through."""

    def top(self, query: Iterable[str], k: int) -> list[tuple[int, float]]:
        """The at most `k` best passages, best first, as (number, score)."""


def find_candidates(terms: Sequence[str], library: Library, index: Found, alike: Sequence[int] = ()) -> Candidates:
    """The best passages for `terms`, then those of the numbers `alike` that are not among them (with the score 0).

    Of those that the articles of one story have word for word, only the best placed: copies would crowd out other
    articles, and an answer would have itself for a rival.
    """
    wanted = CANDIDATES
    while True:
        found = index.top(terms, wanted)
        placed = _without_copies(found, library)
        if len(placed) >= ENOUGH or len(found) < wanted or wanted >= MOST_PASSAGES:
            break
        wanted *= 4
    copied = tuple((frozenset(terms_of(first.passage)), len(rest)) for (_, first), *rest in placed if rest)
    best = [first for first, *_ in placed][:CANDIDATES]
    known = {number for number, _ in found}
    if others := [(number, 0.0) for number in alike if number not in known]:
        best = [first for first, *_ in _without_copies([(n, hit.score) for n, hit in best] + others, library)]
    whole = _with_what_answers(best, library)
    return Candidates(tuple(number for number, _ in whole), tuple(hit for _, hit in whole), copied)


def _without_copies(found: Sequence[tuple[int, float]], library: Library) -> list[list[tuple[int, Hit]]]:
    """The passages with these numbers and scores in their order, each followed by its copies."""
    passages = library.find([number for number, _ in found])
    stories = library.stories({passage.article.id for passage in passages.values()})
    hits: dict[object, list[tuple[int, Hit]]] = {}
    for number, score in found:
        if passage := passages.get(number):
            story = stories.get(passage.article.id)
            same = (story, " ".join(passage.text.split())) if story else number
            hits.setdefault(same, []).append((number, Hit(passage, score)))
    return list(hits.values())


def _with_what_answers(found: Sequence[tuple[int, Hit]], library: Library) -> list[tuple[int, Hit]]:
    """The passages, each with the question that it answers, and behind each that ends with a question the next one.

    In an interview the question holds the words that are looked for, and the passage behind it the answer.
    """
    known = {number for number, _ in found}
    asking = [number for number, hit in found if _asks(hit.passage) and number + 1 not in known]
    behind = library.find([number + 1 for number in asking]) if asking else {}
    hits: list[tuple[int, Hit]] = []
    for number, hit in found:
        hits.append((number, replace(hit, asked=_question_before(hit.passage))))
        following = behind.get(number + 1) if number in asking else None
        if following and following.article.version == hit.passage.article.version:
            hits.append((number + 1, Hit(following, hit.score, asked=_last_sentence(hit.passage))))
    return hits


def _asks(passage: Passage) -> bool:
    return is_question(passage.text)


def _last_sentence(passage: Passage) -> str:
    last = passage.sentences[-1]
    return passage.article.text[last.start : last.end]


def _question_before(passage: Passage) -> str:
    """The question that ends the block before the passage's, where the passage opens its own; or ""."""
    article = passage.article
    place = bisect_left(article.blocks, passage.start, key=lambda block: block.start)
    if not 0 < place < len(article.blocks) or article.text[article.blocks[place].start : passage.start].strip():
        return ""
    before = article.blocks[place - 1]
    if before.kind == "heading" or not is_question(article.text[before.start : before.end]):
        return ""
    last = split_sentences(article.text, article.lang, before.start, before.end)[-1]
    return article.text[last.start : last.end]
