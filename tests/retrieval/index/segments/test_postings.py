"""Posting lists come out of their bits as they went in."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from retrieval.index.segments.postings import PEAK, Postings, held, join, pack, unpack

Lists = list[dict[int, int]]

posting_lists = st.lists(
    st.dictionaries(
        st.one_of(st.integers(0, 400), st.integers(0, 2**32 - 1)),
        st.one_of(st.integers(1, 3), st.integers(1, 2**31 - 1)),
        min_size=1,
        max_size=300,
    ),
    max_size=8,
)


def packed(lists: Lists) -> Postings:
    counts = np.array([len(one) for one in lists], np.int64)
    pairs = [pair for one in lists for pair in sorted(one.items())]
    passages = np.array([passage for passage, _ in pairs], np.int64)
    frequencies = np.array([frequency for _, frequency in pairs], np.int64)
    return pack(counts, passages, frequencies, lambda _, often: often / (often + 1))


def unpacked(postings: Postings, terms: list[int]) -> Lists:
    counts, passages, frequencies = unpack(postings, np.array(terms, np.int64))
    pairs = list(zip(passages.tolist(), frequencies.tolist(), strict=True))
    ends = np.cumsum(counts).tolist()
    return [dict(pairs[end - count : end]) for count, end in zip(counts.tolist(), ends, strict=True)]


@given(posting_lists)
def test_lists_are_read_as_they_were_written(lists: Lists) -> None:
    """Any passages and frequencies, in lists of any length, and in any choice of lists."""
    postings = packed(lists)
    backwards = list(range(len(lists)))[::-1]
    assert unpacked(postings, backwards) == [dict(sorted(one.items())) for one in lists[::-1]]


@given(posting_lists, posting_lists)
def test_joined_lists_are_the_lists_of_both(first: Lists, second: Lists) -> None:
    """What was packed apart is read as one."""
    postings = join([packed(first), packed(second)])
    assert unpacked(postings, list(range(len(first + second)))) == unpacked(
        packed(first + second), list(range(len(first + second)))
    )


@given(posting_lists, st.sets(st.integers(0, 400)))
def test_passages_are_counted_without_reading_the_list(lists: Lists, among: set[int]) -> None:
    """How many of some passages hold a term is what its list says."""
    postings = packed(lists)
    for term, one in enumerate(lists):
        assert held(postings, term, np.array(sorted(among), np.int64)) == len(among & one.keys())


@given(posting_lists)
def test_no_posting_exceeds_the_peak_of_its_block(lists: Lists) -> None:
    """The peak of a block is at least the impact of each of its postings."""
    postings = packed(lists)
    for term, one in enumerate(lists):
        first, rows = postings.rows(term)
        for place, (_, frequency) in enumerate(sorted(one.items()) if rows else ()):
            peak = int(postings.blocks[first + place // 128, 2]) >> 16
            assert peak >= frequency / (frequency + 1) * PEAK


def test_a_term_of_one_passage_costs_no_block() -> None:
    """It lies in the two numbers that every term has."""
    postings = packed([{7: 2}, {5: 1}])
    assert len(postings.blocks) == 0
    assert unpacked(postings, [0, 1]) == [{7: 2}, {5: 1}]


def test_a_term_in_every_passage_costs_no_bits() -> None:
    """Gaps of one and frequencies of one take no room besides the row of their block: 16 bytes for 128."""
    postings = packed([dict.fromkeys(range(1280), 1)])
    assert len(postings.blocks) == 10
    assert len(postings.words) == 2
