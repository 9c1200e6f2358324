"""A text as it reads, whatever quotation marks, apostrophes and spaces set it: each character with where it stands."""

import unicodedata
from dataclasses import dataclass

import regex

# All that quotes or elides is one sign here: who quotes a quotation changes its marks.
MARK = "'"
MARKS = frozenset("'\"’‘‚‛“”„‟«»‹›`´ʼʹ′″＂＇")
# A letter with the accents that follow it.
CLUSTER = regex.compile(r"[^\p{M}]\p{M}*|\p{M}+")
# What shows nothing: soft hyphens, joiners, marks of direction.
UNSEEN = regex.compile(r"[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Before these, and beside quotation marks, French sets a space where English sets none.
TIGHT = frozenset(".,;:!?)%" + MARK)


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` with one kind of mark and of space; `spans` are where its characters stand in the original."""

    text: str
    spans: tuple[tuple[int, int], ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that reads as `text[start:end]`, which is not empty."""
        return self.spans[start][0], self.spans[end - 1][1]


def plain(text: str) -> Plain:
    """`text` without what only sets it in another way.

    >>> plain("« L’été »  dernier\u00a0!").text
    "'L'été'dernier!"
    """
    kept: list[str] = []
    spans: list[tuple[int, int]] = []
    spaced: tuple[int, int] | None = None
    for cluster in CLUSTER.finditer(text):
        for character in unicodedata.normalize("NFC", cluster[0]):
            if character.isspace():
                spaced = spaced or cluster.span()
            elif not UNSEEN.match(character):
                character = MARK if character in MARKS else character
                if spaced and kept and kept[-1] != MARK and character not in TIGHT:
                    kept.append(" ")
                    spans.append(spaced)
                kept.append(character)
                spans.append(cluster.span())
                spaced = None
    return Plain("".join(kept), tuple(spans))
