"""The surveys of a library that is kept."""

from dataclasses import dataclass
from datetime import date
from functools import partial

from retrieval.claims import split_about
from retrieval.index import Index, Kept
from retrieval.library import Library
from retrieval.queries import Query, read_query
from retrieval.surveys.quotations import Found, find_quotation
from retrieval.surveys.statements import Statements, statements
from retrieval.surveys.timelines import Timeline, events
from retrieval.types import Fault


@dataclass(frozen=True, slots=True)
class Surveys:
    """What can be asked of many articles at once, as they are when it is asked. Operators (`source:lemonde`) say which
    articles are meant; with a fault in them nothing is looked for."""

    library: Library
    index: Kept

    def quotation(self, text: str) -> Found:
        """Where a text stands."""
        return self.index.use(partial(find_quotation, text, self.library))

    def timeline(self, asked: str) -> Timeline:
        """The dated sentences about a subject."""
        query = self._read(asked)
        if query.faults:
            return Timeline(asked, query.text, (), query.filter, query.faults)

        def find(index: Index) -> Timeline:
            return Timeline(asked, query.text, events(query.text, self.library, index, query.filter), query.filter)

        return self.index.use(find)

    def said(self, asked: str) -> Statements:
        """What somebody said, and about what, if that is asked: "Macron about Notre-Dame"."""
        query = self._read(asked)
        person, about = split_about(query.text)
        if query.faults:
            return Statements(asked, person, about, (), query.filter, query.faults)

        def find(index: Index) -> Statements:
            found = statements(person, about, self.library, index, query.filter)
            return Statements(asked, person, about, found, query.filter)

        return self.index.use(find)

    def _read(self, asked: str) -> Query:
        query = read_query(asked, self.library.sources, date.today())
        nothing = bool(query.filter) and not self.library.ranges(query.filter)
        return Query(query.text, query.filter, query.faults or ((Fault("nothing"),) if nothing else ()))
