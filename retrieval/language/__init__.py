"""What does one have to know of a language? Words, stems, sentences, word lists: as data where possible.

Not for articles or questions as such: text in, terms or offsets out.
"""

from retrieval.language.aliases import Alias, aliases_of
from retrieval.language.analysis import PREFIX, WORD, fold, is_stop_word, stop_words, terms, tokens, word_terms
from retrieval.language.capitals import capitals_in_a_row, capitals_tell, written_like_names
from retrieval.language.courtesies import is_filler, without_courtesies
from retrieval.language.indexed import passage_terms
from retrieval.language.language import detect_language
from retrieval.language.letters import shared
from retrieval.language.phrases import phrases_of, plain_words
from retrieval.language.rarity import Vocabulary, common, weight, without_copies
from retrieval.language.related import related_to
from retrieval.language.segmentation import split_passages, split_sentences
from retrieval.language.spelling import Speller
from retrieval.language.words import groups

__all__ = [
    "PREFIX", "WORD", "Alias", "Speller", "Vocabulary", "aliases_of", "capitals_in_a_row", "capitals_tell",
    "common", "detect_language", "fold", "groups", "is_filler", "is_stop_word", "passage_terms", "phrases_of",
    "plain_words", "related_to", "shared", "split_passages", "split_sentences", "stop_words", "terms", "tokens",
    "weight", "without_copies", "without_courtesies", "word_terms", "written_like_names",
]  # fmt: skip
