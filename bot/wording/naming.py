"""How an article is called: on one line, no longer than fits on a phone, its date in the reader's language."""

from bot.locales import Lang, say, say_date, say_number
from bot.wording.messages import inline
from retrieval.claims import speech_in
from retrieval.library import Entry
from retrieval.types import Article, Citation

# What fits on a phone without hiding the quotation: a title, an outlet or author, a button's words.
TITLE = 160
NAME = 80
LABEL = 28


def describe(article: Article | Entry, lang: Lang) -> str:
    """Title — outlet, date: as much of it as is known, on one line."""
    details = ", ".join(filter(None, (name(article.source), date_of(article, lang))))
    return " — ".join(filter(None, (title_of(article), details)))


def attribution(citation: Citation, lang: Lang) -> str:
    """Title — outlet, date; a picture's caption is called one, and so is what a machine read off a picture, a language
    that is not the reader's is named, the articles that carry the same are counted, and whose words are reported is
    said, as the sentence names them."""
    article = citation.article
    where = describe(article, lang)
    if citation.passage.kind == "caption":
        where = say(lang, "answer.caption", where=where)
    if citation.recognised:
        where = say(lang, "answer.recognised", where=where)
    spoken = language_name(article.lang, lang) if article.lang != lang else ""
    where = say(lang, "answer.language", where=where, language=spoken) if spoken else where
    where = say_number(lang, "answer.copies", len(citation.copies), where=where) if citation.copies else where
    speaker = inline(speaker_in(citation), NAME)
    return say(lang, "answer.said", where=where, speaker=speaker) if speaker else where


def speaker_in(citation: Citation) -> str:
    """Whose words a sentence reports, as it names them; empty where it reports none, or a pronoun's."""
    speech = speech_in(citation.text, citation.article.lang)
    return citation.text[speech.start : speech.end] if speech else ""


def label(citation: Citation, lang: Lang) -> str:
    """What a button says of a citation: the outlet, or else the title, and the date."""
    article = citation.article
    where = name(article.source, LABEL) or title_of(article, LABEL)
    date = date_of(article, lang, LABEL, short=True)
    return say(lang, "button.where", where=where, date=date) if date else where


def particulars(article: Article, lang: Lang) -> str:
    """Outlet · author · date: what is known beside the title."""
    return " · ".join(filter(None, (name(article.source), name(article.author), date_of(article, lang))))


def title_of(article: Article | Entry, limit: int = TITLE) -> str:
    return inline(article.title, limit) or inline(article.id, limit)


def name(text: str | None, limit: int = NAME) -> str:
    """An outlet, an author, a link as text; empty where it is unknown."""
    return inline(text or "", limit)


def date_of(article: Article | Entry, lang: Lang, limit: int = NAME, *, short: bool = False) -> str:
    return say_date(lang, inline(article.date or "", limit), short=short)


def language_name(code: str, lang: Lang) -> str:
    """What `lang` calls the language `code`; empty where it has no word for it."""
    from babel import Locale, UnknownLocaleError  # most answers are in the reader's language and need it not

    try:
        return str(Locale.parse(lang).languages.get(Locale.parse(code).language, ""))
    except (UnknownLocaleError, ValueError):
        return ""
