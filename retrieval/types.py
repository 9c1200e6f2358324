"""The nouns of the domain. All offsets count Python characters (code points) in `Article.text`."""

from dataclasses import dataclass
from hashlib import blake2b
from itertools import takewhile
from typing import Literal

Kind = Literal["body", "heading", "caption"]
Confidence = Literal["sure", "possible", "nearest", "none"]
State = Literal["current", "corrected", "withdrawn"]

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article that no sentence crosses: a paragraph, a heading, a list item, a caption.

    `page` is the one of a PDF on which it begins, counted from 1; `second` is the one of a recording at which it is
    said. `turns` are (offset, number) of each later page (or second) that begins within it, the offsets counted from
    `start`. `recognised` is what a machine read off a picture, which may have misread it.
    """

    start: int
    end: int
    kind: Kind = "body"
    page: int | None = None
    second: int | None = None
    turns: tuple[tuple[int, int], ...] = ()
    recognised: bool = False

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at `offset` of the article stands, if the article has pages."""
        return None if self.page is None else self._number_at(offset, self.page)

    def second_at(self, offset: int) -> int | None:
        """The second at which it is said, if the article is what was said."""
        return None if self.second is None else self._number_at(offset, self.second)

    def _number_at(self, offset: int, first: int) -> int:
        begun = takewhile(lambda turn: self.start + turn[0] <= offset, self.turns)
        return max((number for _, number in begun), default=first)


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
class Address:
    """A web page that a file names without its text, as lists of what to read later do."""

    url: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as offsets: `article.text[start:end]` is the sentence, letter for letter."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """What is indexed and found: a paragraph, or a part of a very long one, with its sentences.

    `paragraph` counts the article's blocks that are no headings, from 1; `heading` is the one above it, or "";
    `page` is the one on which it begins, where the article has pages. `block` is the one that it is (a part of).
    """

    article: Article
    paragraph: int
    start: int
    end: int
    kind: Kind
    heading: str
    sentences: tuple[Sentence, ...]
    page: int | None = None
    block: Block | None = None

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
    def page(self) -> int | None:
        """The page on which the sentence begins, where the article has pages."""
        block = self.passage.block
        return block.page_at(self.sentence.start) if block else self.passage.page

    @property
    def second(self) -> int | None:
        """The second at which the sentence begins, where the article is what was said (subtitles)."""
        block = self.passage.block
        return block.second_at(self.sentence.start) if block else None

    @property
    def recognised(self) -> bool:
        """Whether a machine read the sentence off a picture of the page, and may have misread it."""
        block = self.passage.block
        return bool(block and block.recognised)

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
    shares sum to 1. The families are the keys of `retrieval.answering.features.FAMILIES`, "likeness" and "reading".
    """

    matched: tuple[str, ...]
    nearby: tuple[str, ...]
    missing: tuple[str, ...]
    reasons: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which articles are asked, and which passages of them; what is empty asks for any.

    `source`, `author` and `title` are parts of the article's own; `after` (from then on) and `before` (not then any
    more) are ISO dates as precise as they were typed; `article` is its number. A passage has each of the phrases
    `exact`, but for case and accents, and none of the words `without`.
    """

    exact: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    source: str = ""
    author: str = ""
    title: str = ""
    lang: str = ""
    after: str = ""
    before: str = ""
    article: int = 0

    def __bool__(self) -> bool:
        return self != Filter()


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an operator as it was `typed`: its `name` (`meant` is the nearest), or the value of `lang`,
    `before`, `after`, `in`, `source`, `author` or `title`; `nothing`: no article is as all of them say; `alone`: they
    came without a question."""

    kind: str
    typed: str = ""
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the articles say to a question, or that they are silent (`confidence == "none"`).

    `probability` (0 to 1) is that of the first sentence answering the question. `citations` are best first, at most
    three; where there are none, `nearest` has the sentences that came closest. Where the confidence is "nearest", the
    first of these may be quoted as what it is; where it is "none", none may be. `unknown` are the words of the question
    that no article holds, as they were typed; `understood` pairs those that were taken for another word (typed, as an
    article writes it). `further` are the sentences next in order, for whoever wants another one, and `explained` says
    of each why it came there. `agreeing` are sentences of other articles that say what the first citation says, and
    `differing` those that say otherwise (another number, date or name, or the contrary), both newest article first. A
    story that several papers carry agrees with nobody but others. `filter` says which articles were asked, and `faults`
    why none were.
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
    filter: Filter = Filter()
    faults: tuple[Fault, ...] = ()


def _base36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
        if not number:
            return digits
