"""Is this page the whole article, or the beginning that is shown to those who have not paid?

Judged by what is left of the page. Rather take a stub for an article than refuse an article: a page must be short, and
say that there is more for those who pay.
"""

import re

from retrieval.language import phrases_of, plain_words
from retrieval.types import Article

# Characters. A page with more than this is worth reading, whatever it says.
SHORT = 1500
# As schema.org has it, in the page's own data: the article can't be read for nothing.
LOCKED = re.compile(rb'"isAccessibleForFree"\s*:\s*"?false', re.IGNORECASE)
LANGUAGES = ("en", "fr", "de", "es", "it", "pt")


def is_stub(article: Article, page: bytes) -> bool:
    """Whether the article of a page is no more than its beginning."""
    if len(article.text) > SHORT:
        return False
    words = plain_words(article.text)
    said = any(phrases_of("paywalls", lang).all_in(words) for lang in LANGUAGES)
    return said or LOCKED.search(page) is not None
