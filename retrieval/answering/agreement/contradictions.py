"""Whether two sentences can't both be so: one denies what the other says, or gives another day, person or place.

Rather no contradiction than a wrong one: both say plainly the same, in a language whose list `words/contradicting` has,
and what somebody is reported to have said contradicts nothing.
"""

from collections.abc import Callable

from retrieval.answering.agreement import statements
from retrieval.answering.holdings import holdings
from retrieval.answering.question import Question
from retrieval.claims import Dated, dates_in, name_words, speech_in
from retrieval.language import WORD, fold, groups, plain_words
from retrieval.types import Citation

# What two sentences give besides must be this much alike (Jaccard, of stems), and one may say no more than the other.
SAME_THING = 0.5
# So many words before a date tell whether it is meant itself or the time before or after it.
BOUND_REACH = 2
YEAR = 4


def contradict(best: Citation, other: Citation, question: Question) -> bool | None:
    """Whether the two contradict each other (True), or differ in what was asked, which may be no contradiction (False).

    None where nothing is known to differ.
    """
    lang = best.article.lang
    if lang != other.article.lang or not groups("contradicting", lang):
        return None
    beyond_doubt = not reports(best, other) and _plainly(best, other, question)
    if deny(best, other) and _stems(best) == _stems(other):
        same_time = statements.times(best.text, lang) == statements.times(other.text, lang)
        return beyond_doubt and same_time
    if question.kind not in VALUES:
        return None
    return VALUES[question.kind](best, other, question, beyond_doubt and not deny(best, other))


def is_judged(best: Citation, question: Question) -> bool:
    """Whether `contradict` knows what to compare, so that nothing else may tell that two sentences differ."""
    return question.kind in VALUES and bool(groups("contradicting", best.article.lang))


def deny(best: Citation, other: Citation) -> bool:
    """Whether one of the two denies something and the other does not, as far as that is plain."""
    one, two = (statements.denials(citation.text, citation.article.lang) for citation in (best, other))
    return {one, two} == {0, 1}


def reports(best: Citation, other: Citation) -> bool:
    """Whether one of the two reports what somebody says."""
    return any(speech_in(citation.text, citation.article.lang) is not None for citation in (best, other))


def _plainly(best: Citation, other: Citation, question: Question) -> bool:
    """Whether both are plain, say themselves of what they speak, and hold the same of what was asked."""
    asked = {term for word in question.words for term in word.terms[:2]}
    for citation in (best, other):
        read = holdings(citation.text, citation.article.lang)
        if read.leans or read.is_question or not statements.is_plain(citation.text, citation.article.lang):
            return False
    held = [_stems(citation) & asked for citation in (best, other)]
    return bool(held[0]) and held[0] == held[1]


def _stems(citation: Citation) -> frozenset[str]:
    return statements.stems(citation.text, citation.article.lang)


def _same_besides(best: Citation, other: Citation, spans: tuple[statements.Span, statements.Span]) -> bool:
    """Whether the two say the same but for what stands at `spans`, one of them at most saying more, and no number."""
    one, two = (
        statements.stems(citation.text[:start] + " " + citation.text[end:], citation.article.lang)
        for citation, (start, end) in zip((best, other), spans, strict=True)
    )
    more = one ^ two
    alike = len(one & two) >= SAME_THING * len(one | two)
    return (one <= two or two <= one) and alike and not any(term[2].isnumeric() for term in more)


def _dates(best: Citation, other: Citation, _: Question, beyond_doubt: bool) -> bool | None:
    """Both hold one date, as it is written, and neither may be the other, less precise or of another year's event."""
    found = [dates_in(citation.text, citation.article.lang, citation.article.date) for citation in (best, other)]
    if any(len(dates) != 1 or (dates[0].relative and not dates[0].yearless) for dates in found):
        return None
    one, two = found[0][0], found[1][0]
    if _may_be_one(one, two):
        return None
    bound = any(_bound(citation, dated) for citation, dated in ((best, one), (other, two)))
    again = _may_be_another_time(best, one, other, two)
    return beyond_doubt and not bound and not again and _same_besides(best, other, (_day(best, one), _day(other, two)))


def _may_be_one(one: Dated, two: Dated) -> bool:
    """March 2023 and 2023 may be one date, and so may 9 November and 9 November 2023."""
    cut = YEAR + 1 if one.yearless or two.yearless else 0
    first, second = one.date[cut:], two.date[cut:]
    return first.startswith(second) or second.startswith(first)


def _may_be_another_time(best: Citation, one: Dated, other: Citation, two: Dated) -> bool:
    """Whether the later date, of another year, came after the other article was written: it tells of another time."""
    (early, _), (_, late) = sorted(((best, one), (other, two)), key=lambda pair: pair[1].date)
    written = early.article.date or ""
    return bool(written) and one.date[:YEAR] != two.date[:YEAR] and late.date[: len(written)] > written


def _bound(citation: Citation, dated: Dated) -> bool:
    before = " ".join(plain_words(citation.text[: dated.start])[-BOUND_REACH:])
    return statements.holds(before, citation.article.lang, "bound")


def _day(citation: Citation, dated: Dated) -> statements.Span:
    """The date with the day of the week before it."""
    before = citation.text[: dated.start].rstrip(" ,")
    word = next(reversed(before.split()), "")
    is_day = bool(word) and fold(word) in groups("dates", citation.article.lang)["weekdays"]
    return (len(before) - len(word) if is_day else dated.start), dated.end


def _names(kind: str) -> Callable[[Citation, Citation, Question, bool], bool | None]:
    """Both give one name that was not in the question, where but one can be meant; an article that has both names may
    mean one thing by them: a town and its part, a person and a by-name."""

    def compare(best: Citation, other: Citation, question: Question, beyond_doubt: bool) -> bool | None:
        one, two = (_new_name(citation, question) for citation in (best, other))
        if one is None or two is None or _words(best, one) & _words(other, two):
            return None
        lang = best.article.lang
        return (
            beyond_doubt
            and statements.times(best.text, lang) == statements.times(other.text, lang)
            and _same_besides(best, other, (one, two))
            and ONLY[kind](best, one, other, two)
            and _words(best, one).isdisjoint(plain_words(other.article.text))
            and _words(other, two).isdisjoint(plain_words(best.article.text))
        )

    return compare


def _new_name(citation: Citation, question: Question) -> statements.Span | None:
    """The one name that the question does not hold a word of."""
    asked = {term[2:] for word in question.words for term in word.terms[:1]}
    found = statements.names_in(citation.text, citation.article.lang)
    new = [one for one in found or () if asked.isdisjoint(plain_words(citation.text[slice(*one)]))]
    return new[0] if len(new) == 1 else None


def _words(citation: Citation, span: statements.Span) -> frozenset[str]:
    return frozenset(map(fold, name_words(citation.text[slice(*span)])))


def _one_person(best: Citation, one: statements.Span, other: Citation, two: statements.Span) -> bool:
    """Both say who is somebody, or made what one makes alone; many may visit a town."""
    return all(
        statements.holds(citation.text, citation.article.lang, "alone")
        or statements.times(_word_before(citation, span), citation.article.lang)
        for citation, span in ((best, one), (other, two))
    )


def _one_place(best: Citation, one: statements.Span, other: Citation, two: statements.Span) -> bool:
    """Both say where what is in one place alone is, in two countries or two towns; a town lies in a country."""
    pairs = ((best, one), (other, two))
    lang = best.article.lang
    countries = {statements.is_country(citation.text[slice(*span)], lang) for citation, span in pairs}
    in_town = all(statements.holds(_word_before(citation, span), lang, "town") for citation, span in pairs)
    standing = all(statements.holds(citation.text, lang, "standing") for citation in (best, other))
    return standing and (countries == {True} or (countries == {False} and in_town))


def _word_before(citation: Citation, span: statements.Span) -> str:
    return next(reversed(WORD.findall(citation.text[: span[0]])), "")


# For these kinds of question the date or the name is the answer.
ONLY = {"person": _one_person, "place": _one_place}
VALUES: dict[str, Callable[[Citation, Citation, Question, bool], bool | None]] = {
    "date": _dates,
    "person": _names("person"),
    "place": _names("place"),
}
