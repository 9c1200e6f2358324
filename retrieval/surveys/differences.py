"""What stands nearest to a text in another, and in which words the two differ."""

from dataclasses import dataclass

import regex
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from retrieval.language import fold
from retrieval.surveys.typography import Plain

# Numbers as they are written (7 300, 4.2), words, and the signs between them.
TOKEN = regex.compile(
    r"\p{Nd}{1,3}(?: \p{Nd}{3})+(?!\p{Nd})|\p{Nd}+(?:[.,]\p{Nd}+)+|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*|[^\s\p{L}\p{N}]"
)
# How far from where they seem to be the ends of what is alike are looked for: in tokens, and as a share of the text.
NEAR_ENDS, SHARE = 4, 8

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens as they are written, without case and accents, and where they stand in the original."""

    written: list[str]
    folded: list[str]
    spans: list[Span]

    def original(self, start: int, end: int, default: int) -> Span:
        """Where the tokens from `start` to `end` stand; of none, where they would."""
        if start < end:
            return self.spans[start][0], self.spans[end - 1][1]
        place = self.spans[start][0] if start < len(self.spans) else self.spans[-1][1] if self.spans else default
        return place, place


def tokens_of(plain: Plain) -> Tokens:
    found = list(TOKEN.finditer(plain.text))
    written = [one[0] for one in found]
    return Tokens(written, [fold(one) for one in written], [plain.original(*one.span()) for one in found])


def closest(text: Tokens, other: Tokens) -> tuple[float, Span]:
    """How much of `text` (0 to 1) is in the stretch of `other` that is most like it, in letters, whatever their case
    and accents; and that stretch, in tokens."""
    found = fuzz.partial_ratio_alignment(text.folded, other.folded)
    if found is None or not text.folded or not other.folded:
        return 0.0, (0, 0)
    begin, stop = (
        (found.dest_start, found.dest_end) if len(text.folded) <= len(other.folded) else (0, len(other.folded))
    )
    around = max(NEAR_ENDS, len(text.folded) // SHARE)
    best = max(
        (
            (start, end)
            for start in _near(begin, around, len(other.folded))
            for end in _near(stop, around, len(other.folded))
            if start < end
        ),
        key=lambda span: (Indel.normalized_similarity(text.folded, other.folded[span[0] : span[1]]), span[0] - span[1]),
        default=(0, 0),
    )
    letters = fuzz.ratio(" ".join(text.folded), " ".join(other.folded[best[0] : best[1]])) / 100
    return letters, best


def differences(text: Tokens, other: Tokens, stretch: Span) -> list[tuple[Span, Span]]:
    """In what `text` differs from a stretch of `other`: pairs of places in the originals, one of which may be empty."""
    begin, end = stretch
    found = Indel.opcodes(text.written, other.written[begin:end])
    changed: list[list[int]] = []
    for operation in found:
        if operation.tag == "equal":
            continue
        if changed and (changed[-1][1], changed[-1][3]) == (operation.src_start, operation.dest_start):
            changed[-1][1], changed[-1][3] = operation.src_end, operation.dest_end
        else:
            changed.append([operation.src_start, operation.src_end, operation.dest_start, operation.dest_end])
    return [
        (text.original(here, until, 0), other.original(begin + there, begin + to, 0))
        for here, until, there, to in changed
    ]


def _near(place: int, around: int, last: int) -> range:
    return range(max(0, place - around), min(last, place + around) + 1)
