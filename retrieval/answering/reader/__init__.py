"""How likely does this sentence answer that question, to one who reads both? A small cross-encoder, bundled.

Not for writing: it gives a number for a sentence that stands in an article, and nothing else.
"""

from retrieval.answering.reader.dense import Dense, Tell
from retrieval.answering.reader.pairs import Pair
from retrieval.answering.reader.reader import Reader, open_reader

__all__ = ["Dense", "Pair", "Reader", "Tell", "open_reader"]
