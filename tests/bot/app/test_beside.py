"""What is watched is asked of what arrives, told once a story, at the hour that was chosen, whenever it is killed."""

import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.app.beside import ask_arrivals, due_entries, is_due
from bot.memory import Memory, Watch
from retrieval.asking import Articles
from retrieval.index import KeptIndex
from retrieval.library import Arrival, Library, next_passage
from tests.common.stories import BRIDGE, LIGHTHOUSE, article

QUESTION = "Combien de voitures le bac de Kerlan transporte-t-il par jour ?"
FERRY = (
    "Le bac de Kerlan reprend du service\n\nLe bac de Kerlan transporte 120 voitures par jour depuis lundi. "
    "Il avait été arrêté en mars après une avarie de moteur, et réparé à Brest pendant l'été.\n\n"
    "La traversée dure neuf minutes, de sept heures du matin à neuf heures du soir. Le billet coûte deux euros pour "
    "une voiture et cinquante centimes pour un piéton ; les enfants passent sans payer. Le passeur, qui a repris le "
    "bac de son père, espère tenir jusqu'à l'ouverture du pont."
)
NOON = datetime(2026, 12, 1, 12).timestamp()
HOUR = 3600.0


class Bench:
    """A library, an index, a memory, and somebody in chat 7 who watches."""

    def __init__(self, folder: Path) -> None:
        self.library = Library([article(BRIDGE, id="bridge"), article(LIGHTHOUSE, id="light")])
        self.articles = Articles(self.library, KeptIndex(self.library, folder), None, None)
        self.memory = Memory(folder / "memory")

    def watch(self, question: str = QUESTION, chat_id: int = 7) -> Watch:
        made = self.memory.watches.add(chat_id, 0, 7, question, "fr", next_passage(self.library.engine), NOON)
        assert made
        return made

    def add(self, text: str, name: str) -> None:
        (outcome,) = self.library.add([Arrival(article(text, id=name), name, name)])
        assert outcome.kind in ("added", "updated")

    def ask(self) -> int:
        return ask_arrivals(self.articles, self.memory, threading.Event())

    def due(self, moment: float = 4e9) -> list[tuple[int, int]]:
        """The chat and the batch of each update that is to be told."""
        return [(entry.chat_id, entry.update_id - 2**62) for entry in due_entries(self.memory, moment)]

    def told(self, batch: int) -> list[str]:
        """The sentences of a batch, which is then told."""
        found = self.memory.findings.batch(batch)
        self.memory.findings.told(batch)
        return [self.library.citation(one.citation).text for one in found.findings] if found else []


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.memory.close()
    made.library.close()


def test_a_sentence_that_arrives_and_answers_is_told_once(bench: Bench) -> None:
    bench.watch()
    bench.add(FERRY, "ferry")
    assert bench.ask() == 1
    ((chat_id, batch),) = bench.due()
    assert chat_id == 7
    assert bench.told(batch) == ["Le bac de Kerlan transporte 120 voitures par jour depuis lundi."]
    assert (bench.ask(), bench.due()) == (0, [])


def test_what_was_there_before_is_not_told(bench: Bench) -> None:
    bench.add(FERRY, "ferry")
    bench.watch()
    assert bench.ask() == 0


def test_a_story_is_told_once_whichever_paper_carries_it(bench: Bench) -> None:
    bench.watch()
    bench.add(FERRY, "ferry")
    bench.ask()
    bench.add(f"{FERRY} C'est ce qu'il nous a dit.", "copy")
    assert bench.ask() == 0
    bench.add(FERRY.replace("120", "140"), "ferry")  # a correction of what was found already
    assert bench.ask() == 0


def test_a_correction_before_it_is_told_is_what_is_told(bench: Bench) -> None:
    bench.watch()
    bench.add(FERRY, "ferry")
    bench.ask()
    bench.add(FERRY.replace("120", "140"), "ferry")
    bench.ask()
    ((_, batch),) = bench.due()
    assert bench.told(batch) == ["Le bac de Kerlan transporte 140 voitures par jour depuis lundi."]


def test_a_batch_is_the_same_update_until_it_is_told(bench: Bench) -> None:
    """A process that is killed after it was written down, and before it was told, neither loses nor doubles it."""
    bench.watch()
    bench.add(FERRY, "ferry")
    bench.ask()
    ((_, batch),) = bench.due()
    assert bench.due() == []
    assert [entry.update_id - 2**62 for entry in bench.memory.journal.unfinished()] == [batch]
    bench.memory.journal.finish(2**62 + batch)
    assert bench.due() == []


def test_a_question_of_several_people_is_told_to_each(bench: Bench) -> None:
    bench.watch(chat_id=7)
    bench.watch(chat_id=8)
    bench.add(FERRY, "ferry")
    assert bench.ask() == 2
    assert {chat for chat, _ in bench.due()} == {7, 8}


def test_the_watches_of_a_chat_are_told_together(bench: Bench) -> None:
    bench.watch()
    bench.watch("Combien de temps dure la traversée du bac ?")
    bench.add(FERRY, "ferry")
    assert bench.ask() == 2
    ((_, batch),) = bench.due()
    assert len(bench.told(batch)) == 2


@pytest.mark.parametrize(
    ("hour", "at", "moment", "due"),
    [
        (None, NOON, NOON, True),
        (8, NOON, NOON + 10 * HOUR, False),
        (8, NOON, NOON + 21 * HOUR, True),
        (13, NOON, NOON + HOUR, True),
        (13, NOON, NOON + HOUR - 1, False),
        (12, NOON, NOON + 23 * HOUR, False),
        (8, NOON - 24 * HOUR, NOON, True),
    ],
)
def test_a_digest_is_due_when_its_hour_has_passed(hour: int | None, at: float, moment: float, due: bool) -> None:
    """Found at noon: told at once, or when it is eight the next time, also to whom the bot was away at eight."""
    assert is_due(hour, at, moment) is due


def test_what_is_paused_is_neither_asked_nor_told_and_goes_on_from_then(bench: Bench) -> None:
    watch = bench.watch()
    bench.memory.watches.pause(watch.number)
    bench.add(FERRY, "ferry")
    assert bench.ask() == 0
    bench.memory.watches.resume(watch.number, next_passage(bench.library.engine))
    assert bench.ask() == 0


def test_who_forgets_or_is_gone_is_told_nothing(bench: Bench) -> None:
    bench.watch(chat_id=7)
    bench.watch(chat_id=-8)
    bench.add(FERRY, "ferry")
    bench.ask()
    assert len(bench.due()) == 2
    bench.memory.forget(7, 7)
    assert bench.memory.watches.all() == []
    assert bench.memory.findings.open_batches() == []
    assert b"voitures" not in bench.memory.file.read_bytes()


def test_a_group_that_becomes_a_supergroup_keeps_its_watches(bench: Bench) -> None:
    bench.watch(chat_id=-8)
    bench.add(FERRY, "ferry")
    bench.ask()
    bench.memory.moves.move(-8, -1001)
    assert [chat for chat, _ in bench.due()] == [-1001]


def test_a_chat_watches_a_question_once_and_not_too_many(bench: Bench) -> None:
    first = bench.watch()
    assert bench.watch().number == first.number
    for number in range(19):
        bench.watch(f"{QUESTION} {number}")
    assert bench.memory.watches.add(7, 0, 7, "One more?", "en", 0, NOON) is None
