"""Which word of the library was meant by one that no article holds, if any?

Not for finding words: it is given a library's, or those of them that an index thinks near.
"""

from retrieval.language.spelling.sounds import skeletons_of
from retrieval.language.spelling.speller import (
    NEIGHBOURS,
    Speller,
    is_listed,
    is_looked_up,
    most_slips,
    sounds_of,
)

__all__ = ["NEIGHBOURS", "Speller", "is_listed", "is_looked_up", "most_slips", "skeletons_of", "sounds_of"]
