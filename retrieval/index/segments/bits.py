"""Numbers in few bits: rows of them, each row with a width of its own, and the few that are wider patched in.

A row is cut at the width that costs least. What a wider number has above it is a patch: the number's place in the row
(7 bits) and the bits above. With numbers 0 0 5 0 1 and width 1, the row is 0 0 1 0 1, and the patch is 2: 10.
(Zukowski et al. 2006, "Super-Scalar RAM-CPU Cache Compression", section 3.1; the width as in Yan et al. 2009.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROW = 128
PLACE = 7  # the bits of a place in a row
# A patch, place and bits above, fits 32 bits, so that two words hold any of them.
ABOVE = 32 - PLACE

Ints = NDArray[np.int64]
Words = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Cut:
    """How each row is cut: the width of its numbers, how many patches it has, and how many bits are above in them."""

    widths: Ints
    patches: Ints
    above: Ints

    def lengths(self, sizes: Ints) -> tuple[Ints, Ints]:
        """The bits of the numbers of each row, and those of its patches."""
        return sizes * self.widths, self.patches * (PLACE + self.above)

    def patch_bits(self, rows: Ints, at: Ints) -> Ints:
        """Where the patches lie that belong to `rows`, one after the other, if those of a row begin at its `at`."""
        firsts = np.cumsum(self.patches) - self.patches
        nth: Ints = np.arange(len(rows)) - firsts[rows]
        return at[rows] + nth * (PLACE + self.above[rows])


def cut(numbers: Ints, sizes: Ints) -> Cut:
    """The cheapest cut of rows that have `sizes` of the numbers each, at most ROW, one row after the other."""
    count = len(sizes)
    width_of = bit_lengths(numbers)
    columns = int(width_of.max()) + 1
    width_of += np.repeat(np.arange(count) * columns, sizes)
    having = np.bincount(width_of, minlength=count * columns).reshape(count, columns)
    wider = np.cumsum(having[:, ::-1], axis=1)[:, ::-1]
    widest = columns - 1 - np.argmax(wider[:, ::-1] > 0, axis=1)
    width = np.arange(columns)
    above = widest[:, None] - width
    # wider[:, w] are those with w bits or more; a patch is needed by those with more than w.
    patched = np.concatenate((wider[:, 1:], np.zeros((count, 1), np.int64)), axis=1)
    cost = wider[:, :1] * width + patched * (PLACE + above)
    cost[(above < 0) | (above > ABOVE)] = np.iinfo(np.int64).max
    widths = np.argmin(cost, axis=1)
    return Cut(widths, patched[np.arange(count), widths], widest - widths)


def write_rows(words: Words, numbers: Ints, sizes: Ints, how: Cut, at: Ints, patches_at: Ints) -> None:
    """Writes rows of numbers, as they were cut, to the bits `at` and their patches to the bits `patches_at`."""
    begins = np.cumsum(sizes) - sizes
    masks = np.repeat(_masks(how.widths), sizes)
    _write(words, _bits(sizes, begins, how.widths, at), numbers & masks)
    wide = np.flatnonzero(numbers > masks)
    row = np.repeat(np.arange(len(sizes)), how.patches)
    patches = wide - begins[row] | numbers[wide] >> how.widths[row] << PLACE
    _write(words, how.patch_bits(row, patches_at), patches)


def read_rows(words: Words, sizes: Ints, how: Cut, at: Ints, patches_at: Ints) -> Ints:
    """The numbers of rows that have `sizes` each, one row after the other."""
    begins = np.cumsum(sizes) - sizes
    numbers = _read(words, _bits(sizes, begins, how.widths, at), np.repeat(_masks(how.widths), sizes))
    row = np.repeat(np.arange(len(sizes)), how.patches)
    patches = _read(words, how.patch_bits(row, patches_at), _masks(PLACE + how.above)[row])
    numbers[begins[row] + (patches & (ROW - 1))] |= patches >> PLACE << how.widths[row]
    return numbers


def _bits(sizes: Ints, begins: Ints, widths: Ints, at: Ints) -> Ints:
    """Where each number lies, if those of a row, which begins at its `at`, have one width."""
    bits: Ints = np.arange(int(sizes.sum()))
    bits *= np.repeat(widths, sizes)
    bits += np.repeat(at - begins * widths, sizes)
    return bits


def bit_lengths(numbers: Ints) -> Ints:
    """How many bits each number has: the exponent of it as a float."""
    lengths: Ints = numbers.astype(np.float64).view(np.int64)
    lengths >>= 52
    lengths -= 1022
    return np.maximum(lengths, 0, out=lengths)


def _write(words: Words, bits: Ints, numbers: Ints) -> None:
    """Sets `numbers` at the places `bits`, which ascend and do not overlap."""
    if not len(numbers):
        return
    shifted = numbers << (bits & 31)
    word = bits >> 5
    heads = np.flatnonzero(word[1:] != word[:-1]) + 1
    heads = np.concatenate(([0], heads))
    merged = np.bitwise_or.reduceat(shifted.view(np.uint64), heads)
    first = word[heads]
    words[first] |= merged.astype(np.uint32)
    words[first + 1] |= (merged >> np.uint64(32)).astype(np.uint32)


def _read(words: Words, bits: Ints, masks: Ints) -> Ints:
    """The numbers at the places `bits`; the masks cover as many bits as they have."""
    word = bits >> 5
    pair = words[word].astype(np.uint64) | words[word + 1].astype(np.uint64) << np.uint64(32)
    numbers: Ints = (pair >> (bits & 31).astype(np.uint64)).view(np.int64) & masks
    return numbers


def _masks(widths: Ints) -> Ints:
    """As many bits set."""
    masks: Ints = (1 << widths) - 1
    return masks
