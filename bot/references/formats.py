"""The formats by the names that people have for them: a table from name to function."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.locales import Lang, say
from bot.references.bibtex import render_bibtex
from bot.references.csl import render_csl
from bot.references.prose import render_markdown, render_plain
from bot.references.references import Reference
from bot.references.ris import render_ris
from bot.references.styles import render_apa, render_iso690
from retrieval.errors import IbidError


class UnknownFormat(IbidError):  # noqa: N818 — it reads better than UnknownFormatError
    """There is no such format; the message names those that there are, in the reader's language."""


@dataclass(frozen=True, slots=True)
class Format:
    """`name` is what a person types, `label` what a button says; `suffix` is that of a file, with its stop."""

    name: str
    label: str
    suffix: str
    render: Callable[[Sequence[Reference], Lang], str]


FORMATS = {
    one.name: one
    for one in (
        Format("plain", "", ".txt", render_plain),
        Format("markdown", "Markdown", ".md", render_markdown),
        Format("bibtex", "BibTeX", ".bib", render_bibtex),
        Format("ris", "RIS", ".ris", render_ris),
        Format("csl", "CSL-JSON", ".json", render_csl),
        Format("apa", "APA", ".txt", render_apa),
        Format("iso690", "ISO 690", ".txt", render_iso690),
    )
}
# What else they are called, letters and digits alone; the programs are named after what they import best.
ALIASES = {
    "texte": "plain", "text": "plain", "texto": "plain", "testo": "plain",
    "brut": "plain", "txt": "plain", "md": "markdown", "bib": "bibtex",
    "biblatex": "bibtex", "latex": "bibtex", "tex": "bibtex", "zotero": "ris", "endnote": "ris", "mendeley": "ris",
    "csljson": "csl", "json": "csl", "citeproc": "csl", "apa7": "apa", "iso": "iso690", "iso6902021": "iso690",
}  # fmt: skip


def format_named(written: str, lang: Lang) -> Format:
    """The format that a person means: `BibTeX`, `iso 690`, `csl-json`. Raises UnknownFormat."""
    letters = unicodedata.normalize("NFKD", written.lower())
    name = re.sub(r"[^a-z0-9]", "", letters.encode("ascii", "ignore").decode())
    found = FORMATS.get(ALIASES.get(name, name))
    if found is None:
        raise UnknownFormat(say(lang, "cite.which", formats=formats_said(), written=" ".join(written.split())[:40]))
    return found


def formats_said() -> str:
    """All their names, as one types them."""
    return ", ".join(FORMATS)
