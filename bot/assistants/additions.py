"""What an assistant adds, where it is allowed to: a text, or a page at an address."""

from retrieval.asking import Articles
from retrieval.errors import IbidError
from retrieval.intake import Summary, is_address, take_in, take_in_data
from retrieval.language import WORD


def add_article(articles: Articles, text: str, url: str, *, private: bool) -> str:
    """Adds it, and says what became of it, in English. Only with `private` may an address be in a private network.

    Raises IbidError: both or neither were given, or what was given can't be read as an article.
    """
    if bool(text.strip()) == bool(url.strip()):
        raise IbidError("Give either a text or a url.")
    if url and not is_address(url.strip()):
        raise IbidError(f"{url}: an address begins with http:// or https://")
    if text and not WORD.search(text):
        raise IbidError("The text holds no word.")
    title = next((line.strip() for line in text.splitlines() if line.strip()), "")[:100]
    summary = (
        take_in(articles.library, [url.strip()], private=private)
        if url
        else take_in_data(articles.library, text.encode("utf-8", "surrogatepass"), ".txt", title)
    )
    articles.index.current()
    return _told(summary)


def _told(summary: Summary) -> str:
    if summary.skipped:
        raise IbidError("; ".join(map(str, summary.skipped)))
    lines = [f"Article {one.number} ({one.name}): {one.kind}." for one in summary.told]
    return "\n".join([*(lines or ["Nothing was added."]), *map(str, summary.remarks)])
