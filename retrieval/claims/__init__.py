"""What does a sentence claim: when was it, and who says so?

Not for articles: text in, offsets into it out.
"""

from retrieval.claims.dates import Dated, dates_in
from retrieval.claims.speech import Speech, name_words, speech_in, split_about

__all__ = ["Dated", "Speech", "dates_in", "name_words", "speech_in", "split_about"]
