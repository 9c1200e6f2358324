"""The index has rank-bm25's scores, with an idf that is never negative."""

import math
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.bm25 import BM25

CORPUS = [["paris", "ville"], ["lyon", "ville", "ville"], ["paris", "paris", "seine", "fleuve"]]


class Reference(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank-bm25 itself, with nothing but its idf replaced by Lucene's."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, n in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))


def random_corpus(seed: int, passages: int, vocabulary: int) -> list[list[str]]:
    chance = random.Random(seed)
    words = [f"w{number}" for number in range(vocabulary)]
    return [chance.choices(words, k=chance.randint(0, 40)) for _ in range(passages)]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("k1", "b"), [(1.5, 0.75), (0.9, 0.4), (0.1, 0.9)])
def test_scores_equal_those_of_rank_bm25_to_the_last_bit(seed: int, k1: float, b: float) -> None:
    """On random corpora every score is the same number, not a near one."""
    corpus = [["anchor"], *random_corpus(seed, passages=60, vocabulary=50)]
    index, reference = BM25(corpus, k1, b), Reference(corpus, k1=k1, b=b)
    for query in ([], ["w1"], ["w1", "w2", "w3"], ["w4", "w4", "absent"], [f"w{n}" for n in range(50)]):
        assert np.array_equal(index.get_scores(query), reference.get_scores(query))
        assert index.get_batch_scores(query, [3, 1]) == reference.get_batch_scores(query, [3, 1])


def test_a_score_worked_out_by_hand() -> None:
    """Three passages of mean length 3; "seine" stands once in one of them, of length 4."""
    idf = math.log(1 + (3 - 1 + 0.5) / (1 + 0.5))
    score = idf * 1 * (1.5 + 1) / (1 + 1.5 * (1 - 0.75 + 0.75 * 4 / 3))
    assert BM25(CORPUS).get_scores(["seine"]).tolist() == pytest.approx([0, 0, score])


def test_the_best_passages_come_first_and_ties_by_number() -> None:
    """Equal scores are ordered by passage number; passages without the term are not found at all."""
    index = BM25([["a", "b"], ["b", "c"], ["a", "c"], ["d", "d"]])
    assert [number for number, _ in index.top(["a"], 10)] == [0, 2]
    assert [number for number, _ in index.top(["a"], 1)] == [0]
    assert index.top(["a"], 0) == []


def test_one_passage_is_found_by_its_words() -> None:
    """A library of one passage works: no idf is zero or negative."""
    index = BM25([["paris", "ville"]])
    [(number, score)] = index.top(["paris"], 5)
    assert number == 0
    assert score > 0


def test_a_term_in_every_passage_still_prefers_the_better_match() -> None:
    """A word that stands everywhere never makes the passage with more of it worse."""
    index = BM25([["a", "x"], ["a", "a"], ["a", "y"]])
    assert next(iter(index.top(["a"], 3)))[0] == 1


def test_an_empty_corpus_finds_nothing() -> None:
    """No passage, no error: there is simply nothing to find."""
    index = BM25([])
    assert index.top(["paris"], 3) == []
    assert index.get_scores(["paris"]).shape == (0,)
    assert BM25([[], []]).top(["paris"], 3) == []


def test_an_unknown_word_scores_nothing() -> None:
    """A question without any known word has no passage, and its words count as rarer than any known one."""
    index = BM25(CORPUS)
    assert index.top(["madrid"], 3) == []
    assert index.unseen_idf > max(index.idf.values())


@settings(max_examples=200)
@given(
    st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=30),
    st.lists(st.sampled_from("abcdex"), max_size=6),
    st.integers(1, 40),
)
def test_the_top_is_what_sorting_all_scores_gives(corpus: list[list[str]], query: list[str], k: int) -> None:
    """On any corpus, with its many ties, the first k are those of a full sort."""
    index = BM25(corpus)
    scores = index.get_scores(query)
    order = sorted((n for n in range(len(corpus)) if scores[n] > 0), key=lambda n: (-scores[n], n))
    assert index.top(query, k) == [(n, scores[n]) for n in order[:k]]
