"""Which sentence answers, if any? A question is read, candidates are weighed, and one chance says whether to speak.

Not for wording: it quotes, by offsets, and writes nothing.
"""

from retrieval.answering.abstention import confidence, probability
from retrieval.answering.answering import answer, cited, search, silence

__all__ = ["answer", "cited", "confidence", "probability", "search", "silence"]
