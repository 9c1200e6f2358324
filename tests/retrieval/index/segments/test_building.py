"""Passages are made into the same segment however they are cut on the way."""

import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from retrieval.index.bm25 import BM25, open_index
from retrieval.index.segments import building, occurrences
from retrieval.index.segments.building import make_segments
from retrieval.index.segments.postings import unpack
from retrieval.index.segments.segments import Segment


def corpus(passages: int) -> list[list[str]]:
    chance = random.Random(11)
    words = [f"w{n}" for n in range(300)]
    weights = [1 / (n + 1) for n in range(300)]
    return [chance.choices(words, weights, k=chance.randint(0, 60)) for _ in range(passages)]


def held_by(segment: Segment) -> dict[bytes, dict[int, int]]:
    """What a segment says of each of its terms."""
    counts, passages, frequencies = unpack(segment.postings, np.arange(len(segment.vocabulary)))
    pairs = list(zip(passages.tolist(), frequencies.tolist(), strict=True))
    ends = np.cumsum(counts).tolist()
    return {
        term: dict(pairs[begin:end])
        for term, (begin, end) in zip(segment.vocabulary, pairwise([0, *ends]), strict=True)
    }


def test_a_segment_is_the_same_by_way_of_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The same lists, whether the occurrences were sorted in one go or waited on the disk."""
    passages = list(enumerate(corpus(1500), 7))
    [whole] = make_segments(passages, 0.9, 0.4, tmp_path)
    monkeypatch.setattr(occurrences, "CHUNK", 5000)
    [spilled] = make_segments(passages, 0.9, 0.4, tmp_path)
    for name in ("numbers", "lengths", "codes"):
        assert np.array_equal(getattr(spilled, name), getattr(whole, name))
    assert (held_by(spilled), spilled.scoring) == (held_by(whole), whole.scoring)


def test_a_long_run_is_cut_into_segments_that_are_merged(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Beyond RUN terms another segment begins; the index makes one of them, and no score tells."""
    passages = corpus(1500)
    whole = BM25(passages)
    monkeypatch.setattr(building, "RUN", 8000)
    assert len(list(make_segments(enumerate(passages), 0.9, 0.4, tmp_path))) > 3
    index = open_index(tmp_path, 1.5, 0.75)
    index.apply(1, enumerate(passages), ())
    assert index.segments == 1
    assert np.array_equal(index.get_scores(["w0", "w7", "w200"]), whole.get_scores(["w0", "w7", "w200"]))


def test_terms_with_one_hash_are_told_apart() -> None:
    """These two have the same CRC-32, by which terms are found; each has its own list all the same."""
    [segment] = make_segments(enumerate([["plumless"], ["buckeroo", "buckeroo"], ["a"]]), 0.9, 0.4, None)
    assert held_by(segment) == {b"plumless": {0: 1}, b"buckeroo": {1: 2}, b"a": {2: 1}}
    assert {term: segment.vocabulary.number(term) for term in segment.vocabulary} == {
        term: number for number, term in enumerate(segment.vocabulary)
    }


def test_lone_surrogates_are_terms_like_others() -> None:
    """Half of a surrogate pair, which UTF-8 has no bytes for, is indexed and found."""
    index = BM25([["\ud83d", "a"], ["\ude00"], ["\U0001f600"]])
    assert [number for number, _ in index.top(["\ud83d"], 5)] == [0]
    assert [number for number, _ in index.top(["\U0001f600"], 5)] == [2]
