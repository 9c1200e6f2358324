"""From a question to cited sentences, or to silence."""

from time import perf_counter

from retrieval import abstention
from retrieval.holdings import holdings
from retrieval.index import Index
from retrieval.library import Library
from retrieval.question import Question, read_question
from retrieval.ranking import Ranked, Ranking, rank
from retrieval.types import Answer, Citation, Hit

# Passages whose sentences are weighed. On fr_piaf the right one is among the first 30 for .950 of the questions.
CANDIDATES = 30
MOST_CITATIONS = 3
# A further sentence is cited while its weight is within this of the best one's (in units of log-odds).
CITED_WITHIN = 2.0
# Two sentences that share more of their words than this say the same thing.
NEAR_DUPLICATE = 0.8


def answer(question: str, library: Library, index: Index) -> Answer:
    """Answers `question` with sentences of `library`, found through `index`, which must reflect it."""
    begin = perf_counter()
    asked, ranking = search(question, library, index)
    chance = abstention.probability(ranking) if ranking else 0.0
    confidence = abstention.confidence(chance)
    found = cited(ranking) if ranking else ()
    answered = confidence != "none"
    return Answer(
        question=question,
        lang=asked.lang,
        confidence=confidence,
        probability=chance,
        citations=found if answered else (),
        nearest=() if answered else nearest(ranking) if ranking else (),
        unknown=tuple(word.text for word in asked.words if word.unseen),
        milliseconds=(perf_counter() - begin) * 1000,
    )


def silence(question: str) -> Answer:
    """The answer to what is no question: nothing was looked for, so nothing is said to be missing."""
    return Answer(question, "und", "none", 0.0, (), (), (), 0.0)


def search(question: str, library: Library, index: Index) -> tuple[Question, Ranking | None]:
    """The question as it was read, and the ranking of what was found; None where no passage has a word of it."""
    asked = read_question(question, index, library.languages)
    found = index.top(asked.terms, CANDIDATES)
    passages = library.find([number for number, _ in found])
    hits = [Hit(passages[number], score) for number, score in found if number in passages]
    return asked, rank(asked, hits) if hits else None


def cited(ranking: Ranking) -> tuple[Citation, ...]:
    """The best sentence and those that come close to it, no two of which say the same."""
    best = ranking.sentences[0]
    chosen: list[Citation] = []
    for ranked in ranking.sentences:
        if len(chosen) == MOST_CITATIONS or ranked.score < best.score - CITED_WITHIN:
            break
        if not any(_same(ranked.citation, earlier) for earlier in chosen):
            chosen.append(ranked.citation)
    return tuple(chosen)


def nearest(ranking: Ranking) -> tuple[Citation, ...]:
    """The best sentence of each of the passages that came closest."""
    first_of: dict[int, Ranked] = {}
    for ranked in ranking.sentences:
        first_of.setdefault(int(ranking.evidence.passage_of[ranked.row]), ranked)
        if len(first_of) == MOST_CITATIONS:
            break
    return tuple(ranked.citation for ranked in first_of.values())


def _same(one: Citation, other: Citation) -> bool:
    first = holdings(one.text, one.article.lang).content
    second = holdings(other.text, other.article.lang).content
    return len(first & second) > NEAR_DUPLICATE * len(first | second) or one.text == other.text
