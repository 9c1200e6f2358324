"""The reader costs nothing until it is loaded, reads each pair once, and reads less when many ask."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.answering.answering import cited, search
from retrieval.answering.reader import Pair, Reader
from retrieval.answering.reader.reader import AT_ONCE
from retrieval.index.index import build_index
from retrieval.library.library import Library
from tests.common.stories import article
from tests.retrieval.answering.reader.test_network import folder_with

PAIRS = [Pair("question", "", "", f"answer {number}") for number in range(20)]


class Slow:
    """A network that stands still until it is let go, and counts what it reads."""

    def __init__(self) -> None:
        self.reading, self.go = threading.Semaphore(0), threading.Event()
        self.numbers: list[Pair] = []

    def reads(self, _: str) -> bool:
        return True

    def number(self, pair: Pair) -> float:
        self.numbers.append(pair)
        self.reading.release()
        self.go.wait()
        return 1.0


def test_until_it_is_loaded_nothing_is_read(tmp_path: Path) -> None:
    """So that the first question need not wait."""
    reader = Reader(folder_with(tmp_path, "one.onnx"))
    assert not reader.ready
    assert reader.read(PAIRS) == []
    assert reader.vector("question") is None
    assert reader.load().read(PAIRS[:1]) == [1.0]


def test_a_pair_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A question that is asked again costs nothing more."""
    reader, network = Reader(folder_with(tmp_path, "one.onnx")), Slow()
    network.go.set()
    monkeypatch.setattr(reader, "_network", network)
    assert reader.read(PAIRS[:3]) == reader.read(PAIRS[:3]) == [1.0, 1.0, 1.0]
    assert network.numbers == PAIRS[:3]


def test_when_others_ask_at_the_same_time_fewer_candidates_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anyone waits for it, the reader reads less; where many ask, nothing."""
    reader, network = Reader(folder_with(tmp_path, "one.onnx")), Slow()
    monkeypatch.setattr(reader, "_network", network)
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(reader.read(PAIRS)))) for _ in AT_ONCE]
    for thread in threads:
        thread.start()
        network.reading.acquire()  # one after the other: each finds those before it reading
    assert reader.read(PAIRS) == []
    network.go.set()
    for thread in threads:
        thread.join()
    assert sorted(found, reverse=True) == list(AT_ONCE)


def test_a_close_second_is_cited_though_the_reader_doubts_both() -> None:
    """What it holds for hardly less likely than the best stands beside it; what it holds for wrong does not."""
    library = Library([article("La tour\n\nLa tour mesure 330 mètres. La tour mesurait 312 mètres. Elle a un mètre.")])
    _, ranking = search("Combien mesure la tour ?", library, build_index(library))
    assert ranking is not None
    row_of = {ranked.citation.text: ranked.row for ranked in ranking.sentences}
    old, now, wrong = "La tour mesurait 312 mètres.", "La tour mesure 330 mètres.", "Elle a un mètre."
    numbers = {row_of[old]: -0.1, row_of[now]: -0.8, row_of[wrong]: -4.0}
    close = sorted(ranking.sentences, key=lambda one: -numbers.get(one.row, -9.0))
    seen = replace(ranking, numbers=numbers, sentences=tuple(replace(one, score=1.0) for one in close))
    assert [citation.text for citation in cited(seen)] == [old, now]
