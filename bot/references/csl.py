"""CSL-JSON: https://github.com/citation-style-language/schema, the form of Zotero, Pandoc and citation styles."""

import json
from collections.abc import Sequence

from bot.locales import Lang
from bot.references.persons import Person
from bot.references.references import Kind, Reference, note

TYPES: dict[Kind, str] = {"news": "article-newspaper", "page": "webpage", "document": "document"}


def render_csl(references: Sequence[Reference], lang: Lang) -> str:
    return json.dumps([_item(one, lang) for one in references], ensure_ascii=False, indent=2) + "\n"


def _item(reference: Reference, lang: Lang) -> dict[str, object]:
    day, read = reference.day, reference.accessed
    known: dict[str, object] = {
        "author": [_author(person) for person in reference.authors],
        "container-title": reference.outlet,
        "issued": {"date-parts": [list(day)]} if day else {},
        "page": ", ".join(map(str, reference.pages)),
        "language": reference.article.lang if reference.article.lang != "und" else "",
        "URL": reference.url,
        "accessed": {"date-parts": [[read.year, read.month, read.day]]} if read else {},
        "note": "\n".join(note(one, lang) for one in reference.cited),
    }
    first = {"id": reference.key, "type": TYPES[reference.kind], "title": reference.title}
    return first | {name: value for name, value in known.items() if value}


def _author(person: Person) -> dict[str, str]:
    return {"family": person.family, "given": person.given} if person.given else {"literal": person.family}
