"""What does one have to know of a language? Words, stems, sentences, word lists: as data where possible.

Not for articles or questions as such: text in, terms or offsets out.
"""

from retrieval.language.aliases import Alias, aliases_of, same_acronyms
from retrieval.language.analysis import (
    PREFIX,
    WORD,
    cut,
    fold,
    is_stop_word,
    is_unspaced,
    stop_words,
    terms,
    tokens,
    without_small_words,
    word_terms,
)
from retrieval.language.courtesies import is_filler, without_courtesies
from retrieval.language.indexed import explaining, passage_terms
from retrieval.language.language import detect_language, language_and_chance
from retrieval.language.letters import shared
from retrieval.language.notation import wholes, written
from retrieval.language.orthography import capitals_in_a_row, capitals_tell, written_like_names
from retrieval.language.phrases import phrases_of, plain_words
from retrieval.language.rarity import Counted, Vocabulary, common, counted, lucene_idf, weight, without_copies
from retrieval.language.related import COMPOUNDING, Compounds, is_head, is_part, possible_parts, related_to
from retrieval.language.segmentation import split_passages, split_sentences
from retrieval.language.spelling import Speller, is_listed, is_looked_up, most_slips, skeletons_of, sounds_of
from retrieval.language.words import groups

__all__ = [
    "COMPOUNDING", "PREFIX", "WORD", "Alias", "Compounds", "Counted", "Speller", "Vocabulary", "aliases_of",
    "capitals_in_a_row", "capitals_tell", "common", "counted", "cut", "detect_language", "explaining", "fold", "groups",
    "is_filler", "is_head", "is_listed", "is_looked_up", "is_part", "is_stop_word", "is_unspaced",
    "language_and_chance", "lucene_idf", "most_slips", "passage_terms", "phrases_of", "plain_words", "possible_parts",
    "related_to", "same_acronyms", "shared", "skeletons_of", "sounds_of", "split_passages", "split_sentences",
    "stop_words", "terms", "tokens", "weight", "wholes", "without_copies", "without_courtesies", "without_small_words",
    "word_terms", "written", "written_like_names",
]  # fmt: skip
