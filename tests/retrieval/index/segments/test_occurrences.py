"""Occurrences come out term by term as they went in passage by passage, also by way of a file."""

from collections import Counter
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.errors import IbidError
from retrieval.index.segments import occurrences
from retrieval.index.segments.occurrences import SLICES, Occurrences

Corpus = list[list[str]]

# Any text is a term, also half of a surrogate pair, which no encoding takes, and the empty one.
terms = st.one_of(st.sampled_from("aaab"), st.text(st.characters(), max_size=3), st.integers(0, 400).map(str))
corpora = st.lists(st.lists(terms, max_size=30), max_size=30)


def lists_of(corpus: Corpus, folder: Path) -> dict[str, dict[int, int]]:
    """What `Occurrences` says of each term: how often it is in which passage."""
    with closing(Occurrences(folder)) as given:
        for passage in corpus:
            given.add(passage)
        assert given.lengths.tolist() == [len(passage) for passage in corpus]
        assert given.total == sum(given.lengths)
        found: list[dict[int, int]] = []
        for counts, passages, frequencies in given.lists():
            pairs = list(zip(passages.tolist(), frequencies.tolist(), strict=True))
            ends = np.cumsum(counts).tolist()
            lists = [pairs[begin:end] for begin, end in pairwise([0, *ends])]
            assert all(a < b for one in lists for (a, _), (b, _) in pairwise(one)), "passages ascend"
            found += map(dict, lists)
        return dict(zip(given.terms(), found, strict=True))


def expected(corpus: Corpus) -> dict[str, dict[int, int]]:
    lists: dict[str, dict[int, int]] = {}
    for number, passage in enumerate(corpus):
        for term, frequency in Counter(passage).items():
            lists.setdefault(term, {})[number] = frequency
    return lists


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chunks of a few passages, so that a file is needed."""
    monkeypatch.setattr(occurrences, "CHUNK", 40)
    monkeypatch.setattr(occurrences, "AT_ONCE", 7)


@pytest.fixture(params=["in memory", "in a file"])
def way(request: pytest.FixtureRequest) -> str:
    """Both ways to the lists: one chunk, which is never written, and chunks of a few passages."""
    if request.param == "in a file":
        request.getfixturevalue("small_chunks")
    return str(request.param)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(corpora)
def test_what_goes_in_comes_out_term_by_term(way: str, tmp_path: Path, corpus: Corpus) -> None:
    """Any terms in any passages, empty ones among them."""
    assert lists_of(corpus, tmp_path) == expected(corpus), way


def test_a_term_everywhere_and_one_that_is_very_long(way: str, tmp_path: Path) -> None:
    """One word in every passage, often in one, beside a word of a megabyte and more terms than there are slices."""
    corpus = [["a", f"only {n}"] for n in range(5 * SLICES)] + [["a"] * 3000, ["x" * 1_000_000, "a"], []]
    assert lists_of(corpus, tmp_path) == expected(corpus), way


def test_nothing_goes_in_and_nothing_comes_out(way: str, tmp_path: Path) -> None:
    """No passages, or passages without terms: no lists."""
    assert lists_of([], tmp_path) == lists_of([[], []], tmp_path) == {}, way


@pytest.mark.usefixtures("small_chunks")
def test_what_waits_on_the_disk_has_no_name(tmp_path: Path) -> None:
    """Nothing stays behind in the folder, not even of a process that is killed."""
    with closing(Occurrences(tmp_path)) as given:
        for number in range(100):
            given.add([f"w{number}", "a"])
        assert list(tmp_path.iterdir()) == []
        assert sum(len(passages) for _, passages, _ in given.lists()) == 200


@pytest.mark.usefixtures("small_chunks")
def test_without_room_on_the_disk_one_hears_what_is_needed(tmp_path: Path) -> None:
    """A folder that can't be written is named, with the reason and the room that an index takes."""
    with pytest.raises(IbidError, match=r"gone: .*No such file.* 8 bytes"):
        lists_of([["a"] * 50], tmp_path / "gone")
