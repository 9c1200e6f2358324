"""`ibid digest`: what has come that answers questions, as plain text for a terminal or a mail."""

import argparse
import re
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bot.locales import say, terminal_language
from bot.memory import Memory
from bot.opening import open_configured, opened
from bot.settings import load_settings
from bot.shell.display import visible
from bot.wording import News, attribution, plain_news
from retrieval.asking import Articles
from retrieval.errors import IbidError
from retrieval.index import keep_index
from retrieval.library import first_passage_since, next_passage

TOLD, NOTHING = 0, 1
AGO = re.compile(r"(\d{1,4})\s*([hdj])")
HOUR, DAY = 3600, 86_400


def digest(given: argparse.Namespace) -> int:
    """What has come since a moment that answers these questions; without any, those that are watched on Telegram. The
    exit status is 1 where nothing has, so that no mail need be sent."""
    lang, settings = terminal_language(), load_settings()
    since = read_since(given.since, time.time())
    questions = [*given.questions, *(_lines(given.file) if given.file else ())]
    if not questions:
        with Memory(settings.ibid_data) as memory:
            questions = list(dict.fromkeys(watch.question for watch in memory.watches.all()))
    if not questions:
        raise IbidError(say(lang, "digest.no_questions"))
    library = open_configured(settings)
    articles = opened(library, keep_index(library, settings.ibid_data, settings.ibid_index), settings)
    articles.read_up()
    news = list(news_since(articles, questions, since))
    if not news:
        print(say(lang, "digest.nothing"), file=sys.stderr)
        return NOTHING
    where = ["\n".join(filter(None, (attribution(one.citation, lang), one.citation.article.url))) for one in news]
    print(visible(plain_news(news, lang, where)).plain)
    sys.stdout.flush()
    return TOLD


def news_since(articles: Articles, questions: Sequence[str], since: float) -> Iterator[News]:
    """The sentences that have come since then and answer, one a story and question."""
    engine = articles.library.engine
    arrived = list(articles.arrived(first_passage_since(engine, since), next_passage(engine)))
    for question in questions:
        told: set[object] = set()
        for some in arrived:
            for citation, sure in articles.answering(question, some):
                article = citation.article.id
                story = articles.library.stories({article}).get(article, article)
                if story not in told:
                    told.add(story)
                    yield News(question, citation, sure)


def read_since(written: str, now: float) -> float:
    """`24h`, `7d` or a day, in seconds since 1970. Raises IbidError."""
    if ago := AGO.fullmatch(written.strip().lower()):
        return now - int(ago[1]) * (HOUR if ago[2] == "h" else DAY)
    try:
        return datetime.fromisoformat(written.strip()).astimezone().timestamp()
    except (ValueError, OverflowError):
        raise IbidError(say(terminal_language(), "digest.since", written=written)) from None


def _lines(file: Path) -> list[str]:
    """A question a line; what begins with # is none. Raises IbidError."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error.reason
        raise IbidError(say(terminal_language(), "settings.unreadable", name=file, reason=reason)) from None
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]
