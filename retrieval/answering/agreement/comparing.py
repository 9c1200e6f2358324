"""Which other articles say what the best sentence says, and which say otherwise."""

from collections.abc import Mapping, Sequence

from retrieval.answering.agreement.contradictions import contradict, deny, is_judged, reports
from retrieval.answering.agreement.figures import FIGURES, same_figures
from retrieval.answering.holdings import holdings
from retrieval.answering.ranking import Ranked, Ranking
from retrieval.types import Citation

# Two sentences that share this much of their words (Jaccard) speak of the same thing …
SAME_STATEMENT = 0.45
# … and so do two that hold the figure that was asked for, if they share this much.
SAME_FIGURE = 0.2
# Further down the ranking than this (in log-odds below the best) nothing answers the question.
ANSWERS_WITHIN = 4.0


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
    """Whether `other` says the same (True), says otherwise beyond doubt (False), or something else (None)."""
    one, two = (holdings(citation.text, citation.article.lang).content for citation in (best, other))
    shared = len(one & two) / max(1, len(one | two))
    question = ranking.evidence.question
    against = contradict(best, other, question)
    if against is not None:
        return False if against else None
    if question.kind not in FIGURES:
        return True if shared >= SAME_STATEMENT and not deny(best, other) else None
    figures = FIGURES[question.kind]
    same = same_figures(figures(best), figures(other), question.surfaces)
    if same is None or shared < SAME_FIGURE:
        return None
    if same:
        return True
    doubted = shared < SAME_STATEMENT or reports(best, other) or is_judged(best, question)
    return None if doubted else False


def _newest_first(citations: list[Citation]) -> tuple[Citation, ...]:
    return tuple(sorted(citations, key=lambda citation: citation.article.date or "", reverse=True))
