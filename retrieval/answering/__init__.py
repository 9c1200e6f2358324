"""Which sentence answers, if any? A question is read, candidates are weighed, and one chance says whether to speak.

Not for wording: it quotes, by offsets, and writes nothing.
"""

from retrieval.answering.abstention import confidence, probability
from retrieval.answering.answering import (
    answer,
    best_of_passages,
    chances,
    cited,
    confidences,
    search,
    silence,
    told,
    with_leads,
)
from retrieval.answering.ranking import Ranking
from retrieval.answering.reader import Dense, Reader, Tell, open_reader

__all__ = [
    "Dense", "Ranking", "Reader", "Tell", "answer", "best_of_passages", "chances", "cited", "confidence", "confidences",
    "open_reader", "probability", "search", "silence", "told", "with_leads",
]  # fmt: skip
