"""A quotation and its source for people's own texts: plain, and as Markdown."""

import re
from collections.abc import Iterator, Sequence

from bot.locales import Lang, say, say_date
from bot.references.references import Reference, on_one_line, place, quoted
from retrieval.types import Citation

# What Markdown (CommonMark) takes for formatting: anywhere, and at the beginning of a line.
MARKS = re.compile(r"[\\`*_\[\]<>&#|~$]")
BEGINS = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")


def render_plain(references: Sequence[Reference], lang: Lang) -> str:
    """“The sentence” — author, “title”, outlet, date, p. 3, address (read on …): one paragraph a quotation."""
    return "\n\n".join(_plainly(one, reference, lang) for reference in references for one in reference.cited) + "\n"


def render_markdown(references: Sequence[Reference], lang: Lang) -> str:
    return "\n\n".join(_marked(one, reference, lang) for reference in references for one in reference.cited) + "\n"


def _plainly(citation: Citation, reference: Reference, lang: Lang) -> str:
    named = [*_by(reference), say(lang, "cite.title", title=reference.title), *_when(reference, citation, lang)]
    quotation = say(lang, "source.copied", sentence=quoted(citation), where=", ".join(named))
    if reference.accessed is None:
        return quotation + (f", {reference.url}" if reference.url else "")
    return f"{quotation}, {reference.url} {_read(reference, lang)}"


def _marked(citation: Citation, reference: Reference, lang: Lang) -> str:
    title = f"*{_escaped(reference.title)}*"
    if reference.url:
        title = f"[{title}](<{reference.url}>)"
    named = [*map(_escaped, _by(reference)), title, *map(_escaped, _when(reference, citation, lang))]
    read = f" {_read(reference, lang)}" if reference.accessed else ""
    return f"> {_escaped(on_one_line(quoted(citation)))}\n\n— {', '.join(named)}{read}"


def _by(reference: Reference) -> Iterator[str]:
    yield from (f"{person.given} {person.family}".strip() for person in reference.authors)


def _when(reference: Reference, citation: Citation, lang: Lang) -> Iterator[str]:
    if reference.outlet and reference.outlet not in (person.family for person in reference.authors):
        yield reference.outlet
    if reference.article.date:
        yield say_date(lang, reference.article.date)
    yield place(citation, lang)


def _read(reference: Reference, lang: Lang) -> str:
    return say(lang, "cite.read", date=say_date(lang, reference.read.isoformat()))


def _escaped(text: str) -> str:
    return BEGINS.sub(_begun, MARKS.sub(r"\\\g<0>", text))


def _begun(found: re.Match[str]) -> str:
    return f"{found[1]}{found[2]}\\" if found[2].isdigit() else f"{found[1]}\\{found[2]}"
