"""Which passages have these words, and which match best? It follows the library by its change log.

Not for choosing the sentence, nor for the articles: all of it can be deleted and made again.
"""

from retrieval.index.analysts import terms_of
from retrieval.index.bm25 import could_be_faster
from retrieval.index.index import K1, B, Index, Kept, Tell, build_index
from retrieval.index.kept import KeptIndex, keep_index, saved_change
from retrieval.index.vectors import DIMENSIONS, MOST_VECTORS, SentenceVectors, Vector

__all__ = [
    "DIMENSIONS", "K1", "MOST_VECTORS", "B", "Index", "Kept", "KeptIndex", "SentenceVectors", "Tell", "Vector",
    "build_index", "could_be_faster", "keep_index", "saved_change", "terms_of",
]  # fmt: skip
