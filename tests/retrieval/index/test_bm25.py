"""The index has rank-bm25's scores, with an idf that is never negative."""

import math
import random
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.errors import BrokenSnapshot
from retrieval.index import bm25, scoring
from retrieval.index.bm25 import BM25, open_index
from retrieval.index.kernel import compiled
from retrieval.index.kernel.compiled import load
from retrieval.index.segments import parts, segments
from retrieval.index.segments.lengths import LENGTHS, length_codes
from retrieval.index.segments.manifest import discard
from retrieval.index.segments.parts import check_ahead, part_of
from retrieval.index.segments.segments import open_segment
from retrieval.index.segments.snapshot import replacing

CORPUS = [["paris", "ville"], ["lyon", "ville", "ville"], ["paris", "paris", "seine", "fleuve"]]


class Reference(BM25Okapi):  # type: ignore[misc]  # rank_bm25 ships no types
    """rank-bm25 itself, with its idf replaced by Lucene's and the lengths of passages rounded as Lucene rounds them."""

    def __init__(self, corpus: list[list[str]], k1: float, b: float) -> None:
        super().__init__(corpus, k1=k1, b=b)
        self.doc_len = LENGTHS[length_codes(np.array([len(passage) for passage in corpus]))].tolist()

    def _calc_idf(self, nd: dict[str, int]) -> None:
        for term, n in nd.items():
            self.idf[term] = math.log(1 + (self.corpus_size - n + 0.5) / (n + 0.5))


def random_corpus(seed: int, passages: int, vocabulary: int) -> list[list[str]]:
    chance = random.Random(seed)
    words = [f"w{number}" for number in range(vocabulary)]
    return [chance.choices(words, k=chance.randint(0, 80)) for _ in range(passages)]


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize(("k1", "b"), [(1.5, 0.75), (0.9, 0.4), (0.1, 0.9)])
def test_scores_equal_those_of_rank_bm25_to_the_last_bit(seed: int, k1: float, b: float) -> None:
    """On random corpora every score is the same number, not a near one."""
    corpus = [["anchor"], *random_corpus(seed, passages=60, vocabulary=50)]
    index, reference = BM25(corpus, k1, b), Reference(corpus, k1, b)
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
    assert index.counted(()).unseen_idf > max(index.idf.values())


Corpus = list[list[str]]
passages = st.lists(st.lists(st.sampled_from("abcde"), max_size=6), max_size=30)
queries = st.lists(st.sampled_from("abcdex"), max_size=6)


def sorted_scores(index: BM25, numbers: list[int], query: list[str], k: int) -> list[tuple[int, float]]:
    scores = zip(numbers, index.get_scores(query).tolist(), strict=True)
    return sorted(((n, score) for n, score in scores if score > 0), key=lambda hit: (-hit[1], hit[0]))[:k]


@pytest.fixture(params=["all", "all, unpacked each time", "pruned"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The ways to the best passages: scoring all of them, as in small and larger libraries, and the kernel."""
    if request.param == "pruned":
        pytest.importorskip("numba")
        load()  # otherwise it would be loaded meanwhile, and the first questions answered without it
    else:
        monkeypatch.setattr(compiled, "_loaded", [None])
    if request.param == "all, unpacked each time":
        monkeypatch.setattr(scoring, "UNPACKED", 0)
    return str(request.param)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(passages, queries, st.integers(1, 40))
def test_the_top_is_what_sorting_all_scores_gives(way: str, corpus: Corpus, query: list[str], k: int) -> None:
    """On any corpus, with its many ties, the first k are those of a full sort."""
    index = BM25(corpus)
    assert index.top(query, k) == sorted_scores(index, list(range(len(corpus))), query, k), way


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(passages, min_size=1, max_size=20), queries, st.integers(1, 40), st.sets(st.integers(0, 300)))
def test_scores_do_not_depend_on_how_the_library_was_cut(
    way: str, cut: list[Corpus], query: list[str], k: int, removed: set[int]
) -> None:
    """Added in up to twenty goes and with passages withdrawn, the index is that of the living passages."""
    corpus = [passage for part in cut for passage in part]
    removed &= set(range(len(corpus)))
    index, added = BM25(), 0
    for change, part in enumerate(cut, 1):
        index.apply(change, enumerate(part, added), [n for n in removed if n < added])
        added += len(part)
    index.apply(len(cut) + 1, (), removed)
    living = [n for n in range(len(corpus)) if n not in removed]
    whole = BM25([corpus[n] for n in living])
    assert index.corpus_size == len(living)
    assert dict(index.idf) == dict(whole.idf)
    assert np.array_equal(index.get_scores(query), whole.get_scores(query))
    assert index.top(query, k) == [(living[n], score) for n, score in whole.top(query, k)], way


def test_the_best_of_seventy_thousand(way: str) -> None:
    """Long lists, in several segments, with words from rare to everywhere: still what a full sort gives."""
    chance = np.random.default_rng(7)
    words = [f"w{n}" for n in range(2000)]
    drawn = np.minimum(chance.zipf(1.3, size=(70_000, 12)) - 1, 1999).tolist()
    corpus = [[words[n] for n in passage] for passage in drawn]
    index = BM25(corpus[:40_000])
    index.apply(1, enumerate(corpus[40_000:60_000], 40_000), range(100, 5000, 7))
    index.apply(2, enumerate(corpus[60_000:], 60_000), [69_000 - 10_000])
    living = sorted(set(range(70_000)) - set(range(100, 5000, 7)) - {59_000})
    for asked in ([0], [0, 1, 2], [5, 90, 700], [3, 3, 400, 1999], [1500, 1600, 1700]):
        query = [words[n] for n in asked]
        assert index.top(query, 10) == sorted_scores(index, living, query, 10), way


@pytest.mark.parametrize("corpus", [[["a"]] * 70_000, [["a"], []] * 5000, [["a"] * 300] * 300])
def test_equal_scores_everywhere(way: str, corpus: Corpus) -> None:
    """One word in every passage: the first k are those with the lowest numbers, and k may exceed the matches."""
    index = BM25(corpus)
    matching = [n for n, passage in enumerate(corpus) if passage]
    assert [n for n, _ in index.top(["a"], 10)] == matching[:10], way
    assert [n for n, _ in index.top(["a", "a", "x"], 80_000)] == matching, way


def test_a_passage_of_any_length_has_its_exact_score(way: str) -> None:
    """A word that stands a million times in a passage is counted as often as it stands there."""
    index = BM25([["a"] * 1_200_000, ["a", "b"], ["b"]])
    assert index.top(["a", "b"], 3) == sorted_scores(index, [0, 1, 2], ["a", "b"], 3), way


def test_what_a_question_leaves_behind_never_gets_into_a_later_one(way: str) -> None:
    """However many questions lie between two, the later one's passages have nothing of the earlier one's."""
    index = BM25([["a", "b", "c"], ["c", "d"], ["c", "c"]])
    expected = sorted_scores(index, [0, 1, 2], ["c", "d"], 3)
    for between in range(4090, 4100) if way == "pruned" else [1]:
        index.top(["a", "b"], 3)
        for _ in range(between):
            index.top(["c"], 3)
        assert index.top(["c", "d"], 3) == expected, (way, between)


def test_a_question_of_many_words_has_exact_scores(way: str) -> None:
    """As many different words as one likes, each of which adds its rounding."""
    index = BM25(random_corpus(13, passages=400, vocabulary=1000))
    query = [f"w{number}" for number in range(1000)]
    assert index.top(query, 20) == sorted_scores(index, list(range(400)), query, 20), way


def test_a_question_does_not_wait_for_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """While the kernel is not loaded yet, a question is answered without it, and the same."""
    pytest.importorskip("numba")
    monkeypatch.setattr(bm25, "WORTH_PRUNING", 0)
    index = BM25(random_corpus(2, passages=200, vocabulary=40))
    load()
    pruned = index.top(["w1", "w2", "w3"], 10)
    monkeypatch.setattr(compiled, "_loaded", [])
    assert compiled.loaded(begin=True) is None
    assert index.top(["w1", "w2", "w3"], 10) == pruned
    assert load() is not None  # it was being loaded meanwhile


@pytest.mark.parametrize("changed", [source.name for source in compiled.SOURCES])
def test_a_kernel_that_was_compiled_from_another_text_is_not_taken(tmp_path: Path, changed: str) -> None:
    """After an update, whichever module of the kernel has changed, the kept one has another name."""
    pytest.importorskip("numba")
    now = compiled.fingerprint(compiled.SOURCES)
    kept: Any = load()
    assert kept is not None
    assert list(Path(kept.stats.cache_path).glob(f"*{now}*"))
    copies = [tmp_path / source.name for source in compiled.SOURCES]
    for source, copy in zip(compiled.SOURCES, copies, strict=True):
        copy.write_bytes(source.read_bytes())
    assert compiled.fingerprint(copies) == now
    (tmp_path / changed).write_text("# changed\n")
    assert compiled.fingerprint(copies) != now


def test_without_numba_there_is_no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where numba is not installed nothing fails: all passages are scored."""
    monkeypatch.setitem(sys.modules, "numba", None)
    monkeypatch.setattr(compiled, "_loaded", [])
    assert load() is None


def test_merged_segments_are_few_and_score_alike() -> None:
    """Added one by one, a hundred passages end in fewer than eight segments, and no score has changed."""
    corpus = random_corpus(5, passages=100, vocabulary=30)
    index, whole = BM25(), BM25(corpus)
    for number, passage in enumerate(corpus):
        index.apply(number, [(number, passage)], [])
    index.merge()
    assert index.segments < 8
    index.compact()
    assert index.segments == 1
    assert np.array_equal(index.get_scores(["w1", "w2"]), whole.get_scores(["w1", "w2"]))
    assert index.change == 99


def test_a_passage_can_be_withdrawn_while_segments_are_merged() -> None:
    """What is withdrawn during a merge is withdrawn after it."""
    index = BM25()
    for number in range(40):
        index.apply(number, [(number, ["a"])], [number - 3] if number % 2 else [])
    index.merge()
    assert [n for n, _ in index.top(["a"], 50)] == [n for n in range(40) if n % 2 or n == 38]


def test_an_index_opens_as_it_was_saved(tmp_path: Path, way: str) -> None:
    """After a restart: the same change, scores and withdrawals; additions go on from there."""
    corpus = random_corpus(9, passages=500, vocabulary=100)
    index = open_index(tmp_path, 0.9, 0.4)
    assert (index.change, index.corpus_size) == (0, 0)
    index.apply(7, enumerate(corpus[:400]), [])
    index.save()
    index.apply(8, enumerate(corpus[400:], 400), [3, 17])
    index.save()
    opened = open_index(tmp_path, 0.9, 0.4)
    assert opened.change == 8
    assert np.array_equal(opened.get_scores(["w1", "w5"]), index.get_scores(["w1", "w5"]))
    assert opened.top(["w1", "w5"], 10) == index.top(["w1", "w5"], 10), way
    opened.apply(9, [(500, ["w1", "new"])], [4])
    assert opened.top(["new"], 5)[0][0] == 500
    assert dict(opened.idf) == dict(
        BM25([p for n, p in enumerate([*corpus, ["w1", "new"]]) if n not in {3, 4, 17}]).idf
    )


def test_what_is_not_saved_is_not_there_after_a_restart(tmp_path: Path) -> None:
    """A snapshot is what was saved, whole: the library knows what came after `change`."""
    index = open_index(tmp_path, 0.9, 0.4)
    index.apply(1, [(0, ["a"])], [])
    index.save()
    index.apply(2, [(1, ["b"])], [0])
    opened = open_index(tmp_path, 0.9, 0.4)
    assert (opened.change, opened.corpus_size, list(opened.idf)) == (1, 1, ["a"])


@cache
def saved() -> dict[str, bytes]:
    """The files of a saved index."""
    with TemporaryDirectory() as folder:
        index = open_index(Path(folder), 0.9, 0.4)
        index.apply(1, enumerate(random_corpus(3, passages=2000, vocabulary=300)), [5])
        index.save()
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def saved_index(folder: Path) -> None:
    for name, octets in saved().items():
        (folder / name).write_bytes(octets)


@pytest.fixture(params=["when it is opened", "where it is read", "behind the questions"])
def checked(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The three ways in which a file is checked: as a small one, as one of an enormous index, and as a large one."""
    if request.param != "when it is opened":
        monkeypatch.setattr(segments, "SMALL_FILE", 0)
    if request.param == "where it is read":
        monkeypatch.setattr(parts, "AHEAD", 0)
    return str(request.param)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_snapshot_is_never_trusted(tmp_path: Path, checked: str, seed: int) -> None:
    """Wherever a byte is wrong, no question gets a wrong answer: it is found out, or it was only padding."""
    saved_index(tmp_path)
    query = [f"w{n}" for n in range(300)]
    right = open_index(tmp_path, 0.9, 0.4).top(query, 10)
    chance = random.Random(seed)
    path = chance.choice(sorted(tmp_path.iterdir()))
    octets = bytearray(path.read_bytes())
    octets[chance.randrange(len(octets))] ^= 1 << chance.randrange(8)
    with replacing(path) as file:  # not in place: what is mapped is still being read
        file.write(octets)
    try:
        found = open_index(tmp_path, 0.9, 0.4).top(query, 10)
    except BrokenSnapshot as error:
        found = right if path.name in str(error) else []
    assert found == right, checked


def test_a_large_file_is_checked_behind_the_questions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damage that no question reads is found by the thread, and the file stays untrusted; else it is whole."""
    monkeypatch.setattr(segments, "SMALL_FILE", 0)
    saved_index(tmp_path)
    [path] = tmp_path.glob("*.segment")
    for damaged in (False, True):
        if damaged:
            octets = bytearray(path.read_bytes())
            octets[-1] ^= 1
            path.unlink()
            path.write_bytes(octets)
        segment = open_segment(path)
        check_ahead([part_of(segment)])
        assert segment.proof is not None
        assert segment.proof.whole != damaged


@pytest.mark.parametrize("damage", ["cut", "empty", "missing", "foreign"])
def test_a_broken_snapshot_is_named_and_can_be_made_anew(tmp_path: Path, damage: str) -> None:
    """A file that is cut off, empty, missing or another program's: the error names it, and discarding helps."""
    saved_index(tmp_path)
    [path] = tmp_path.glob("*.segment")
    if damage == "missing":
        path.unlink()
    else:
        whole = path.read_bytes()
        path.write_bytes({"cut": whole[:-40], "empty": b"", "foreign": b"%PDF-1.7" + whole[8:]}[damage])
    with pytest.raises(BrokenSnapshot, match=path.name):
        open_index(tmp_path, 0.9, 0.4)
    discard(tmp_path)
    assert open_index(tmp_path, 0.9, 0.4).corpus_size == 0


def test_a_snapshot_with_other_parameters_is_made_anew(tmp_path: Path) -> None:
    """Scores of another k1 or b are not passed off as those asked for."""
    saved_index(tmp_path)
    with pytest.raises(BrokenSnapshot, match=r"index\.json"):
        open_index(tmp_path, 1.5, 0.75)


def test_what_was_merged_away_leaves_the_disk(tmp_path: Path) -> None:
    """After a save, the folder holds the files of the index and no others."""
    index = open_index(tmp_path, 0.9, 0.4)
    for number in range(6):
        index.apply(number, [(number, ["a", f"b{number}"])], [])
        index.save()
    index.compact()
    index.save()
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".segment"]
    assert open_index(tmp_path, 0.9, 0.4).top(["b4"], 3)[0][0] == 4


def test_readers_of_an_old_snapshot_go_on_undisturbed(tmp_path: Path) -> None:
    """While another process saves a newer one, what is open stays as it was."""
    saved_index(tmp_path)
    reader = open_index(tmp_path, 0.9, 0.4)
    before = reader.top(["w1", "w2"], 5)
    writer = open_index(tmp_path, 0.9, 0.4)
    writer.apply(2, (), range(1000))
    writer.save()
    assert reader.top(["w1", "w2"], 5) == before
    assert open_index(tmp_path, 0.9, 0.4).corpus_size == 1000
