"""A timeline in words: each dated sentence under its date."""

from bot.locales import Lang, say, say_date, say_number
from bot.wording.messages import inline
from bot.wording.naming import LABEL
from bot.wording.surveys.listing import Entry, Listing, with_filter
from retrieval.surveys import Event, Timeline

# Begins the data of its buttons.
TIMELINE = "t:"


def list_timeline(found: Timeline, lang: Lang) -> Listing:
    """The list of a timeline, empty where no dated sentence is about the subject."""
    subject = inline(found.subject, LABEL)
    opening = say_number(lang, "timeline.opening", len(found.events), subject=subject)
    if not found.events:
        opening = say(lang, "timeline.none", subject=subject)
    title = say(lang, "timeline.title", subject=subject)
    return Listing(
        TIMELINE,
        found.asked,
        title,
        with_filter(opening, found, lang),
        tuple(_entry(event, lang) for event in found.events),
    )


def _entry(event: Event, lang: Lang) -> Entry:
    article, (start, end) = event.citation.article, event.written
    written = article.text[start:end]
    note = ""
    if event.relative:
        told = inline(written, LABEL)
        note = say(lang, "timeline.relative", written=told, date=say_date(lang, article.date or ""))
    row = (("date", event.date), ("relative", "yes" if event.relative else "no"), ("written", written))
    return Entry(say_date(lang, event.date), note, event.citation, event.written, row)
