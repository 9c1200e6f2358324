"""What every index does, the embedded one and the one on an OpenSearch cluster: to the same questions, the same."""

import math
import random
import secrets
from collections.abc import Callable, Iterator, Sequence

import pytest

from retrieval.cluster import read_cluster
from retrieval.index.bm25 import BM25
from retrieval.index.index import K1, B, Index
from retrieval.index.opensearch import Nodes, OpenSearchIndex
from tests.common.opensearch import open_cluster

Corpus = list[list[str]]
NewIndex = Callable[[], Index]


@pytest.fixture(scope="module")
def nodes() -> Iterator[Nodes]:
    with open_cluster(1) as cluster:
        found = Nodes(read_cluster(cluster.address("contract", "?shards=2")))
        yield found
        found.close()


@pytest.fixture(params=["embedded", pytest.param("opensearch", marks=pytest.mark.process)])
def new_index(request: pytest.FixtureRequest) -> NewIndex:
    """Makes an empty index of the kind; that on the cluster has two shards."""
    if request.param == "embedded":
        return lambda: BM25(k1=K1, b=B)
    nodes: Nodes = request.getfixturevalue("nodes")

    def make() -> OpenSearchIndex:
        index = OpenSearchIndex(nodes, f"contract-{secrets.token_hex(4)}", K1, B)
        index.make()
        return index

    return make


def corpus(seed: int, passages: int, vocabulary: int) -> Corpus:
    """Words from rare to everywhere, in passages of all lengths."""
    chance = random.Random(seed)
    return [
        [f"w:t{min(int(chance.paretovariate(0.7)), vocabulary)}" for _ in range(chance.choice((1, 5, 20, 90, 400)))]
        for _ in range(passages)
    ]


def same(found: Sequence[tuple[int, float]], expected: Sequence[tuple[int, float]]) -> bool:
    """The same passages in the same order, with scores that differ by the rounding of a 32-bit float at most."""
    return [number for number, _ in found] == [number for number, _ in expected] and all(
        math.isclose(one, other, rel_tol=1e-6) for (_, one), (_, other) in zip(found, expected, strict=True)
    )


def test_an_empty_index_finds_nothing(new_index: NewIndex) -> None:
    """Before the first change there is nothing, and that is no error."""
    index = new_index()
    known = index.counted(["w:a"])
    assert (index.change, index.unfinished, index.top(["w:a"], 5)) == (0, False, [])
    assert (known.corpus_size, dict(known.idf)) == (0, {})
    assert (index.nearest("choigou"), index.ending_in("gebuhr")) == (None, ())


def test_a_score_is_that_of_the_formula(new_index: NewIndex) -> None:
    """Okapi BM25 with Lucene's idf, worked out by hand: three passages, of 2, 3 and 1 terms."""
    index = new_index()
    index.apply(4, [(10, ["w:a", "w:b"]), (11, ["w:a", "w:a", "w:c"]), (12, ["w:d"])], ())
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    expected = {
        number: idf * often * 1.9 / (often + 0.9 * (1 - 0.4 + 0.4 * length / 2))
        for number, often, length in ((10, 1, 2), (11, 2, 3))
    }
    assert same(index.top(["w:a"], 5), sorted(expected.items(), key=lambda one: -one[1]))
    assert index.change == 4
    known = index.counted(["w:a", "w:d", "w:x"])
    assert known.corpus_size == 3
    assert dict(known.idf) == pytest.approx({"w:a": idf, "w:d": math.log(1 + 2.5 / 1.5)})
    assert known.unseen_idf == pytest.approx(math.log(1 + 3.5 / 0.5))


def test_the_best_are_those_of_the_embedded_index(new_index: NewIndex) -> None:
    """Hundreds of passages and questions, repeated words among them: the same passages, in the same order."""
    passages, chance = corpus(3, 600, 3_000), random.Random(5)
    index, reference = new_index(), BM25(k1=K1, b=B)
    for one in (index, reference):
        one.apply(1, enumerate(passages), ())
    for _ in range(60):
        asked = [f"w:t{min(int(chance.paretovariate(0.5)), 3_000)}" for _ in range(chance.randint(1, 8))]
        assert same(index.top(asked, 30), reference.top(asked, 30)), asked


def test_equal_scores_come_by_number(new_index: NewIndex) -> None:
    """Of passages that say the same, those with the lowest numbers are first, however many are asked for."""
    index = new_index()
    index.apply(1, ((number, ["w:a"]) for number in (30, 4, 100, 7, 2_000)), ())
    assert [number for number, _ in index.top(["w:a"], 3)] == [4, 7, 30]
    assert [number for number, _ in index.top(["w:a", "w:x"], 50)] == [4, 7, 30, 100, 2_000]


def test_what_was_withdrawn_is_found_and_counted_no_more(new_index: NewIndex) -> None:
    """From the moment that the change is applied; what is withdrawn without having been there does no harm."""
    index = new_index()
    index.apply(1, [(1, ["w:a"]), (2, ["w:a", "w:b"])], ())
    index.apply(2, [(3, ["w:a", "w:c"])], [2, 77])
    assert sorted(number for number, _ in index.top(["w:a", "w:b"], 9)) == [1, 3]
    known = index.counted(["w:a", "w:b", "w:c"])
    assert (index.change, known.corpus_size, set(known.idf)) == (2, 2, {"w:a", "w:c"})


def test_the_same_change_twice_is_the_same_as_once(new_index: NewIndex) -> None:
    """Whoever was stopped before the change's number was written down does all of it again."""
    index, once = new_index(), new_index()
    change = (5, [(1, ["w:a", "w:b"]), (2, ["w:a"])], [0])
    for one in (index, index, once):
        one.apply(*change)
    assert same(index.top(["w:a", "w:b"], 5), once.top(["w:a", "w:b"], 5))
    assert index.counted(["w:a"]) == once.counted(["w:a"])


def test_a_term_is_whatever_was_cut(new_index: NewIndex) -> None:
    """Blanks, quotation marks, other scripts, half a surrogate, thirty thousand letters: each is one term."""
    terms = ["w:a b", 'w:"', "w:渡船", "w:\ud83d", "w:" + "ñ" * 30_000, "w:\\", "s:été", "p:[x"]
    index = new_index()
    index.apply(1, [(number, [term, "w:in all"]) for number, term in enumerate(terms)], ())
    assert [[found for found, _ in index.top([term], 9)] for term in terms] == [[place] for place in range(len(terms))]
    assert len(index.counted([*terms, "w:in", "w:all"]).idf) == len(terms)


def test_a_question_of_thousands_of_words_is_answered(new_index: NewIndex) -> None:
    """A server takes about a thousand; the rarest are what tells passages apart."""
    index, common = new_index(), [f"w:{number}" for number in range(3_000)]
    index.apply(1, [(1, common), (2, [*common, "w:rare"]), (3, common)], ())
    assert [number for number, _ in index.top([*common, "w:rare"], 9)] == [2, 1, 3]


def test_a_misspelt_word_is_taken_for_one_that_a_passage_has(new_index: NewIndex) -> None:
    """By how it sounds, then by slips of the finger; not for a word that no passage has any more, nor for a guess."""
    index = new_index()
    held = ["shoigu", "vostotchny", "hauteur", "auteur", "gouvernail", "зеленскии", "leverrier", "macron", "pont"]
    index.apply(1, [(place, [f"w:{word}", f"s:{word[:5]}"]) for place, word in enumerate(held)], ())
    assert index.nearest("choigou") == "shoigu"
    assert index.nearest("gouvrenail") == "gouvernail"
    assert index.nearest("macorn") == "macron"
    assert index.nearest("leverier") == "leverrier"
    assert index.nearest("зелеснкии") == "зеленскии"
    assert [index.nearest(word) for word in ("xylophone", "pnot", "2023", "a" * 300)] == [None] * 4


def test_compounds_are_found_by_their_ends(new_index: NewIndex) -> None:
    """In the order of their letters from the end, but for what is too short to be asked for."""
    index = new_index()
    stems = ["liegegebuhr", "gebuhr", "hafengebuhr", "amt", "samt", "gebuhrenamt"]
    index.apply(1, [(1, [f"s:{stem}" for stem in stems])], ())
    assert index.ending_in("gebuhr") == ("liegegebuhr", "hafengebuhr")
    assert index.ending_in("amt") == ()
