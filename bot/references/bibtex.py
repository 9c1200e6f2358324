"""BibTeX, and what BibLaTeX and Zotero read of it: https://ctan.org/pkg/biblatex, section 2.2.

Letters stay as they are (UTF-8); the signs that TeX takes for commands are written as it writes them.
"""

from collections.abc import Sequence

from bot.locales import Lang
from bot.references.persons import Person
from bot.references.references import Kind, Reference, note

TYPES: dict[Kind, str] = {"news": "article", "page": "online", "document": "misc"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
SIGNS = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
})  # fmt: skip


def render_bibtex(references: Sequence[Reference], lang: Lang) -> str:
    return "\n\n".join(_entry(one, lang) for one in references) + "\n"


def _entry(reference: Reference, lang: Lang) -> str:
    day = reference.day
    fields = {
        "author": braced(" and ".join(map(_author, reference.authors))),
        "title": braced(f"{{{_plain(reference.title)}}}"),  # the second braces keep its capitals
        "journal": braced(_plain(reference.outlet)),
        "date": braced("-".join(f"{part:02}" for part in day)),
        "year": braced(str(day[0]) if day else ""),
        "month": MONTHS[day[1] - 1] if len(day) > 1 else "",
        "pages": braced(", ".join(map(str, reference.pages))),
        "language": braced(reference.article.lang if reference.article.lang != "und" else ""),
        "url": braced(reference.url),
        "urldate": braced(reference.accessed.isoformat() if reference.accessed else ""),
        "annote": braced(_plain("; ".join(note(one, lang) for one in reference.cited))),
    }
    lines = [f"  {name} = {value}" for name, value in fields.items() if value]
    return f"@{TYPES[reference.kind]}{{{reference.key},\n" + ",\n".join(lines) + "\n}"


def braced(value: str) -> str:
    return f"{{{value}}}" if value else ""


def _author(person: Person) -> str:
    if not person.given:
        return f"{{{_plain(person.family)}}}"
    return f"{_plain(person.family)}, {_plain(person.given)}"


def _plain(text: str) -> str:
    return text.translate(SIGNS)
