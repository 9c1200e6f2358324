"""RIS: a tag and a value a line, for Zotero, EndNote, Mendeley (https://en.wikipedia.org/wiki/RIS_(file_format))."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.locales import Lang
from bot.references.persons import Person
from bot.references.references import Kind, Reference, note

TYPES: dict[Kind, str] = {"news": "NEWS", "page": "ELEC", "document": "GEN"}


def render_ris(references: Sequence[Reference], lang: Lang) -> str:
    records = ("\r\n".join(f"{tag}  - {value}" for tag, value in _lines(one, lang)) for one in references)
    return "\r\n\r\n".join(records) + "\r\n"


def _lines(reference: Reference, lang: Lang) -> Iterator[tuple[str, str]]:
    day, article = reference.day, reference.article
    yield "TY", TYPES[reference.kind]
    yield "ID", reference.key
    yield "TI", reference.title
    yield from (("AU", _author(person)) for person in reference.authors)
    known = {
        "T2": reference.outlet,
        "PY": str(day[0]) if day else "",
        "DA": "/".join([*(f"{part:02}" for part in day), "", "", ""][:3]) if day else "",
        "SP": ", ".join(map(str, reference.pages)),
        "LA": article.lang if article.lang != "und" else "",
        "UR": reference.url,
        "Y2": _written(reference.accessed),
    }
    yield from ((tag, value) for tag, value in known.items() if value)
    yield from (("N1", note(one, lang)) for one in reference.cited)
    yield "ER", ""


def _author(person: Person) -> str:
    """A comma would begin a given name."""
    return f"{person.family}, {person.given}" if person.given else person.family.replace(",", "")


def _written(day: date | None) -> str:
    return day.strftime("%Y/%m/%d") if day else ""
