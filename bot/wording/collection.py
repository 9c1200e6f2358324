"""The library as a list in pages, and what is asked before an article is taken out."""

from bot.locales import Lang, say, say_number
from bot.wording.messages import MESSAGE, Button, Reply, inline, utf16
from bot.wording.naming import LABEL, describe
from retrieval.language import fold
from retrieval.library import Entry, Page

# What the first characters of a button's data mean: another page, take out, leave in, put back.
PAGE, REMOVE, KEEP, RESTORE = "p:", "r:", "k:", "b:"
# Articles on a page.
LISTED = 20
# Room for the first and the last line of a list.
FRAME = 200
# Bytes of a button's data that search words may take, beside the number of the page.
WORDS = 50


def list_articles(page: Page, lang: Lang, search: str = "", *, numbered: bool = False) -> str:
    """How many articles there are, or have the words of `search`, and those of a page, one a line.

    Their numbers are for those who can take them out.
    """
    if not page.entries:
        return say(lang, "articles.none_found" if search else "articles.none", words=inline(search, LABEL))
    shown = _fitting(page, lang)
    lines = [_head(page, search, lang), *(_line(entry, lang, numbered=numbered) for entry in shown)]
    if page.offset:
        lines.insert(1, say(lang, "articles.part", first=page.offset + 1, last=page.offset + len(shown)))
    if more := page.total - page.offset - len(shown):
        lines.append(say_number(lang, "articles.more", more))
    return "\n".join(lines)


def render_page(page: Page, lang: Lang, search: str = "", *, numbered: bool = False) -> Reply:
    """The list, with buttons for the pages before and after it. Words too long for a button have but one page."""
    row = []
    words = " ".join(fold(search).split())
    if len(words.encode("utf-8", "surrogatepass")) <= WORDS:
        if page.offset:
            before = max(0, page.offset - LISTED)
            row.append(Button(say(lang, "button.previous"), f"{PAGE}{before}:{words}"))
        if (after := page.offset + len(_fitting(page, lang))) < page.total and page.entries:
            row.append(Button(say(lang, "button.next"), f"{PAGE}{after}:{words}"))
    return Reply(list_articles(page, lang, search, numbered=numbered), rows=(tuple(row),) if row else ())


def render_removal(entry: Entry, lang: Lang) -> Reply:
    """The question whether to take an article out."""
    yes = Button(say(lang, "button.remove"), f"{REMOVE}{entry.number}")
    no = Button(say(lang, "button.keep"), f"{KEEP}{entry.number}")
    return Reply(say(lang, "removal.sure", **_named(entry, lang)), rows=((yes, no),))


def render_removed(entry: Entry, lang: Lang, *, now: bool) -> Reply:
    """That an article is out (since `now`, or already), with a button to put it back."""
    said = say(lang, "removal.done" if now else "removal.before", **_named(entry, lang))
    return Reply(said, rows=((Button(say(lang, "button.restore"), f"{RESTORE}{entry.number}"),),))


def render_not_removed(entry: Entry, lang: Lang) -> Reply:
    """That an article was not taken out after all."""
    return Reply(say(lang, "removal.kept", **_named(entry, lang)))


def render_restored(entry: Entry, lang: Lang, *, now: bool) -> Reply:
    """That an article is in again (since `now`, or already)."""
    return Reply(say(lang, "removal.restored" if now else "removal.in", **_named(entry, lang)))


def _named(entry: Entry, lang: Lang) -> dict[str, object]:
    return {"number": entry.number, "article": describe(entry, lang)}


def _head(page: Page, search: str, lang: Lang) -> str:
    if search:
        return say_number(lang, "articles.found", page.total, words=inline(search, LABEL))
    return say_number(lang, "articles.count", page.total)


def _line(entry: Entry, lang: Lang, *, numbered: bool) -> str:
    if numbered:
        return say(lang, "articles.numbered", number=entry.number, article=describe(entry, lang))
    return say(lang, "articles.line", article=describe(entry, lang))


def _fitting(page: Page, lang: Lang) -> list[Entry]:
    """The first entries of a page, as many as a message holds: mostly all."""
    room = MESSAGE - FRAME
    fitting = []
    for entry in page.entries:
        room -= utf16(_line(entry, lang, numbered=True)) + 1
        if room < 0:
            break
        fitting.append(entry)
    return fitting
