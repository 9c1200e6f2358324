"""Citations and answers made for a test, and what holds of every reply."""

from dataclasses import replace

from bot.sending.delivery import keyboard
from bot.wording.messages import Reply
from retrieval.types import Answer, Article, Block, Citation, Passage, Sentence
from tests.bot_api.keyboards import check_markup
from tests.bot_api.text import check_text, utf16_slice

PARAGRAPH = "Le phare 🗼 de Skarn est éteint. Il a servi 161 ans ! Personne ne l'a remplacé."
SENTENCE = "Il a servi 161 ans !"


def cite(sentence: str = SENTENCE, paragraph: str = PARAGRAPH, heading: str = "", **fields: str | None) -> Citation:
    """A citation of `sentence` in the second paragraph of an article made for it."""
    values: dict[str, str | None] = {"source": "Le Quai", "date": "2019-05-04", **fields}
    text = f"Un premier paragraphe.\n\n{paragraph}"
    start = len(text) - len(paragraph)
    article = Article(
        id="phare.txt",
        title=values.pop("title", None) or "Le phare s'éteint",
        text=text,
        lang="fr",
        blocks=(Block(0, start - 2), Block(start, len(text))),
        **values,
    )
    found = start + paragraph.index(sentence)
    whole = Sentence(found, found + len(sentence))
    return Citation(Passage(article, 2, start, len(text), "body", heading, (whole,)), whole)


def answered(*citations: Citation, confidence: str = "sure", **fields: tuple[object, ...]) -> Answer:
    silent = Answer("?", "fr", "none", 0.5, (), (), (), 1.0)
    return replace(silent, confidence=confidence, citations=citations, **fields)  # type: ignore[arg-type]  # a test's own values


def covered(reply: Reply, kind: str) -> list[str]:
    return [utf16_slice(reply.text, one.offset, one.length) for one in reply.entities if one.kind == kind]


def assert_sendable(reply: Reply) -> None:
    """The server of the tests takes the message, and keeps text and entities as they are."""
    entities = [
        {"type": one.kind, "offset": one.offset, "length": one.length} | ({"url": one.url} if one.url else {})
        for one in reply.entities
    ]
    assert check_text(reply.text, entities) == (reply.text, entities)
    markup = keyboard(reply)
    check_markup(markup.to_dict() if markup else None)
