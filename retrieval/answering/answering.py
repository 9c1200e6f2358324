"""From a question to cited sentences, or to silence."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from time import perf_counter

from retrieval.answering import abstention
from retrieval.answering.agreement import agreement
from retrieval.answering.candidates import find_candidates
from retrieval.answering.explanation import explain
from retrieval.answering.fits import lacking
from retrieval.answering.holdings import Holdings, holdings
from retrieval.answering.question import Question, read_question, reweighed
from retrieval.answering.ranking import Ranked, Ranking, rank
from retrieval.answering.reader import Dense, Reader
from retrieval.answering.rereading import reread
from retrieval.index import Index
from retrieval.language import WORD, fold, is_unspaced, without_copies
from retrieval.library import Library
from retrieval.queries import Arrived, narrow
from retrieval.types import Answer, Citation, Confidence, Filter, Passage, Sentence

MOST_CITATIONS = 3
# A further sentence is cited while its weight is within this of the best one's (in units of log-odds).
CITED_WITHIN = 2.0
# A further sentence that was read is cited if the reader's number, a logarithm of odds, is above this, or hardly below
# that of the best.
UNLIKELY, HARDLY = 0.0, 1.0
# Two sentences that share more of their words than this say the same thing.
NEAR_DUPLICATE = 0.8
# How many more sentences a person may ask for, and how far down the ranking they are looked for.
MOST_FURTHER, LOOKED_THROUGH = 5, 20


def answer(
    question: str,
    library: Library,
    index: Index,
    wanted: Filter = Filter(),  # noqa: B008 — frozen
    reader: Reader | None = None,
    dense: Dense | None = None,
) -> Answer:
    """Answers `question` with sentences of `library`, found through `index`, which must reflect it, and by `dense`, and
    read by `reader`, as far as there are such and they are ready: of the passages alone that are `wanted`."""
    begin = perf_counter()
    asked, ranking = search(question, library, index, wanted, reader, dense)
    found = told(question, asked, ranking, library, wanted)
    return replace(found, milliseconds=(perf_counter() - begin) * 1000)


def told(
    question: str,
    asked: Question,
    ranking: Ranking | None,
    library: Library,
    wanted: Filter = Filter(),  # noqa: B008 — frozen
) -> Answer:
    """What is said to `question`, as it was read and ranked by `search`; its milliseconds are 0."""
    silent = Answer(
        question=question,
        lang=asked.lang,
        confidence="none",
        probability=abstention.probability(ranking) if ranking else 0.0,
        citations=(),
        nearest=best_of_passages(ranking, MOST_CITATIONS) if ranking else (),
        unknown=tuple(word.text for word in asked.words if word.unseen and not is_unspaced(word.text)),
        milliseconds=0.0,
        understood=_as_written(asked, ranking),
        filter=wanted,
    )
    if ranking is None:
        return silent
    confidence = _confidence(asked, ranking)
    if ranking.numbers and confidence != "none":
        silent = replace(silent, unknown=())  # the sentence was read: that it has other words proves nothing
    if confidence == "none":
        return silent
    if confidence == "nearest":
        others = further(ranking, after=silent.nearest[:1], apart_from=frozenset())
        return replace(
            silent,
            confidence=confidence,
            nearest=with_leads(silent.nearest),
            further=others,
            explanation=explain(ranking),
            explained=tuple(explain(ranking, other) for other in others),
        )
    stories = library.stories({ranked.citation.article.id for ranked in ranking.sentences})
    agreeing, differing = agreement(ranking, stories)
    said_elsewhere = frozenset((*agreeing, *differing))
    found = cited(ranking, apart_from=said_elsewhere)
    quoted = with_leads(found)
    leads = tuple(Citation(citation.passage, citation.lead) for citation in quoted if citation.lead)
    others = further(ranking, after=(*found, *leads), apart_from=said_elsewhere)
    return replace(
        silent,
        confidence=confidence,
        citations=tuple(_with_copies(citation, library, stories) for citation in quoted),
        nearest=(),
        further=others,
        agreeing=agreeing,
        differing=differing,
        explanation=explain(ranking),
        explained=tuple(explain(ranking, other) for other in others),
    )


def chances(ranking: Ranking, most: int) -> list[tuple[Citation, float]]:
    """The first `most` sentences of `ranking`, each with the probability that it answers, were it the first."""
    first = ranking.sentences[:most]
    return [(one.citation, abstention.probability(_led_by(ranking, one))) for one in first]


def confidences(asked: Question, ranking: Ranking, most: int) -> list[tuple[Citation, Confidence]]:
    """The same with what may be said of each, were it the first."""
    first = ranking.sentences[:most]
    return [(one.citation, _confidence(asked, _led_by(ranking, one))) for one in first]


def _confidence(asked: Question, ranking: Ranking) -> Confidence:
    found = abstention.confidence(abstention.probability(ranking), ranking.weights)
    return "possible" if found == "sure" and not _certain(asked, ranking) else found


def _led_by(ranking: Ranking, one: Ranked) -> Ranking:
    return replace(ranking, sentences=(one, *(other for other in ranking.sentences if other is not one)))


def _certain(asked: Question, ranking: Ranking) -> bool:
    """Whether the first sentence is in the question's language, and holds what kind of thing was asked for. What has no
    date for "when" and no name for "who" may still tell it in other words: that is possible, not sure."""
    first = ranking.sentences[0]
    return asked.lang in (first.citation.article.lang, "und") and not lacking(ranking.evidence)[first.row]


def silence(question: str) -> Answer:
    """The answer to what is no question: nothing was looked for, so nothing is said to be missing."""
    return Answer(question, "und", "none", 0.0, (), (), (), 0.0)


def search(
    question: str,
    library: Library,
    index: Index,
    wanted: Filter = Filter(),  # noqa: B008 — frozen
    reader: Reader | None = None,
    dense: Dense | None = None,
    arrived: Arrived | None = None,
) -> tuple[Question, Ranking | None]:
    """The question as it was read, and the ranking of what was found; None where nothing was. With `arrived`, it is
    asked of that alone."""
    asked = read_question(question, index, library.languages)
    within = arrived.found_by(index) if arrived else index
    narrowed = narrow(within, library, wanted) if wanted else None
    likeness = dense.ask(asked.text, (arrived.begin, arrived.stop) if arrived else None) if dense else None
    alike = likeness.passages if likeness else ()
    if narrowed:
        alike = tuple(number for number, _ in narrowed.allowed([(number, 0.0) for number in alike]))
    found = find_candidates(asked.terms, library, narrowed or within, alike)
    column = likeness.column(found.numbers, [hit.passage for hit in found.hits]) if likeness and found.hits else None
    if alike and column is None:
        found = find_candidates(asked.terms, library, narrowed or within)
    if found.copied:
        asked = reweighed(asked, without_copies(asked.terms, index.counted(asked.terms), found.copied))
    if not found.hits:
        return asked, None
    ranking = replace(rank(asked, found.hits), likeness=column)
    return asked, reread(ranking, reader) if reader else ranking


def cited(ranking: Ranking, apart_from: Set[Citation] = frozenset()) -> tuple[Citation, ...]:
    """The best sentence and those that come close to it, no two of which say the same."""
    best = ranking.sentences[0]
    close = [ranked for ranked in ranking.sentences if ranked.score >= best.score - CITED_WITHIN]
    if ranking.numbers:  # what was read must be thought to answer by itself, too
        least = min(UNLIKELY, ranking.numbers[best.row] - HARDLY)
        close = [one for one in close if one is best or ranking.numbers.get(one.row, least) > least]
    near = [ranked.citation for ranked in close]
    return _unlike(near, (), apart_from, MOST_CITATIONS)


def further(ranking: Ranking, after: Sequence[Citation], apart_from: Set[Citation]) -> tuple[Citation, ...]:
    """The sentences next in order, for whoever wants another one."""
    rest = [ranked.citation for ranked in ranking.sentences[:LOOKED_THROUGH]]
    return _unlike(rest, after, apart_from, MOST_FURTHER)


def _unlike(
    citations: Iterable[Citation], shown: Sequence[Citation], apart_from: Set[Citation], most: int
) -> tuple[Citation, ...]:
    """The first `most` that say neither what is `shown` nor what an earlier one says."""
    chosen: list[Citation] = []
    for citation in citations:
        if len(chosen) == most:
            break
        if citation not in apart_from and not any(_same(citation, earlier) for earlier in (*shown, *chosen)):
            chosen.append(citation)
    return tuple(chosen)


def _as_written(asked: Question, ranking: Ranking | None) -> tuple[tuple[str, str], ...]:
    """The misspelt words with those they were taken for, as an article writes them."""
    texts = [hit.passage.text for hit in ranking.evidence.hits] if ranking and asked.understood else []
    written = {fold(word): word for text in reversed(texts) for word in WORD.findall(text)}
    return tuple((typed, written.get(meant, meant)) for typed, meant in asked.understood)


def with_leads(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Each with the sentence before it, where it leans on that and the passage has one; none is quoted twice."""
    quoted: list[Citation] = []
    shown: set[tuple[Passage, Sentence]] = set()
    for citation in citations:
        if (citation.passage, citation.sentence) in shown:
            continue
        place = citation.passage.sentences.index(citation.sentence)
        before = Citation(citation.passage, citation.passage.sentences[place - 1]) if place else None
        leans = before and (_read(citation).leans or _read(before).is_question)
        lead = before.sentence if before and leans and (citation.passage, before.sentence) not in shown else None
        quoted.append(replace(citation, lead=lead))
        shown |= {(citation.passage, sentence) for sentence in (lead, citation.sentence) if sentence}
    return tuple(quoted)


def _read(citation: Citation) -> Holdings:
    return holdings(citation.text, citation.article.lang)


def _with_copies(citation: Citation, library: Library, stories: Mapping[str, int]) -> Citation:
    """With the other articles that carry its story with this sentence."""
    story = stories.get(citation.article.id)
    if story is None:
        return citation
    carrying = library.carriers(story, citation.text)
    return replace(citation, copies=tuple(article for article in carrying if article.id != citation.article.id))


def best_of_passages(ranking: Ranking, most: int) -> tuple[Citation, ...]:
    """The best sentence of each of the `most` passages that came closest."""
    first_of: dict[int, Ranked] = {}
    for ranked in ranking.sentences:
        first_of.setdefault(int(ranking.evidence.passage_of[ranked.row]), ranked)
        if len(first_of) == most:
            break
    return tuple(ranked.citation for ranked in first_of.values())


def _same(one: Citation, other: Citation) -> bool:
    first, second = _read(one).content, _read(other).content
    return len(first & second) > NEAR_DUPLICATE * len(first | second) or one.text == other.text
