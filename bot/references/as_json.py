"""Answers, passages and sources as programs get them: `ibid ask --json`, `/v1`, MCP. Others rely on the names."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from time import perf_counter

from bot.conversation import friendly_line
from bot.wording import speaker_in
from bot.wording.surveys import as_answer
from retrieval.answering import silence
from retrieval.asking import Articles
from retrieval.queries import pasted_quotation
from retrieval.surveys import Found
from retrieval.types import Answer, Article, Citation, Source

Json = dict[str, object]


def asked_as_json(question: str, articles: Articles, ranked: int = 0) -> Json:
    """What is said to a question, as `ibid ask --json` prints it: to small talk nothing, to a pasted quotation where it
    stands, to all else the answer; with the first `ranked` sentences, each with its chance."""
    if text := pasted_quotation(question):
        begin = perf_counter()
        return quotation_as_json(articles.surveys.quotation(text), question, 1000 * (perf_counter() - begin))
    if friendly_line(question, "en"):
        return answer_as_json(silence(question))
    found, ranking = articles.ranked(question, ranked)
    return answer_as_json(found) | ({"ranking": ranking_as_json(ranking)} if ranked else {})


def answer_as_json(answer: Answer) -> Json:
    """An answer as `ibid ask --json` prints it."""
    return {
        "question": answer.question,
        **_narrowed(answer),
        "confidence": answer.confidence,
        "probability": round(answer.probability, 4),
        "citations": [citation_as_json(citation) for citation in answer.citations],
        "nearest": [citation_as_json(citation) for citation in answer.nearest],
        "milliseconds": round(answer.milliseconds, 3),
    }


def ranking_as_json(ranking: Sequence[tuple[Citation, float]]) -> list[Json]:
    """The first sentences, with the probability of each that it answers."""
    return [
        {
            "sentence": citation.text,
            "start": citation.sentence.start,
            "end": citation.sentence.end,
            "probability": round(chance, 4),
            "article": article_as_json(citation.article),
        }
        for citation, chance in ranking
    ]


def passages_as_json(answer: Answer, best: Sequence[Citation]) -> Json:
    """The passages of these sentences, each of which is the best of its passage; `answer` says which were asked."""
    return {
        "query": answer.question,
        **_narrowed(answer),
        "passages": [
            {
                "text": citation.passage.text,
                "start": citation.passage.start,
                "end": citation.passage.end,
                "paragraph": citation.passage.paragraph,
                "heading": citation.passage.heading,
                "kind": citation.passage.kind,
                "best": citation_as_json(citation),
            }
            for citation in best
        ],
        "milliseconds": round(answer.milliseconds, 3),
    }


def source_as_json(source: Source, *, show_withdrawn: bool) -> Json:
    """A citation and what became of it; the words of a withdrawn article only with `show_withdrawn`."""
    shown = show_withdrawn or source.state != "withdrawn"
    passage = source.citation.passage
    quoted = citation_as_json(source.citation)
    del quoted["copies"]
    return quoted | {
        "state": source.state,
        "sentence": quoted["sentence"] if shown else None,
        "text": passage.text if shown else None,
        "text_start": passage.start,
        "now": source.now.text if source.now else None,
    }


def quotation_as_json(found: Found, asked: str, milliseconds: float) -> Json:
    """Where a pasted quotation stands, as `ibid ask --json` prints it: as an answer, with what was found."""
    answer = replace(as_answer(found, asked), milliseconds=milliseconds)
    article = found.places[0].article.text if found.places else ""
    return answer_as_json(answer) | {
        "quotation": {
            "verdict": found.verdict,
            "places": [
                {
                    "text": place.text,
                    "start": place.start,
                    "end": place.end,
                    "article": article_as_json(place.article),
                    "citations": [citation_as_json(citation) for citation in place.citations],
                }
                for place in found.places
            ],
            "differences": [
                {"article": _stretch(article, one.in_article), "given": _stretch(found.text, one.given)}
                for one in found.differences
            ],
        }
    }


def article_as_json(article: Article) -> Json:
    return {field: getattr(article, field) for field in ("id", "title", "date", "url", "author", "source")}


def citation_as_json(citation: Citation) -> Json:
    known: Json = {"page": citation.page, "second": citation.second, "recognised": citation.recognised or None}
    known["speaker"] = speaker_in(citation) or None
    return {
        "id": citation.id,
        "sentence": citation.text,
        "start": citation.sentence.start,
        "end": citation.sentence.end,
        "paragraph": citation.passage.paragraph,
        **{name: value for name, value in known.items() if value is not None},
        "article": article_as_json(citation.article),
        "copies": [article_as_json(article) for article in citation.copies],
    }


def _narrowed(answer: Answer) -> Json:
    """Which articles were asked, and what was wrong with how that was said, where there is such."""
    told: Json = {}
    if answer.filter:
        told["filter"] = {name: value for name, value in asdict(answer.filter).items() if value}
    if answer.faults:
        told["faults"] = [asdict(fault) for fault in answer.faults]
    return told


def _stretch(text: str, span: tuple[int, int]) -> Json:
    return {"text": text[slice(*span)], "start": span[0], "end": span[1]}
