"""Posting lists in blocks of bits: which passages hold a term, and how often.

A list is cut into blocks of 128 postings. A block is a row of `blocks`, four numbers: its last passage; where its bits
begin in `words`; the bits of a gap (lowest 6), of a frequency (next 6), and the highest impact (upper 16); how many
patches the gaps have (lowest 8), the bits above in them (next 8), and the same of the frequencies. Its bits are the
gaps between passages less one, the frequencies less one, then the patches of both (`retrieval.index.segments.bits`). A
term that occurs in one passage has no block: `starts` holds the passage and `counts` the frequency, marked by SINGLE.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.index.segments.bits import ROW, Cut, Ints, Words, cut, read_rows, write_rows

BLOCK = ROW
COLUMNS = 4
BLOCK_BYTES = COLUMNS * 4
SINGLE = 1 << 31
PEAK = 65535
# Blocks that are packed in one go: what is made of them stays in the processor's caches, which takes half the time.
AT_ONCE = 512

Impacts = Callable[[Ints, Ints], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Postings:
    """`counts` and `starts` have one entry a term, `blocks` the shape (blocks, COLUMNS). Lists lie in any order."""

    counts: Words
    starts: Words
    blocks: Words
    words: Words

    def frequency(self, term: int) -> int:
        """In how many passages the term occurs."""
        count = int(self.counts[term])
        return 1 if count & SINGLE else count

    def rows(self, term: int) -> tuple[int, int]:
        """The first block of a term's list, and how many it has."""
        count = int(self.counts[term])
        return (0, 0) if count & SINGLE else (int(self.starts[term]), -(-count // BLOCK))

    def words_of(self, first: int, rows: int) -> tuple[int, int]:
        """Where the bits of blocks begin and end in `words`."""
        if not rows:
            return 0, 0
        end = first + rows
        return int(self.blocks[first, 1]), int(self.blocks[end, 1]) if end < len(self.blocks) else len(self.words)


def pack(counts: Ints, passages: Ints, frequencies: Ints, impacts: Impacts) -> Postings:
    """Packs the lists of terms that occur in `counts` passages each, one list after the other, passages ascending.

    `impacts` says of postings (passages, frequencies) what each counts of the most that any could, 0 to 1; it is
    rounded up in the peak of its block.
    """
    firsts = np.cumsum(counts) - counts
    single = counts == 1
    rows = np.where(single, 0, -(-counts // BLOCK))
    first_rows = np.cumsum(rows) - rows
    starts, marked = first_rows.astype(np.uint32), counts.astype(np.uint32)
    starts[single] = passages[firsts[single]]
    marked[single] = SINGLE | frequencies[firsts[single]]
    nth = np.arange(int(rows.sum())) - np.repeat(first_rows, rows)
    heads = np.repeat(firsts, rows) + nth * BLOCK
    sizes = np.minimum(BLOCK, np.repeat(firsts + counts, rows) - heads)
    before = np.where(nth == 0, -1, passages[heads - 1])
    packed = []
    for at in range(0, len(heads), AT_ONCE):
        some = slice(at, at + AT_ONCE)
        begins = np.cumsum(sizes[some]) - sizes[some]
        taken = np.repeat(heads[some] - begins, sizes[some])
        taken += np.arange(len(taken))
        packed.append(_pack_blocks(sizes[some], before[some], passages[taken], frequencies[taken], impacts))
    blocks, words = _joined([rows for rows, _ in packed], [some for _, some in packed])
    return Postings(marked, starts, blocks, words)


def _pack_blocks(sizes: Ints, before: Ints, passages: Ints, frequencies: Ints, impacts: Impacts) -> tuple[Words, Words]:
    """The rows and words of blocks of `sizes` postings; `before` is the passage before each."""
    begins = np.cumsum(sizes) - sizes
    gaps = np.diff(passages, prepend=-1)
    gaps[begins] = passages[begins] - before
    gaps -= 1
    peaks = np.ceil(np.maximum.reduceat(impacts(passages, frequencies), begins) * PEAK).astype(np.int64)
    often = frequencies - 1
    gap, frequency = cut(gaps, sizes), cut(often, sizes)
    places, bits = _places(sizes, gap, frequency)
    lengths = -(-bits // 32)
    at = np.cumsum(lengths) - lengths
    # Two words more at the end: a reader always looks at two.
    words = np.zeros(int(lengths.sum()) + 2, np.uint32)
    for numbers, how, (first, patches) in zip((gaps, often), (gap, frequency), places, strict=True):
        write_rows(words, numbers, sizes, how, at * 32 + first, at * 32 + patches)
    info = gap.widths | frequency.widths << 6 | peaks << 16
    patched = gap.patches | gap.above << 8 | frequency.patches << 16 | frequency.above << 24
    return np.stack((passages[begins + sizes - 1], at, info, patched), axis=1).astype(np.uint32), words


def _places(sizes: Ints, gap: Cut, frequency: Cut) -> tuple[tuple[tuple[Ints, Ints], tuple[Ints, Ints]], Ints]:
    """Where in the bits of a block its gaps, frequencies and the patches of both begin, and how many bits it has."""
    gap_bits, gap_patches = gap.lengths(sizes)
    frequency_bits, frequency_patches = frequency.lengths(sizes)
    second = gap_bits + frequency_bits
    return ((np.zeros_like(second), second), (gap_bits, second + gap_patches)), second + gap_patches + frequency_patches


def unpack(postings: Postings, terms: Ints) -> tuple[Ints, Ints, Ints]:
    """The lists of `terms`, one after the other: (how many postings each has, passages, frequencies)."""
    marked = postings.counts[terms].astype(np.int64)
    starts = postings.starts[terms].astype(np.int64)
    single = marked >= SINGLE
    counts = np.where(single, 1, marked)
    rows = np.where(single, 0, -(-counts // BLOCK))
    nth = np.arange(int(rows.sum())) - np.repeat(np.cumsum(rows) - rows, rows)
    sizes = np.minimum(BLOCK, np.repeat(counts, rows) - nth * BLOCK)
    many = np.repeat(~single, counts)
    passages = np.empty(len(many), np.int64)
    frequencies = np.empty(len(many), np.int64)
    passages[~many] = starts[single]
    frequencies[~many] = marked[single] - SINGLE
    passages[many], frequencies[many] = _unpack_blocks(postings, np.repeat(starts, rows) + nth, nth == 0, sizes)
    return counts, passages, frequencies


def held(postings: Postings, term: int, among: Ints) -> int:
    """In how many of the passages `among`, which ascend, the term occurs. Only blocks that they may be in are read."""
    count, start = int(postings.counts[term]), int(postings.starts[term])
    if count & SINGLE:
        found = np.array([start])
    else:
        first, rows = postings.rows(term)
        near = np.searchsorted(postings.blocks[first : first + rows, 0], among)
        near = np.unique(near[near < rows])
        sizes = np.minimum(BLOCK, count - near * BLOCK)
        found, _ = _unpack_blocks(postings, first + near, near == 0, sizes)
    return int(np.isin(found, among, assume_unique=True).sum())


def _unpack_blocks(postings: Postings, rows: Ints, leads: NDArray[np.bool_], sizes: Ints) -> tuple[Ints, Ints]:
    """The passages and frequencies of blocks of `sizes` postings; `leads` says which begin a list."""
    before = np.where(leads, -1, postings.blocks[rows - 1, 0].astype(np.int64))
    unpacked = [
        _unpack_some(postings, rows[at : at + AT_ONCE], before[at : at + AT_ONCE], sizes[at : at + AT_ONCE])
        for at in range(0, len(rows), AT_ONCE)
    ]
    passages, frequencies = zip(*unpacked, strict=True) if unpacked else ((), ())
    none = np.empty(0, np.int64)
    return np.concatenate((none, *passages)), np.concatenate((none, *frequencies))


def _unpack_some(postings: Postings, rows: Ints, before: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    blocks = postings.blocks[rows].astype(np.int64)
    at, info, patched = blocks[:, 1] * 32, blocks[:, 2], blocks[:, 3]
    gap = Cut(info & 63, patched & 255, patched >> 8 & 255)
    frequency = Cut(info >> 6 & 63, patched >> 16 & 255, patched >> 24)
    places, _ = _places(sizes, gap, frequency)
    gaps, frequencies = (
        read_rows(postings.words, sizes, how, at + first, at + patches)
        for how, (first, patches) in zip((gap, frequency), places, strict=True)
    )
    gaps += 1
    ends = np.cumsum(gaps, out=gaps)
    begins = np.cumsum(sizes) - sizes
    ends += np.repeat(before - np.where(begins, ends[begins - 1], 0), sizes)
    frequencies += 1
    return ends, frequencies


def join(parts: Sequence[Postings]) -> Postings:
    """The terms of `parts`, one part after the other, as one."""
    starts = []
    row = 0
    for part in parts:
        starts.append(np.where(part.counts >= SINGLE, part.starts, part.starts + np.uint32(row)))
        row += len(part.blocks)
    none = np.zeros(0, np.uint32)
    blocks, words = _joined([part.blocks for part in parts], [part.words for part in parts])
    return Postings(
        np.concatenate([none, *(part.counts for part in parts)]), np.concatenate([none, *starts]), blocks, words
    )


def _joined(blocks: Sequence[Words], words: Sequence[Words]) -> tuple[Words, Words]:
    """Rows and words, one after the other: what the rows say of their place is moved."""
    moved, at = [np.zeros((0, COLUMNS), np.uint32)], 0
    for rows, some in zip(blocks, words, strict=True):
        moved.append(rows + np.array([0, at, 0, 0], np.uint32))
        at += len(some)
    return np.concatenate(moved), np.concatenate([*words, np.zeros(0 if words else 2, np.uint32)])
