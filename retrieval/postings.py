"""Posting lists in blocks of bits: which passages hold a term, and how often.

A list is cut into blocks of 128 postings. A block is a row of `blocks`: its last passage, where its bits begin in
`words`, and a word with the number of bits of a gap (lowest 6), of a frequency (next 5), and the highest impact
(upper 16). Its bits are the gaps between passages less one, then the frequencies less one. A term that occurs in one
passage has no block: `starts` holds the passage and `counts` the frequency, marked by SINGLE.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BLOCK = 128
SINGLE = 1 << 31
PEAK = 65535

Ints = NDArray[np.int64]
Words = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Postings:
    """`counts` and `starts` have one entry a term, `blocks` the shape (blocks, 3)."""

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


def pack(counts: Ints, passages: Ints, frequencies: Ints, impacts: NDArray[np.float64]) -> Postings:
    """Packs the lists of terms that occur in `counts` passages each, one list after the other, passages ascending.

    `impacts` are between 0 and 1: what a posting counts of the most that any could, rounded up in its block's peak.
    """
    firsts = np.cumsum(counts) - counts
    single = counts == 1
    rows = np.where(single, 0, -(-counts // BLOCK))
    first_rows = np.cumsum(rows) - rows
    heads = np.minimum(firsts, max(len(passages) - 1, 0))
    starts = np.where(single, passages[heads] if len(passages) else 0, first_rows)
    marked = np.where(single, SINGLE | (frequencies[heads] if len(passages) else 0), counts)
    many = np.repeat(~single, counts)
    blocks, words = _pack_blocks(counts[~single], passages[many], frequencies[many], impacts[many])
    return Postings(marked.astype(np.uint32), starts.astype(np.uint32), blocks, words)


def _pack_blocks(counts: Ints, passages: Ints, frequencies: Ints, impacts: NDArray[np.float64]) -> tuple[Words, Words]:
    if not len(passages):
        return np.zeros((0, 3), np.uint32), np.zeros(2, np.uint32)
    firsts = np.cumsum(counts) - counts
    place = np.arange(len(passages)) - np.repeat(firsts, counts)
    gaps = np.diff(passages, prepend=-1) - 1
    gaps[firsts] = passages[firsts]
    heads = np.flatnonzero(place % BLOCK == 0)
    sizes = np.diff(heads, append=len(passages))
    gap_bits = _bit_lengths(np.maximum.reduceat(gaps, heads))
    frequency_bits = _bit_lengths(np.maximum.reduceat(frequencies, heads) - 1)
    peaks = np.ceil(np.maximum.reduceat(impacts, heads) * PEAK).astype(np.int64)
    lengths = -(-sizes * (gap_bits + frequency_bits) // 32)
    at = np.cumsum(lengths) - lengths
    # One word more at each end of the last list: a reader always looks at two.
    words = np.zeros(int(lengths.sum()) + 2, np.uint32)
    within = np.arange(len(passages)) - np.repeat(heads, sizes)
    _write(words, np.repeat(at * 32, sizes) + within * np.repeat(gap_bits, sizes), gaps)
    begin = at * 32 + sizes * gap_bits
    _write(words, np.repeat(begin, sizes) + within * np.repeat(frequency_bits, sizes), frequencies - 1)
    blocks = np.stack((passages[heads + sizes - 1], at, gap_bits | frequency_bits << 6 | peaks << 16), axis=1)
    return blocks.astype(np.uint32), words


def _bit_lengths(numbers: Ints) -> Ints:
    return np.frexp(numbers.astype(np.float64))[1].astype(np.int64)


def _write(words: Words, bits: Ints, numbers: Ints) -> None:
    """Sets `numbers` at the places `bits`, which ascend and do not overlap."""
    shifted = numbers.astype(np.uint64) << (bits & 31).astype(np.uint64)
    word = bits >> 5
    heads = np.flatnonzero(np.diff(word, prepend=-1))
    merged = np.bitwise_or.reduceat(shifted, heads)
    words[word[heads]] |= merged.astype(np.uint32)
    words[word[heads] + 1] |= (merged >> np.uint64(32)).astype(np.uint32)


def unpack(postings: Postings, terms: Ints) -> tuple[Ints, Ints, Ints]:
    """The lists of `terms`, one after the other: (how many postings each has, passages, frequencies)."""
    marked = postings.counts[terms].astype(np.int64)
    starts = postings.starts[terms].astype(np.int64)
    single = marked >= SINGLE
    counts = np.where(single, 1, marked)
    many = np.repeat(~single, counts)
    passages = np.empty(len(many), np.int64)
    frequencies = np.empty(len(many), np.int64)
    passages[~many] = starts[single]
    frequencies[~many] = marked[single] - SINGLE
    passages[many], frequencies[many] = _unpack_blocks(postings, counts[~single], starts[~single])
    return counts, passages, frequencies


def _unpack_blocks(postings: Postings, counts: Ints, starts: Ints) -> tuple[Ints, Ints]:
    if not len(counts):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    rows = -(-counts // BLOCK)
    last_rows = np.cumsum(rows) - 1
    sizes = np.full(int(rows.sum()), BLOCK)
    sizes[last_rows] = counts - (rows - 1) * BLOCK
    blocks = postings.blocks[np.arange(len(sizes)) + np.repeat(starts - (last_rows + 1 - rows), rows)].astype(np.int64)
    at, gap_bits, frequency_bits = blocks[:, 1] * 32, blocks[:, 2] & 63, blocks[:, 2] >> 6 & 31
    total = int(counts.sum())
    within = np.arange(total) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    gaps = _read(postings.words, np.repeat(at, sizes) + within * np.repeat(gap_bits, sizes), np.repeat(gap_bits, sizes))
    begin = np.repeat(at + sizes * gap_bits, sizes)
    bits = np.repeat(frequency_bits, sizes)
    frequencies = _read(postings.words, begin + within * bits, bits) + 1
    ends = np.cumsum(gaps + 1)
    firsts = np.cumsum(counts) - counts
    before = np.where(firsts, ends[firsts - 1], 0)
    return ends - np.repeat(before, counts) - 1, frequencies


def _read(words: Words, bits: Ints, widths: Ints) -> Ints:
    word = bits >> 5
    pair = words[word].astype(np.uint64) | words[word + 1].astype(np.uint64) << np.uint64(32)
    mask = (np.uint64(1) << widths.astype(np.uint64)) - np.uint64(1)
    numbers: Ints = (pair >> (bits & 31).astype(np.uint64) & mask).astype(np.int64)
    return numbers


def join(parts: Sequence[Postings]) -> Postings:
    """The terms of `parts`, one part after the other, as one."""
    starts, blocks = [], []
    row = word = 0
    for part in parts:
        single = part.counts >= SINGLE
        starts.append(np.where(single, part.starts, part.starts + np.uint32(row)))
        blocks.append(part.blocks + np.array([0, word, 0], np.uint32))
        row += len(part.blocks)
        word += len(part.words)
    return Postings(
        np.concatenate([np.zeros(0, np.uint32), *(part.counts for part in parts)]),
        np.concatenate([np.zeros(0, np.uint32), *starts]),
        np.concatenate([np.zeros((0, 3), np.uint32), *blocks]),
        np.concatenate([np.zeros(0 if parts else 2, np.uint32), *(part.words for part in parts)]),
    )
