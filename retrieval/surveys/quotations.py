"""A text that somebody gives for a quotation: does it stand in an article, word for word, nearly, or not at all?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from retrieval.index import Index
from retrieval.library import Library
from retrieval.surveys.differences import closest, differences, tokens_of
from retrieval.surveys.typography import MARK, Plain, plain
from retrieval.surveys.windows import Window, windows
from retrieval.types import Article, Citation

Verdict = Literal["verbatim", "nearly", "absent"]

# What reads at least so much alike, in letters, is nearly the same. Of 174 sentences of fr_piaf, the stretch most like
# them in other articles came to .64 at most, to .49 in the middle.
NEARLY = 0.75
# The stop or comma that ends a quotation is its own, not what it quotes.
ENDING = f".,;:…– {MARK}"
# Passages that are offered where it stands nowhere.
MOST_NEAREST = 3
# Behind any date.
UNDATED = "~"


@dataclass(frozen=True, slots=True)
class Place:
    """Where it stands: `article.text[start:end]`. `citations` are the sentences that it is in, in their order; where
    it is none of a passage (a title), the first sentence below it."""

    article: Article
    start: int
    end: int
    citations: tuple[Citation, ...]

    @property
    def text(self) -> str:
        """The article's own words."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words that are not the same: where they stand in the article, and in the text that was given; one may be empty
    (`start == end`)."""

    in_article: tuple[int, int]
    given: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a text that was looked for. `places` are where it stands (or the one where it nearly does, and
    other articles that have the same words there), the oldest article first. `nearest` are sentences of the passages
    that came closest, where it stands nowhere."""

    text: str
    verdict: Verdict
    places: tuple[Place, ...] = ()
    differences: tuple[Difference, ...] = ()
    nearest: tuple[Citation, ...] = ()


def find_quotation(text: str, library: Library, index: Index) -> Found:
    """Looks for a text, without its quotation marks, in the articles: word for word whatever marks and spaces set it,
    also across the ends of sentences and paragraphs; else nearly."""
    text = text.strip()
    wanted = plain(text)
    looked = [(window, plain(window.text)) for window in windows(text, library, index)]
    if places := list(_stands(wanted.text, looked, library)):
        return Found(text, "verbatim", _oldest_first(places))
    given = tokens_of(wanted)
    tried = [(*closest(given, there), window, there) for window, there in ((w, tokens_of(p)) for w, p in looked)]
    best = max(tried, key=lambda one: one[0], default=None)
    if best is None or best[0] < NEARLY:
        nearest = (_place(window, there.original(*stretch, 0), library) for _, stretch, window, there in tried)
        quoted = dict.fromkeys(one for place in islice(nearest, MOST_NEAREST) for one in place.citations[:1])
        return Found(text, "absent", nearest=tuple(quoted))
    _, stretch, window, there = best
    place = _place(window, there.original(*stretch, 0), library)
    others = [one for one in _stands(plain(place.text).text, looked, library) if one.article != place.article]
    differing = tuple(
        Difference((window.start + here[0], window.start + here[1]), mine)
        for mine, here in differences(given, there, stretch)
    )
    verdict: Verdict = "nearly" if differing else "verbatim"  # the same words, with more spaces between them
    return Found(text, verdict, (place, *_oldest_first(others)), differing)


def _stands(wanted: str, looked: Iterable[tuple[Window, Plain]], library: Library) -> Iterator[Place]:
    """Where a plain text stands as whole words, whatever it ends with; with its end where that stands there too."""
    needle = wanted.strip(ENDING)
    tail = wanted[wanted.index(needle) + len(needle) :]
    for window, there in looked:
        start = there.text.find(needle) if needle else -1
        while start >= 0:
            end = start + len(needle)
            if not _cuts_a_word(there.text, start) and not _cuts_a_word(there.text, end):
                behind = zip(tail, there.text[end:], strict=False)
                end += len(list(takewhile(lambda pair: pair[0] == pair[1], behind)))
                yield _place(window, there.original(start, end), library)
            start = there.text.find(needle, end)


def _cuts_a_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _place(window: Window, span: tuple[int, int], library: Library) -> Place:
    start, end = window.start + span[0], window.start + span[1]
    passages = library.passages_of(window.article)
    sentences = [Citation(passage, sentence) for passage in passages for sentence in passage.sentences]
    inside = [one for one in sentences if one.sentence.start < end and start < one.sentence.end]
    below = [one for one in sentences if one.sentence.start >= end][:1]
    return Place(window.article, start, end, tuple(inside or below or sentences[-1:]))


def _oldest_first(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each once; those of articles without a date come last."""
    return tuple(sorted(places, key=lambda place: (place.article.date or UNDATED, place.article.id, place.start)))
