"""References as two styles ask for them, with the quotation as each cites it: APA (7th edition) and ISO 690:2021.

Of a style they hold what articles need, no more: a newspaper's, a web page, a document without an address. Where no
author is named, the title comes first.
"""

from collections.abc import Sequence

from bot.locales import Lang, say, say_date
from bot.references.persons import Person
from bot.references.references import Reference, place, quoted
from retrieval.types import Citation

# Authors that APA names within a sentence, and in a reference (section 8.17 and 9.8 of its manual).
MOST_NAMED, MOST_LISTED = 2, 20


def render_apa(references: Sequence[Reference], lang: Lang) -> str:
    """“The sentence” (Le Bris, 2024, para. 1), then the reference."""
    return "\n\n".join(_with_quotations(one, _short_apa(one, lang), _apa(one, lang), lang) for one in references) + "\n"


def render_iso690(references: Sequence[Reference], lang: Lang) -> str:
    """The same by name and date, as ISO 690 sets them: family names in capitals, [online], when it was read."""
    return "\n\n".join(_with_quotations(one, _short_iso(one), _iso690(one, lang), lang) for one in references) + "\n"


def _with_quotations(reference: Reference, short: str, whole: str, lang: Lang) -> str:
    year = _year(reference, lang)
    return "\n\n".join([*(_quotation(one, short, year, lang) for one in reference.cited), whole])


def _quotation(citation: Citation, short: str, year: str, lang: Lang) -> str:
    where = ", ".join((short, year, place(citation, lang)))
    return say(lang, "cite.quotation", sentence=quoted(citation), where=where)


def _year(reference: Reference, lang: Lang) -> str:
    return str(reference.day[0]) if reference.day else say(lang, "cite.undated")


def _apa(reference: Reference, lang: Lang) -> str:
    day = say_date(lang, reference.article.date or "")
    if reference.day:
        year, date = reference.day[0], day.removesuffix(str(reference.day[0])).strip(" ,")
        dated = f"({', '.join(filter(None, (str(year), date)))})."
    else:
        dated = f"({day or say(lang, 'cite.undated')})."
    title, by = _stopped(reference.title), _listed_apa(reference.authors, lang)
    named = {person.family for person in reference.authors}
    outlet = _stopped(reference.outlet) if reference.outlet not in named else ""
    url = reference.url
    if url and not reference.day:  # what has no date may say something else tomorrow
        url = say(lang, "cite.retrieved", date=say_date(lang, reference.read.isoformat()), url=url)
    return " ".join(filter(None, (*((by, dated, title) if by else (title, dated)), outlet, url)))


def _iso690(reference: Reference, lang: Lang) -> str:
    by = say(lang, "cite.and").join(filter(None, (", ".join(map(_capitals, reference.authors[:-1])),
                                                  *map(_capitals, reference.authors[-1:]))))  # fmt: skip
    begins = _stopped(f"{by or reference.title}, {_year(reference, lang)}")
    title, outlet = _stopped(reference.title) if by else "", reference.outlet
    if reference.url and outlet:
        outlet = f"{outlet} {say(lang, 'cite.online')}."
    elif reference.url:
        outlet = f"{say(lang, 'cite.online')}."
    day = _stopped(say_date(lang, reference.article.date or "")) if len(reference.day) != 1 else ""
    pages = f"{say(lang, 'cite.page', page=', '.join(map(str, reference.pages)))}." if reference.pages else ""
    read = say(lang, "cite.consulted", date=say_date(lang, reference.read.isoformat()))
    found = f"{say(lang, 'cite.available', url=reference.url)} [{read}]." if reference.url else ""
    return " ".join(filter(None, (begins, title, _stopped(outlet), day, pages, found)))


def _listed_apa(authors: Sequence[Person], lang: Lang) -> str:
    """Le Bris, A., Dupont, J.-L., & Reuters."""
    names = [f"{person.family}, {person.initials}" if person.given else person.family for person in authors]
    if len(names) > MOST_LISTED:
        return f"{', '.join(names[: MOST_LISTED - 1])}, … {_stopped(names[-1])}"
    between = say(lang, "cite.and_last_of_two" if len(names) == 2 else "cite.and_last")
    return _stopped(between.join(filter(None, (", ".join(names[:-1]), *names[-1:]))))


def _short_apa(reference: Reference, lang: Lang) -> str:
    """Whom the text names: the authors, or else the title in quotation marks."""
    names = [person.family for person in reference.authors]
    if not names:
        return say(lang, "cite.title", title=reference.title)
    return f"{names[0]} et al." if len(names) > MOST_NAMED else say(lang, "cite.ampersand").join(names)


def _short_iso(reference: Reference) -> str:
    names = [person.family.upper() for person in reference.authors]
    if not names:
        return reference.title
    return f"{names[0]} et al." if len(names) > MOST_NAMED else ", ".join(names)


def _capitals(person: Person) -> str:
    return f"{person.family.upper()}, {person.given}" if person.given else person.family.upper()


def _stopped(text: str) -> str:
    """With a full stop, unless it ends with one or with another mark."""
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."
