"""An article's text → passages → sentences, as offsets: what is quoted is what was written."""

from collections.abc import Iterator
from itertools import groupby
from math import ceil

import regex

from retrieval.language.boundaries import boundaries
from retrieval.types import Article, Block, Passage, Sentence

# A sentence is quoted in one message: so many characters are 3,500 UTF-16 units at the very most.
LONGEST_SENTENCE = 1750
# A passage has about so many words at most; of scripts without spaces, twice as many characters.
LONGEST_PASSAGE = 200

BLANK_LINE = regex.compile(r"\n[^\S\n]*+\n\s*+|\u2029\s*+")
UNSPACED = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]")
# Where a sentence of absurd length is cut, best first: after a line, a clause, a comma, a word.
CUTS = tuple(regex.compile(rf"(?r){mark}(?=[^\p{{M}}\u200d])") for mark in (r"\n", "[;；؛]", "[,，、،]", r"\s"))
# What is one character to a reader; the two halves of a character beyond 16 bits, where a source left them apart.
CLUSTER = regex.compile(r"[\ud800-\udbff][\udc00-\udfff]|\X")
# What str.strip leaves: it takes four control characters for white space that \s does not know.
INK = regex.compile(r"[^\s\x1c-\x1f]")


def split_sentences(text: str, lang: str, start: int = 0, end: int | None = None) -> list[Sentence]:
    """The sentences of `text[start:end]`, in order, with no white space around them and none missing between.

    >>> text = "M. Kim part. Il reviendra."
    >>> [text[sentence.start : sentence.end] for sentence in split_sentences(text, "fr")]
    ['M. Kim part.', 'Il reviendra.']

    A blank line always ends a sentence, a single line end only where any white space would. A sentence of more than
    1,750 characters is cut where it reads best, so that each can be quoted in one message.
    """
    segment = text[start:end]
    language = lang.partition("-")[0].lower()
    return [
        Sentence(start + piece_start, start + piece_end)
        for paragraph_start, paragraph_end in _paragraphs(segment)
        for sentence_start, sentence_end in _sentences(
            segment[paragraph_start:paragraph_end], language, paragraph_start
        )
        for piece_start, piece_end in _pieces(segment, sentence_start, sentence_end)
    ]


def split_passages(article: Article) -> tuple[Passage, ...]:
    """The article's passages: one a block that is no heading, or several of similar size where a block is long."""
    passages: list[Passage] = []
    heading, paragraph = "", 0
    for block in article.blocks:
        if block.kind == "heading":
            heading = article.text[block.start : block.end].strip()
            continue
        paragraph += 1
        for group in _groups(article, block):
            start, end = group[0].start, group[-1].end
            page = block.page_at(start)
            passages.append(Passage(article, paragraph, start, end, block.kind, heading, tuple(group), page, block))
    return tuple(passages)


def _groups(article: Article, block: Block) -> Iterator[list[Sentence]]:
    """The sentences of a block, in as few groups of similar size as the longest passage allows."""
    sentences = split_sentences(article.text, article.lang, block.start, block.end)
    sizes = [_size(article.text[sentence.start : sentence.end]) for sentence in sentences]
    total = sum(sizes)
    parts = ceil(total / LONGEST_PASSAGE)
    if parts <= 1:
        if sentences:
            yield sentences
        return
    before, part_of = 0.0, {}
    for sentence, size in zip(sentences, sizes, strict=True):
        part_of[sentence] = int((before + size / 2) * parts / total)
        before += size
    for _, group in groupby(sentences, key=part_of.__getitem__):
        yield list(group)


def _size(text: str) -> float:
    """The number of words; two characters of an unspaced script count as one."""
    return len(text.split()) + (0 if text.isascii() else len(UNSPACED.findall(text)) / 2)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for blank in BLANK_LINE.finditer(text):
        yield begin, blank.start()
        begin = blank.end()
    yield begin, len(text)


def _sentences(paragraph: str, lang: str, offset: int) -> Iterator[tuple[int, int]]:
    begin = 0
    for close, following in [*boundaries(paragraph, lang), (len(paragraph), len(paragraph))]:
        yield offset + begin, offset + close
        begin = following


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence without white space around it; in several pieces where it is too long to be quoted."""
    while ink := INK.search(text, start, end):
        start = ink.start()
        cut = end if end - start <= LONGEST_SENTENCE else _cut(text, start)
        yield start, start + len(text[start:cut].rstrip())
        start = cut


def _cut(text: str, start: int) -> int:
    """Where to cut after `start`: in the later half of the longest sentence, at the best place that there is."""
    limit = start + LONGEST_SENTENCE
    for place in CUTS:
        if found := place.search(text, start + LONGEST_SENTENCE // 2, limit + 1):
            return found.end()
    ends = (cluster.end() for cluster in CLUSTER.finditer(text, start, limit + 1))
    return max((end for end in ends if end <= limit), default=limit)
