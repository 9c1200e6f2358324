"""What a library costs: to fill it, to keep it, to start with it, to add one article to it.

`python -m benchmarks.index.library ARTICLES.jsonl[.gz] [--number 100000]` adds the articles with `ibid add`, in two
halves so that the second shows how memory grows with the library, then asks a question of it as a new process, then
adds one article to it as a running bot would."""

import argparse
import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table

from retrieval.asking import LIBRARY_FILE
from retrieval.index.index import Index
from retrieval.index.kept import KeptIndex
from retrieval.library.arrivals import Arrival
from retrieval.library.library import Library
from retrieval.reading.blocks import split_blocks
from retrieval.types import Article

TIMES = 5


@dataclass(frozen=True, slots=True)
class Run:
    """A process: seconds by the clock and of the processor, and the most memory that it had, in MB."""

    seconds: float
    cpu: float
    megabytes: float


def ibid(data: Path, *arguments: str) -> Run:
    """`python -m bot …` on the library in `data`."""
    settings = {"IBID_DATA": str(data), "HOME": str(data)}
    begin = perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments], env=os.environ | settings, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), f"ibid {arguments[0]} ended with status {process.returncode}"
    return Run(perf_counter() - begin, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000)


def halves(articles: Path, number: int, folder: Path) -> list[Path]:
    """The first `number` lines of `articles`, in two files."""
    files = []
    with gzip.open(articles, "rb") if articles.suffix == ".gz" else articles.open("rb") as lines:
        for name in ("first.jsonl", "second.jsonl"):
            files.append(folder / name)
            with files[-1].open("wb") as file:
                file.writelines(islice(lines, number // 2))
    return files


def add_one(data: Path) -> float:
    """Seconds until an article that is added to a library in use can be found, the median of a few."""
    library = Library(address=f"sqlite:///{data / LIBRARY_FILE}")
    kept = KeptIndex(library, data)
    kept.current()
    times = []
    for number in range(TIMES):
        text = f"The zyxwv{number} of Kerlan was opened to the public in {1900 + number}. It cost nine crowns."
        article = Article(f"one more {number}", f"One more {number}", text, "en", split_blocks(text))
        begin = perf_counter()
        list(library.add([Arrival(article, article.id, article.id)]))
        found = kept.use(_finder(f"w:zyxwv{number}"))
        times.append(perf_counter() - begin)
        assert found == 1
    return median(times)


def _finder(term: str) -> Callable[[Index], int]:
    return lambda index: len(index.top([term], 10))


def report(runs: Sequence[Run], number: int, data: Path) -> None:
    """Prints the table."""
    library = Library(address=f"sqlite:///{data / LIBRARY_FILE}")
    articles, passages = len(library), sum(1 for _ in library.living())
    text = sum(len(article.text.encode()) for article in library.articles())
    first, second, *asked = runs
    index = sum(file.stat().st_size for file in data.glob("index-*/*"))
    table = Table(show_header=False, box=None)
    table.add_row("articles, passages", f"{articles:,}, {passages:,}")
    seconds = first.seconds + second.seconds
    table.add_row(
        "added a second, by the clock", f"{articles / seconds:.0f} articles, {passages / seconds:.0f} passages"
    )
    cpu = first.cpu + second.cpu
    table.add_row("a second of the processor", f"{articles / cpu:.0f} articles, {passages / cpu:.0f} passages")
    growth = (second.megabytes - first.megabytes) / (number / 2) * 1000
    table.add_row(
        "most memory", f"{first.megabytes:.0f} MB, then {second.megabytes:.0f} MB: {growth:.2f} KB an article"
    )
    kept = sum(file.stat().st_size for file in data.glob(f"{LIBRARY_FILE}*"))
    table.add_row("on disk", f"library {kept / text:.2f}, index {index / text:.2f} of the text ({text / 1e6:.0f} MB)")
    best = min(asked, key=lambda run: run.seconds)
    table.add_row(
        "start to the first answer", f"{best.seconds:.2f} s (processor {best.cpu:.2f} s, {best.megabytes:.0f} MB)"
    )
    table.add_row("one article, until it is found", f"{add_one(data) * 1000:.0f} ms")
    Console().print(table)


def main() -> None:
    """Fills a library in a temporary folder, and prints what it cost."""
    parser = argparse.ArgumentParser(description="What a library costs.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("--number", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        data = Path(made) / "data"
        files = halves(given.articles, given.number, Path(made))
        runs = [ibid(data, "add", str(file)) for file in files]
        runs += [ibid(data, "ask", "When did Paris become the capital of France?") for _ in range(TIMES)]
        report(runs, given.number, data)


if __name__ == "__main__":
    main()
