"""Which articles does a question ask? Operators (`source:lemonde after:2023`), and plain words that mean the same.

Not for what answers: a filter says which passages may.
"""

from retrieval.queries.arrived import Arrived, portions
from retrieval.queries.narrowed import Narrowed, narrow
from retrieval.queries.operators import split_operators
from retrieval.queries.pasted import is_quotable, pasted_quotation
from retrieval.queries.queries import Query, read_query

__all__ = [
    "Arrived",
    "Narrowed",
    "Query",
    "is_quotable",
    "narrow",
    "pasted_quotation",
    "portions",
    "read_query",
    "split_operators",
]
