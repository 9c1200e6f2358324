"""What is said of a search: which articles were asked, and what is wrong with an operator."""

from bot.locales import Lang, say, say_date
from bot.wording.messages import inline
from bot.wording.naming import LABEL, NAME, language_name
from retrieval.types import Answer, Fault, Filter

# The button that asks the same of all articles.
EVERYWHERE = "z"
FAULTS = {
    "name": "fault.name",
    "lang": "fault.lang",
    "before": "fault.date",
    "after": "fault.date",
    "in": "fault.number",
    "source": "fault.empty",
    "author": "fault.empty",
    "title": "fault.empty",
    "alone": "fault.alone",
    "nothing": "fault.nothing",
}


NAMED = {"source": "search.source", "author": "search.author", "title": "search.title"}
DATES = {"after": ("search.after", "search.after_day"), "before": ("search.before", "search.before_day")}
# What may stand behind /help for it.
SEARCH = frozenset((
    "search", "searching", "operators", "recherche", "rechercher", "chercher", "opérateurs", "operateurs",
    "suche", "suchen", "operatoren", "búsqueda", "busqueda", "buscar", "operadores",
    "ricerca", "ricercare", "cercare", "operatori", "pesquisa", "pesquisar", "busca",
))  # fmt: skip


def is_of_search(written: str) -> bool:
    """Whether help is wanted with operators."""
    return written.strip().lower() in SEARCH


def asked_of(answer: Answer, lang: Lang) -> str:
    """Which articles an answer is from; empty where it may be from any."""
    said = describe_filter(answer.filter, lang)
    return say(lang, "search.understood", filter=said) if said else ""


def describe_filter(wanted: Filter, lang: Lang) -> str:
    """A filter in words: from 1 September 2023 on · source: Le Monde."""
    named = [
        say(lang, words, value=inline(value, NAME))
        for field, words in NAMED.items()
        if (value := getattr(wanted, field))
    ]
    parts = [
        *(say(lang, "search.exact", value=inline(one, NAME)) for one in wanted.exact),
        *(say(lang, "search.without", value=inline(one, LABEL)) for one in wanted.without),
        _date("after", wanted.after, lang),
        _date("before", wanted.before, lang),
        *named,
        say(lang, "search.lang", value=language_name(wanted.lang, lang) or wanted.lang) if wanted.lang else "",
        say(lang, "search.article", value=wanted.article) if wanted.article else "",
    ]
    return " · ".join(filter(None, parts))


def at_fault(answer: Answer, lang: Lang) -> str:
    """What is wrong with a search, and where to read how it is done; empty where nothing is."""
    if not answer.faults:
        return ""
    return "\n".join([*(_fault(one, answer.filter, lang) for one in answer.faults), say(lang, "fault.help")])


def _fault(fault: Fault, wanted: Filter, lang: Lang) -> str:
    values = {"typed": inline(fault.typed, NAME), "meant": fault.meant, "filter": describe_filter(wanted, lang)}
    return say(lang, FAULTS[fault.kind], **values)


def _date(kind: str, day: str, lang: Lang) -> str:
    """French has another word before a day than before a month or a year."""
    if not day:
        return ""
    return say(lang, DATES[kind][len(day) == len("2023-09-13")], date=say_date(lang, day))
