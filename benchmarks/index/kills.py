"""Kills processes that write a library at random moments, and compares what they leave with what must be there.

`python -m benchmarks.index.kills [--kills 200] [--database ADDRESS]` starts two writers at a time (as a bot and an
`ibid add` would be) on one library and one folder of snapshots, kills both with SIGKILL, and then checks: the library
is whole, each article has all its passages, and the index that is opened finds what one made from nothing finds, with
the same scores. Now and then a snapshot is damaged or deleted in between. Without an address the library is an SQLite
file."""

import argparse
import math
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import sleep

from rich.progress import track
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from retrieval.index.index import Index, build_index
from retrieval.index.kept import KeptIndex
from retrieval.language.analysis import terms
from retrieval.library.arrivals import Arrival
from retrieval.library.database import open_database
from retrieval.library.library import Library
from retrieval.library.records import joined, unpack_passages
from retrieval.library.schema import ARTICLES, PASSAGES, VERSIONS
from retrieval.packing import article_of
from retrieval.reading.blocks import split_blocks
from retrieval.types import Article

NAMES = ("Kerlan", "Skarn", "Dunmore", "Prigent", "Morag", "Oban", "Quimper", "Brest", "Sinclair", "Vostok")
THINGS = ("bridge", "lighthouse", "harbour", "council", "storm", "ferry", "school", "railway", "museum", "strike")
ARTICLES_IN_ALL = 40
# Seconds that a writer goes on after it is ready, at most; it makes a few dozen changes in that time.
LONGEST_LIFE = 0.25


def story(number: int, edition: int) -> Article:
    """An article whose words follow from its number and edition."""
    chance = random.Random(f"{number} {edition}")
    sentences = [
        f"The {chance.choice(THINGS)} of {chance.choice(NAMES)} cost {chance.randrange(9999)} crowns in {edition}."
        for _ in range(chance.randrange(2, 9))
    ]
    text = "\n\n".join(sentences)
    return Article(f"story {number}", f"Story {number}", text, "en", split_blocks(text))


def write(address: str, folder: Path, seed: str) -> None:
    """Changes the library without end: additions, corrections, removals, restorations, each followed by the index."""
    chance = random.Random(seed)
    library = Library(address=address)
    kept = KeptIndex(library, folder)
    print("ready", flush=True)
    while True:
        number = chance.randrange(ARTICLES_IN_ALL)
        act = chance.choice(("add", "add", "remove", "restore"))
        if act == "add":
            batch = [
                story(chance.randrange(ARTICLES_IN_ALL), chance.randrange(5)) for _ in range(chance.randrange(1, 9))
            ]
            list(library.add(Arrival(article, article.id, article.id) for article in batch))
        elif act == "remove":
            library.remove(number)
        else:
            library.restore(number)
        kept.current()
        if chance.random() < 0.5:
            kept.save()


@dataclass(slots=True)
class Tally:
    """What the kills have shown so far."""

    kills: int = 0
    changes: int = 0
    damaged: int = 0


def kill_repeatedly(kills: int, address: str, folder: Path, seed: int) -> Iterator[Tally]:
    """Kills `kills` processes, two at a time, and checks after each pair. Raises AssertionError at the first fault."""
    chance = random.Random(seed)
    tally = Tally()
    while tally.kills < kills:
        writers = [_start(address, folder, f"{seed} {tally.kills} {name}") for name in ("bot", "add")]
        for writer in writers:
            if writer.stdout and chance.random() < 0.9:  # the others are killed while they open the library
                writer.stdout.readline()
        sleep(chance.random() * LONGEST_LIFE)
        for writer in writers:
            writer.send_signal(signal.SIGKILL)
            writer.communicate()
            tally.kills += 1
        tally.damaged += _damage(folder, chance)
        tally.changes = check(address, folder)
        yield tally


def _start(address: str, folder: Path, seed: str) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "benchmarks.index.kills",
        "--write",
        seed,
        "--database",
        address,
        "--folder",
        str(folder),
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])


def _damage(folder: Path, chance: random.Random) -> bool:
    """In one of four cases deletes a file of the snapshot, or changes a byte of it."""
    files = sorted(file for file in folder.glob("index-*/*") if file.suffix in (".json", ".segment"))
    if not files or chance.random() > 0.25:
        return False
    file = chance.choice(files)
    if chance.random() < 0.3:
        file.unlink()
        return True
    data = bytearray(file.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)
    return True


def check(address: str, folder: Path) -> int:
    """Compares the library and its index with what must be there; returns the number of the last change."""
    library = Library(address=address)
    expected = _whole(library)
    made_anew = build_index(library)
    kept = KeptIndex(library, folder)
    kept.use(lambda index: _compare(index, made_anew))
    kept.save()
    again = KeptIndex(library, folder)
    again.use(lambda index: _compare(index, made_anew))
    assert made_anew.corpus_size == expected, (made_anew.corpus_size, expected)
    change = library.change
    library.close()
    return change


def _whole(library: Library) -> int:
    """The number of living passages, after a look whether each article has all of its own, and no other passage is."""
    expected = 0
    with library.engine.connect() as connection:
        living = joined().where(ARTICLES.c.state == "living", VERSIONS.c.number == ARTICLES.c.version)
        for row in connection.execute(living).mappings():
            passages = unpack_passages(article_of(row), row["layout"])
            numbers = [row["first"] + place for place in range(row["passages"])]
            found = library.find(numbers)
            assert [found[number] for number in numbers] == list(passages), row["id"]
            expected += len(passages)
        in_all = connection.execute(select(func.count()).select_from(PASSAGES)).scalar_one()
    assert in_all == expected, (in_all, expected)
    return expected


def _compare(index: Index, made_anew: Index) -> None:
    sizes = [one.counted(()).corpus_size for one in (index, made_anew)]
    assert sizes[0] == sizes[1], sizes
    for name in NAMES:
        for thing in THINGS:
            asked = terms(f"{thing} {name}", "en")
            found, expected = index.top(asked, 10), made_anew.top(asked, 10)
            assert [number for number, _ in found] == [number for number, _ in expected], asked
            assert all(math.isclose(a[1], b[1], rel_tol=1e-9) for a, b in zip(found, expected, strict=True)), asked


def main() -> None:
    """Prints how many kills the library has survived."""
    parser = argparse.ArgumentParser(description="Kill -9 at random moments, and look at what is left.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--database", default="")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--write", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.write is not None:
        write(given.database, given.folder, given.write)
    with tempfile.TemporaryDirectory() as made:
        folder = given.folder or Path(made)
        file = URL.create("sqlite", database=str(folder / "ibid.sqlite"))
        address = given.database or file.render_as_string()
        open_database(address).dispose()
        rounds = kill_repeatedly(given.kills, address, folder, given.seed)
        *_, tally = track(rounds, total=(given.kills + 1) // 2, description="pairs of kills")
    print(f"{tally.kills} processes killed, {tally.changes} changes, {tally.damaged} snapshots damaged: nothing lost.")


if __name__ == "__main__":
    main()
