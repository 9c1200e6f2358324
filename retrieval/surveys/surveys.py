"""The surveys of a library that is kept."""

from dataclasses import dataclass
from functools import partial

from retrieval.index import Kept
from retrieval.library import Library
from retrieval.surveys.quotations import Found, find_quotation


@dataclass(frozen=True, slots=True)
class Surveys:
    """What can be asked of many articles at once, as they are when it is asked."""

    library: Library
    index: Kept

    def quotation(self, text: str) -> Found:
        return self.index.use(partial(find_quotation, text, self.library))
