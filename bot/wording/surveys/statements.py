"""Who said what, in words: each sentence under its speaker, as the article names them."""

from bot.locales import Lang, say, say_number
from bot.wording.messages import inline
from bot.wording.naming import LABEL, NAME
from bot.wording.surveys.listing import Entry, Listing, with_filter
from retrieval.surveys import Statement, Statements

# Begins the data of its buttons.
SAID = "h:"


def list_statements(found: Statements, lang: Lang) -> Listing:
    """The list of what somebody said; empty where the articles report nothing."""
    person, subject = inline(found.person, LABEL), inline(found.subject, LABEL)
    if subject:
        person = say(lang, "said.about", person=person, subject=subject)
    opening = say_number(lang, "said.opening", len(found.statements), person=person)
    if not found.statements:
        opening = say(lang, "said.none", person=person)
    entries = tuple(_entry(one, lang) for one in found.statements)
    return Listing(
        SAID, found.asked, say(lang, "said.title", person=person), with_filter(opening, found, lang), entries
    )


def _entry(one: Statement, lang: Lang) -> Entry:
    note = say(lang, "said.direct" if one.direct else "said.reported")
    row = (("speaker", one.speaker), ("direct", "yes" if one.direct else "no"))
    return Entry(inline(one.speaker, NAME), note, one.citation, None, row)
