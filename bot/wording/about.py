"""What the bot says of itself: what it is and is not, what it holds, how often it is right."""

import json
from importlib.metadata import version
from importlib.resources import files

from bot.locales import Lang, say, say_date, say_number, say_share
from retrieval.library import Library

# Measured by `python -m benchmarks.answers.shipped_questions`.
FIGURES: dict[str, float] = json.loads(files(__package__).joinpath("figures.json").read_text(encoding="utf-8"))


def render_welcome(library: Library, lang: Lang) -> str:
    """What it is, what it is not, what it holds: three lines."""
    return say(lang, "about.welcome", articles=held(library, lang))


def render_about(library: Library, lang: Lang) -> str:
    """The version, the library, and how often it is right."""
    figures = say(lang, "about.figures", **{name: say_share(lang, share) for name, share in FIGURES.items()})
    return say(lang, "about.all", version=version("ibid"), articles=held(library, lang), figures=figures)


def held(library: Library, lang: Lang) -> str:
    """How many articles, and from when to when."""
    count = say_number(lang, "about.articles", len(library))
    first, last = library.dates()
    if first == last:
        return count
    return say(lang, "about.span", articles=count, first=say_date(lang, first), last=say_date(lang, last))
