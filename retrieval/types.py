"""The nouns of the domain. All offsets count Python characters (code points) in `Article.text`."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

Kind = Literal["body", "heading", "caption"]
Confidence = Literal["sure", "possible", "none"]
State = Literal["current", "corrected", "withdrawn"]

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article that no sentence crosses: a paragraph, a heading, a list item, a caption."""

    start: int
    end: int
    kind: Kind = "body"
    page: int | None = None  # of a PDF, counted from 1


@dataclass(frozen=True, slots=True)
class Article:
    """What a reader made of a file or a line of one. `text` is never altered afterwards: it is what gets quoted.

    `id` names the article for people (a path, the id of a JSON line); `lang` is an ISO 639-1 code;
    `date` is as precise as the source was: `2023`, `2023-09` or `2023-09-13`. `blocks` are in order,
    do not overlap, and leave out nothing but white space.
    """

    id: str
    title: str
    text: str
    lang: str
    blocks: tuple[Block, ...]
    date: str | None = None
    url: str | None = None
    author: str | None = None
    source: str | None = None

    @property
    def version(self) -> str:
        """Twelve characters that stand for this text under this id (60 bits): another text, another version."""
        digest = blake2b(f"{self.id}\0{self.text}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return _base36(int.from_bytes(digest) >> 4).rjust(12, "0")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as offsets: `article.text[start:end]` is the sentence, letter for letter."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and found: a paragraph, or a part of a very long one, with its sentences.

    `paragraph` counts the article's blocks that are no headings, from 1; `heading` is the one above it, or "";
    `page` is the one on which it begins, where the article has pages.
    """

    article: Article
    paragraph: int
    start: int
    end: int
    kind: Kind
    heading: str
    sentences: tuple[Sentence, ...]
    page: int | None = None

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by the index and its BM25 score (0 or more; comparable within one question only).

    `asked` is the question that the passage before it ends with, as in an interview, or "".
    """

    passage: Passage
    score: float
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A sentence of a passage, quotable and permanent.

    `lead` is the sentence before it, to be quoted with it where it would not be understood alone ("Il a été…").
    `copies` are the other articles that carry the same story with this very sentence, in the order in which they came.
    """

    passage: Passage
    sentence: Sentence
    lead: Sentence | None = None
    copies: tuple[Article, ...] = ()

    @property
    def article(self) -> Article:
        return self.passage.article

    @property
    def text(self) -> str:
        """The sentence, letter for letter."""
        return self.article.text[self.sentence.start : self.sentence.end]

    @property
    def id(self) -> str:
        """The version of the article and where the sentence stands in it: `0k3v9x2m7qab-1f3-4k`.

        At most 33 characters of `0-9a-z-`, so that it fits in callback data and in a `?start=` link.
        """
        start, end = self.sentence.start, self.sentence.end
        return f"{self.article.version}-{_base36(start)}-{_base36(end - start)}"


@dataclass(frozen=True, slots=True)
class Source:
    """What became of a cited sentence.

    `current`: its article still says so. `corrected`: the article has another text now, and `now` is the passage of
    it that comes closest, None where none does. `withdrawn`: the article was taken out of the library.
    """

    citation: Citation
    state: State
    now: Passage | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the best sentence came first. The words are the question's, as they were typed.

    `matched` stand in the sentence, `nearby` only in its paragraph, its neighbours or the title, `missing` in neither.
    `reasons` are (family of evidence, share): what put the sentence above the mean of all candidates, most first; the
    shares sum to 1. The families are the keys of `retrieval.answering.features.FAMILIES`.
    """

    matched: tuple[str, ...]
    nearby: tuple[str, ...]
    missing: tuple[str, ...]
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question, or that they are silent (`confidence == "none"`).

    `probability` (0 to 1) is that of the articles answering the question. `citations` are best first, at
    most three; where there are none, `nearest` has the sentences that came closest, never to be shown as an
    answer. `unknown` are the words of the question that no article holds, as they were typed; `understood` pairs those
    that were taken for another word (typed, as an article writes it). `further` are the sentences next in order, for
    whoever wants another one, and `explained` says of each why it came there. `agreeing` are sentences of other
    articles that say what the first citation says, and `differing` those that say the same with another number or
    date, both newest article first. A story that several papers carry agrees with nobody but others.
    """

    question: str
    lang: str
    confidence: Confidence
    probability: float
    citations: tuple[Citation, ...]
    nearest: tuple[Citation, ...]
    unknown: tuple[str, ...]
    milliseconds: float
    understood: tuple[tuple[str, str], ...] = ()
    further: tuple[Citation, ...] = ()
    agreeing: tuple[Citation, ...] = ()
    differing: tuple[Citation, ...] = ()
    explanation: Explanation | None = None
    explained: tuple[Explanation, ...] = ()


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
        if not number:
            return digits
