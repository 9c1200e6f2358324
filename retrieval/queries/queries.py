"""A question with all that says which articles it asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from retrieval.language import WORD
from retrieval.queries.operators import read_operators
from retrieval.queries.plainly import joined, read_plainly
from retrieval.types import Fault, Filter


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is what is asked, of the articles that the filter lets through; with faults, nothing is."""

    text: str
    filter: Filter
    faults: tuple[Fault, ...] = ()


def read_query(message: str, sources: Collection[str], today: date) -> Query:
    """Reads operators and, unless they say otherwise, plain words; `sources` are the outlets of the library.

    What was typed outweighs what was understood: plain words count only where there is no operator for an outlet or a
    date.
    """
    typed = read_operators(message)
    text, found = typed.text, typed.filter
    if not typed.unfiltered and not (found.source or found.after or found.before or found.article):
        text, plain = read_plainly(text, sources, today)
        found = joined(found, plain)
    faults = typed.faults
    if not WORD.search(text):
        text = " ".join(found.exact)
        faults = faults or (() if text or not found else (Fault("alone"),))
    return Query(text, found, faults)
