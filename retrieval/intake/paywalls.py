"""Is this page the whole article, or the beginning that is shown to those who have not paid?

Rather take a stub for an article than refuse an article: a page must be short, and say right behind what it shows that
there is more for those who pay. On many pages the same is said of other articles, further away.
"""

import html
import re

from retrieval.language import phrases_of, plain_words
from retrieval.types import Article

# Characters. A page with more than this is worth reading, whatever it says.
SHORT = 1500
# As schema.org has it, in the page's own data: the article can't be read for nothing.
LOCKED = re.compile(r'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
TAG = re.compile(r"<(/?)\s*(\w*)[^<>]*>")
# What stands in these is not shown.
HIDDEN = ("script", "style", "head", "template")
LANGUAGES = ("en", "fr", "de", "es", "it", "pt")
# Words by which the end of the article is found on the page, and how many behind it are looked at.
LAST, BEHIND = 6, 60


def is_stub(article: Article, page: bytes) -> bool:
    """Whether the article of a page is no more than its beginning."""
    if len(article.text) > SHORT:
        return False
    shown = page.decode("utf-8", "replace")
    words = plain_words(article.text)
    return bool(LOCKED.search(shown)) or _asks(words) or _asks(_behind(words, plain_words(_text(shown))))


def _asks(words: list[str]) -> bool:
    return any(phrases_of("paywalls", lang).all_in(words) for lang in LANGUAGES)


def _behind(words: list[str], page: list[str]) -> list[str]:
    """The words of a page right behind those of its article; none where these are not found."""
    last = words[-LAST:]
    for end in range(len(page), len(last) - 1, -1):
        if page[end - len(last) : end] == last:
            return page[end : end + BEHIND]
    return []


def _text(page: str) -> str:
    """What a page shows, roughly; in one pass, however hostile it is."""
    shown: list[str] = []
    hidden, at = "", 0
    for tag in TAG.finditer(page):
        if not hidden:
            shown.append(page[at : tag.start()])
        at, name = tag.end(), tag[2].lower()
        if name in HIDDEN and not hidden and not tag[1]:
            hidden = name
        elif name == hidden and tag[1]:
            hidden = ""
    return html.unescape(" ".join([*shown, "" if hidden else page[at:]]))
