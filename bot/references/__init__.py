"""In which form does a source leave? Text, BibTeX, RIS, CSL-JSON, APA, ISO 690: for other programs and for papers; and
an answer for other programs, as JSON.

Not for what an answer looks like to a person: that is `wording`.
"""

from bot.references.as_json import (
    answer_as_json,
    article_as_json,
    asked_as_json,
    citation_as_json,
    passages_as_json,
    quotation_as_json,
    ranking_as_json,
    source_as_json,
)
from bot.references.formats import FORMATS, Format, UnknownFormat, format_named, formats_said
from bot.references.gathering import Gathered, chosen, gather
from bot.references.references import Reference, references_of
from bot.references.replies import Wanted, read_wanted, render_file, render_references

__all__ = [
    "FORMATS", "Format", "Gathered", "Reference", "UnknownFormat", "Wanted", "answer_as_json", "article_as_json",
    "asked_as_json", "chosen", "citation_as_json", "format_named", "formats_said", "gather", "passages_as_json",
    "quotation_as_json", "ranking_as_json", "read_wanted", "references_of", "render_file", "render_references",
    "source_as_json",
]  # fmt: skip
