"""Which other articles say what the best sentence says, and which say it with another number or date."""

from collections.abc import Mapping, Sequence

from retrieval.holdings import Holdings, holdings
from retrieval.ranking import Ranked, Ranking
from retrieval.types import Citation

# Two sentences that share this much of their words (Jaccard) speak of the same thing …
SAME_STATEMENT = 0.45
# … and so do two that hold the figure that was asked for, if they share this much.
SAME_FIGURE = 0.2
# Further down the ranking than this (in log-odds below the best) nothing answers the question.
ANSWERS_WITHIN = 4.0

# For these kinds of question the figure is the answer: another one contradicts.
FIGURES = {"number": "quantities", "date": "dates"}


def agreement(ranking: Ranking, stories: Mapping[str, int]) -> tuple[tuple[Citation, ...], tuple[Citation, ...]]:
    """The sentences of other articles that agree with the best one and those that differ, newest article first.

    One sentence an article, the better ranked. Articles that carry one story (`stories`: id → its number) have it from
    each other: they count once where they agree. Articles without a date come last.
    """
    best = ranking.sentences[0]
    agreeing: list[Citation] = []
    differing: list[Citation] = []
    heard = {best.citation.article.id}
    voices = {_voice(best.citation, stories)}
    for ranked in _answers(ranking):
        if ranked.citation.article.id in heard:
            continue
        verdict = _compare(best.citation, ranked.citation, ranking)
        voice = _voice(ranked.citation, stories)
        if verdict is None or (verdict and voice in voices):
            continue
        voices.add(voice)
        heard.add(ranked.citation.article.id)
        (agreeing if verdict else differing).append(ranked.citation)
    return _newest_first(agreeing), _newest_first(differing)


def _voice(citation: Citation, stories: Mapping[str, int]) -> str | int:
    """Who speaks: the story where several articles carry it, else the article."""
    return stories.get(citation.article.id, citation.article.id)


def _answers(ranking: Ranking) -> Sequence[Ranked]:
    floor = ranking.sentences[0].score - ANSWERS_WITHIN
    return [ranked for ranked in ranking.sentences if ranked.score >= floor]


def _compare(best: Citation, other: Citation, ranking: Ranking) -> bool | None:
    """Whether `other` says the same (True), the same with another figure (False), or something else (None)."""
    one, two = _read(best), _read(other)
    shared = len(one.content & two.content) / max(1, len(one.content | two.content))
    kind = FIGURES.get(ranking.evidence.question.kind)
    if kind is None:
        return True if shared >= SAME_STATEMENT else None
    asked = ranking.evidence.question.surfaces
    figures, others = getattr(one, kind) - asked, getattr(two, kind) - asked
    if not figures or not others or shared < SAME_FIGURE:
        return None
    if figures & others:
        return True
    return False if shared >= SAME_STATEMENT else None


def _read(citation: Citation) -> Holdings:
    return holdings(citation.text, citation.article.lang)


def _newest_first(citations: list[Citation]) -> tuple[Citation, ...]:
    return tuple(sorted(citations, key=lambda citation: citation.article.date or "", reverse=True))
