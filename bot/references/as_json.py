"""An answer as `ibid ask --json` prints it."""

from dataclasses import asdict

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


def article_as_json(article: Article) -> dict[str, object]:
    return {field: getattr(article, field) for field in ("id", "title", "date", "url", "author", "source")}
