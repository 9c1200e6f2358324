"""The shapes of what `/v1` takes and gives, as its OpenAPI description tells them; the JSON is made elsewhere."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from retrieval.types import Confidence, Kind, State

# Characters of a question: as many as a message of Telegram's has.
LONGEST = 4096
# Sentences of a ranking, passages of a search, articles of a page.
MOST_RANKED, MOST_PASSAGES, MOST_ARTICLES = 10, 50, 100
# A larger number is none to a database.
FARTHEST = 2**31


class _Asked(BaseModel):
    """A name that is not known is refused, so that a slip does not pass for a wish that was granted."""

    model_config = ConfigDict(extra="forbid")


class Question(_Asked):
    question: str = Field(min_length=1, max_length=LONGEST, description="With operators, or without.")
    ranking: int = Field(0, ge=0, le=MOST_RANKED, description="Also the first so many sentences, each with its chance.")


class Search(_Asked):
    query: str = Field(min_length=1, max_length=LONGEST, description="A question, or words; operators too.")
    most: int = Field(MOST_RANKED, ge=1, le=MOST_PASSAGES, description="How many passages.")


class _Told(BaseModel):
    """What is told may get more fields, never fewer."""

    model_config = ConfigDict(extra="allow")


class Article(_Told):
    id: str
    title: str
    date: str | None = Field(description="As precise as it is known: 2023, 2023-09 or 2023-09-13.")
    url: str | None
    author: str | None
    source: str | None = Field(description="The outlet.")


class Quotation(_Told):
    """`sentence` is `text[start:end]` of the article, letter for letter: quote it as it is."""

    id: str = Field(description="For ever the same, on every machine; /s/{id} shows it.")
    sentence: str
    start: int
    end: int
    paragraph: int = Field(description="Counted from 1.")
    page: int | None = Field(None, description="Only where the article has pages.")
    second: int | None = Field(None, description="Only where the article is what was said.")
    recognised: bool | None = Field(None, description="Whether a machine read it off a picture.")
    article: Article
    copies: list[Article] = Field(description="Other articles that carry the same story with this very sentence.")


class Filter(_Told):
    exact: list[str] | None = None
    without: list[str] | None = None
    source: str | None = None
    author: str | None = None
    title: str | None = None
    lang: str | None = None
    after: str | None = None
    before: str | None = None
    article: int | None = None


class Fault(_Told):
    kind: str
    typed: str
    meant: str


class Ranked(_Told):
    sentence: str
    start: int
    end: int
    probability: float
    article: Article


class Stretch(_Told):
    text: str
    start: int
    end: int


class Difference(_Told):
    article: Stretch
    given: Stretch


class Place(_Told):
    text: str
    start: int
    end: int
    article: Article
    citations: list[Quotation]


class Pasted(_Told):
    verdict: str
    places: list[Place]
    differences: list[Difference]


class Answer(_Told):
    question: str
    filter: Filter | None = Field(None, description="Which articles were asked, where not all were.")
    faults: list[Fault] | None = Field(None, description="What is wrong with an operator; then nothing was looked for.")
    confidence: Confidence
    probability: float = Field(description="From 0 to 1, that the first sentence answers.")
    citations: list[Quotation] = Field(description="What answers, at most three, best first.")
    nearest: list[Quotation] = Field(description="Where nothing answers: what came closest, which is no answer.")
    milliseconds: float
    quotation: Pasted | None = Field(None, description="Where a pasted text stands, and what differs there.")
    ranking: list[Ranked] | None = Field(None, description="Where it was asked for.")


class Passage(_Told):
    text: str
    start: int
    end: int
    paragraph: int
    heading: str
    kind: Kind
    best: Quotation = Field(description="Its sentence that comes closest.")


class Passages(_Told):
    query: str
    filter: Filter | None = None
    faults: list[Fault] | None = None
    passages: list[Passage]
    milliseconds: float


class Source(_Told):
    """What became of a quotation. The words of a withdrawn article are null, unless IBID_SHOW_WITHDRAWN is set."""

    id: str
    state: State
    sentence: str | None
    start: int
    end: int
    paragraph: int
    page: int | None = None
    second: int | None = None
    recognised: bool | None = None
    text: str | None = Field(description="The whole paragraph.")
    text_start: int = Field(description="Where the paragraph begins in the article.")
    now: str | None = Field(description="Of a corrected article: the paragraph that stands there now.")
    article: Article


class Entry(_Told):
    number: int
    id: str
    title: str
    source: str | None
    date: str | None
    lang: str


class Articles(_Told):
    total: int
    offset: int
    articles: list[Entry]


class Error(_Told):
    kind: Literal["invalid", "key", "refused", "unknown", "method", "too_large", "too_many", "busy", "failed"]
    message: str


class Failure(_Told):
    error: Error
