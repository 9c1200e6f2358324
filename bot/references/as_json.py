"""An answer as `ibid ask --json` prints it."""

from dataclasses import asdict, replace

from bot.wording.surveys import as_answer
from retrieval.surveys import Found
from retrieval.types import Answer, Article, Citation


def answer_as_json(answer: Answer) -> dict[str, object]:
    """An answer as `ibid ask --json` prints it; others rely on the names."""
    narrowed: dict[str, object] = {}
    if answer.filter:
        narrowed["filter"] = {name: value for name, value in asdict(answer.filter).items() if value}
    if answer.faults:
        narrowed["faults"] = [asdict(fault) for fault in answer.faults]
    return {
        "question": answer.question,
        **narrowed,
        "confidence": answer.confidence,
        "probability": round(answer.probability, 4),
        "citations": [_citation_as_json(citation) for citation in answer.citations],
        "nearest": [_citation_as_json(citation) for citation in answer.nearest],
        "milliseconds": round(answer.milliseconds, 3),
    }


def _citation_as_json(citation: Citation) -> dict[str, object]:
    known = {"page": citation.page, "second": citation.second, "recognised": citation.recognised or None}
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


def quotation_as_json(found: Found, asked: str, milliseconds: float) -> dict[str, object]:
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
                    "citations": [_citation_as_json(citation) for citation in place.citations],
                }
                for place in found.places
            ],
            "differences": [
                {"article": _stretch(article, one.in_article), "given": _stretch(found.text, one.given)}
                for one in found.differences
            ],
        }
    }


def _stretch(text: str, span: tuple[int, int]) -> dict[str, object]:
    return {"text": text[slice(*span)], "start": span[0], "end": span[1]}


def article_as_json(article: Article) -> dict[str, object]:
    return {field: getattr(article, field) for field in ("id", "title", "date", "url", "author", "source")}
