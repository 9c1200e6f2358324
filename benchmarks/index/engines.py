"""Ibid's index beside rank-bm25, bm25s, tantivy and SQLite FTS5, fed the same terms.

    python -m benchmarks.index.engines CORPUS.jsonl[.gz] [--sizes 10000 100000 1000000] [--kinds 3] [--page PAGE.html]

Each engine runs in a process of its own, one after the other: it builds, is asked, is given ten more passages; then
another process opens what was kept and answers its first question. Times of questions are the processor's, of one
core. Prints all figures as JSON, the ratios of the peers to Ibid, and how cost grows with the number of passages.
`--engines` leaves out who can't be waited for. The peers are installed with `pip install --group bench`.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from rich.console import Console

from benchmarks.index.figures import KINDS, growth, ratios
from benchmarks.index.page import write_page
from benchmarks.index.passages import all_kinds, draw_questions, read_passages, write_passages
from benchmarks.index.peers import ENGINES

K = 10
# So many questions of each kind; of an engine that takes longer than PATIENCE seconds over them, fewer.
QUESTIONS = 300
PATIENCE = 20.0


def resident(peak: bool = False) -> float:
    """Megabytes of memory that the process has, or had at most."""
    if peak:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def measure(name: str, passages: Path, kinds: int, folder: Path) -> dict[str, object]:
    """The figures of one engine over one file of passages."""
    questions = draw_questions(passages, QUESTIONS)
    begin, processor = time.perf_counter(), time.process_time()
    engine = ENGINES[name](folder)
    engine.build(read_passages(passages))
    figures: dict[str, object] = {
        "build_wall": time.perf_counter() - begin,
        "build_cpu": time.process_time() - processor,
        "build_peak": resident(peak=True),
        "disk": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6,
    }
    for kind in KINDS:
        asked = [all_kinds(question, kinds) for question in questions if question.kind == kind]
        engine.ask(asked[0], K)
        times: list[float] = []
        for terms in asked:
            start = time.thread_time()
            engine.ask(terms, K)
            times.append(time.thread_time() - start)
            if sum(times) > PATIENCE:
                break
        p50, p95, p99 = np.percentile(times, (50, 95, 99)) * 1000
        rate = len(times) / sum(times)
        figures[kind] = {"p50": p50, "p95": p95, "p99": p99, "rate": rate, "asked": len(times)}
    new = [[f"w:new{number}", *all_kinds(questions[number], kinds)] for number in range(10)]
    start = time.thread_time()
    searchable = engine.add(new)
    engine.ask(["w:new3"], K)
    figures["add"] = (time.thread_time() - start) * 1000 if searchable else None
    return figures


def first_answer(name: str, folder: Path, terms: list[str]) -> dict[str, object]:
    """Opens what an engine has kept, answers one question, then the memory that it has."""
    before = resident()
    engine = ENGINES[name](folder)
    engine.ask(terms, K)
    return {"serving": resident() - before}


def child(*arguments: str) -> tuple[dict[str, object], float]:
    """Runs this module in another process; its figures, and how long it took from start to end."""
    begin = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.index.engines", *arguments], stdout=subprocess.PIPE, check=True, text=True
    )
    figures: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return figures, time.perf_counter() - begin


def compare(corpus: Path, size: int, step: int, kinds: int, names: list[str]) -> dict[str, dict[str, object]]:
    """Engine → figures, for one size."""
    table: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory() as scratch:
        passages = Path(scratch) / "passages.txt"
        written = write_passages(corpus, passages, size, step, kinds)
        print(f"{written} passages", file=sys.stderr)
        terms = all_kinds(draw_questions(passages, 1)[0], kinds)
        for name in names:
            folder = Path(scratch) / name
            folder.mkdir()
            try:
                table[name], _ = child("--measure", name, str(passages), str(kinds), str(folder))
            except subprocess.CalledProcessError as error:
                print(f"{name} failed: {error}", file=sys.stderr)
                continue
            if name != "rank-bm25":  # it keeps nothing
                after, table[name]["start"] = child("--first", name, str(folder), *terms)
                table[name].update(after)
            print(name, json.dumps(table[name]), file=sys.stderr)
    return table


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        name, passages, kinds, folder = sys.argv[2:6]
        print(json.dumps(measure(name, Path(passages), int(kinds), Path(folder))))
        return
    if sys.argv[1:2] == ["--first"]:
        print(json.dumps(first_answer(sys.argv[2], Path(sys.argv[3]), sys.argv[4:])))
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--step", type=int, default=15, help="a passage begins every so many words (15)")
    parser.add_argument("--kinds", type=int, choices=(1, 3), default=3, help="terms of a word: 1, its surface; 3, all")
    parser.add_argument("--engines", nargs="+", choices=list(ENGINES), default=list(ENGINES))
    parser.add_argument("--page", type=Path, help="where to write a page with plots")
    given = parser.parse_args()
    results = {size: compare(given.corpus, size, given.step, given.kinds, given.engines) for size in given.sizes}
    print(json.dumps(results, indent=1))
    console = Console()
    for size, table in results.items():
        console.print(ratios(size, table))
    for sentence in growth(results):
        console.print(sentence, soft_wrap=True)
    if given.page:
        title = f"{given.corpus.name}, {given.kinds} kinds of terms, passages every {given.step} words"
        write_page(given.page, results, title)


if __name__ == "__main__":
    main()
