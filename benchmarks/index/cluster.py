"""The index on an OpenSearch cluster beside the embedded one: are the answers equal, and how does cost grow?

    python -m benchmarks.index.cluster equal ARTICLES QUESTIONS.jsonl
    python -m benchmarks.index.cluster cost CORPUS.jsonl.gz --sizes 50000 100000 200000 --nodes 3

It starts a cluster of its own on this machine, as the tests do (tests/common/opensearch: a JDK and Maven).
"""

import argparse
import json
import math
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.index.equality import apart
from benchmarks.index.passages import Question, all_kinds, draw_questions, read_passages, write_passages
from retrieval.answering import search, told
from retrieval.cluster import read_cluster
from retrieval.evaluation import read_questions
from retrieval.index import Index
from retrieval.index.clustered import ClusteredIndex
from retrieval.index.index import K1, B, build_index
from retrieval.index.opensearch import Nodes as Client
from retrieval.index.opensearch import OpenSearchIndex
from retrieval.library import Library
from retrieval.reading import read_articles
from retrieval.types import Answer
from tests.common.opensearch import Nodes, open_cluster

# What runs for long is worth the JVM's second compiler.
LONG = ("-XX:+UseG1GC",)
# Megabytes of heap of a node.
HEAP = 512
# Questions of each kind, and how many passages they are asked for: as many as are looked into for an answer.
EACH, MOST = 100, 30
# Terms of a passage and of a question: surface, stem and beginning of each word.
KINDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    equal = commands.add_parser("equal")
    equal.add_argument("articles", type=Path)
    equal.add_argument("questions", type=Path)
    cost = commands.add_parser("cost")
    cost.add_argument("corpus", type=Path)
    cost.add_argument("--sizes", type=int, nargs="+", default=[50_000, 100_000, 200_000])
    cost.add_argument("--nodes", type=int, default=3)
    cost.add_argument("--heap", type=int, default=HEAP)
    for command in (equal, cost):
        command.add_argument("--shards", type=int, default=1)
    given = parser.parse_args()
    if given.command == "equal":
        with open_cluster(1) as nodes:
            compare(nodes, given.articles, given.questions, given.shards)
    else:
        with open_cluster(given.nodes, given.heap, LONG) as nodes:
            grow(nodes, given.corpus, given.sizes, given.shards)


def compare(nodes: Nodes, articles: Path, questions: Path, shards: int) -> None:
    """Every question of a set, asked of both; prints those whose answers differ, and how many are equal."""
    reading = read_articles([articles])
    library = Library(reading.articles)
    kept = ClusteredIndex(library, read_cluster(nodes.address("equal", f"?shards={shards}")))
    engines: dict[str, Index] = {"embedded": build_index(library), "OpenSearch": kept.current()}
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    equal, furthest, asked = 0, 0.0, [question.text for question in read_questions(questions)]
    for text in asked:
        answers = []
        for name, index in engines.items():
            begun = time.perf_counter()
            question, ranking = search(text, library, index)
            answers.append(told(text, question, ranking, library))
            seconds[name].append(time.perf_counter() - begun)
            found = index.top(question.terms, MOST)
            if name == "embedded":
                expected = found
            else:
                furthest = max(furthest, apart(found, expected))
        if same(*answers):
            equal += 1
        else:
            print(f"differs: {text!r}: {[shown(one) for one in answers]}")
    print(f"{questions}: {equal} of {len(asked)} answers are equal; scores differ by {furthest:.1e} at most")
    for name, taken in seconds.items():
        print(f"  {name}: {tell_times(taken)} a question")
    kept.close()


def same(one: Answer, other: Answer) -> bool:
    return shown(one) == shown(other) and math.isclose(one.probability, other.probability, abs_tol=1e-4)


def shown(answer: Answer) -> tuple[object, ...]:
    quoted = (answer.citations, answer.nearest, answer.further)
    return (answer.confidence, answer.understood, *([citation.id for citation in part] for part in quoted))


def grow(nodes: Nodes, corpus: Path, sizes: Sequence[int], shards: int) -> None:
    """Adds passages up to each size, and measures there; prints a line for each, and all as JSON at the end."""
    cluster = read_cluster(nodes.address("cost", f"?shards={shards}"))
    client, lines = Client(cluster), []
    index = OpenSearchIndex(client, f"cost-{shards}", K1, B)
    index.make()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "passages.txt"
        there = write_passages(corpus, file, max(sizes), 50, KINDS)
        questions = draw_questions(file, EACH)
        passages = enumerate(read_passages(file))
        size = 0
        for wanted in sorted(min(one, there) for one in sizes):
            begun, used = time.perf_counter(), nodes.processor()
            index.apply(wanted, islice(passages, wanted - size), ())
            added = (wanted - size) / 1000
            adding = {"seconds": time.perf_counter() - begun, "processor": nodes.processor() - used}
            size = wanted
            of_thousand = {f"{name} a thousand": round(spent / added, 3) for name, spent in adding.items()}
            lines.append({"passages": size, **of_thousand, **measure(nodes, client, index, questions)})
            print(json.dumps(lines[-1]), flush=True)
    client.close()


def measure(nodes: Nodes, client: Client, index: OpenSearchIndex, questions: Sequence[Question]) -> dict[str, object]:
    """What questions cost: half of them and 19 of 20 at most, in milliseconds, and of the nodes' processors the mean.
    And what all takes: memory of a node and disk in megabytes."""
    by_kind: dict[str, list[float]] = {}
    for question in questions:  # the JVM is warm then
        index.top(all_kinds(question, KINDS), MOST)
    used = nodes.processor()
    for question in questions:
        asked = partial(index.top, all_kinds(question, KINDS), MOST)
        by_kind.setdefault(question.kind, []).append(timed(asked))
    used = nodes.processor() - used
    counts = [timed(partial(count_anew, index, all_kinds(one, KINDS))) for one in questions[::3]]
    words = [one.words[0][2:] for one in questions if len(one.words[0]) > 8][:EACH]
    near = [timed(partial(index.nearest, word[:3] + word[4:])) for word in words]
    stats = client.get(f"{index.name}*/_stats/store,docs") or {}
    return {
        "processor of a question": round(1000 * used / len(questions), 1),
        **{kind: percentiles(taken) for kind, taken in by_kind.items()},
        "counted": percentiles(counts),
        "nearest": percentiles(near),
        "memory": max(nodes.memory()) // 1_000_000,
        "disk": stats["_all"]["primaries"]["store"]["size_in_bytes"] // 1_000_000,
        "words": stats["indices"][f"{index.name}-words"]["primaries"]["docs"]["count"],
    }


def count_anew(index: OpenSearchIndex, terms: Sequence[str]) -> None:
    """Without what is remembered of earlier questions."""
    index._counts = (index.state, -1, {})
    index.counted(terms)


def timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def percentiles(seconds: Iterable[float]) -> list[float]:
    """Half take at most the first, 19 of 20 at most the second; in milliseconds."""
    ordered = sorted(seconds)
    return [round(1000 * ordered[int(share * (len(ordered) - 1))], 1) for share in (0.5, 0.95)]


def tell_times(seconds: Sequence[float]) -> str:
    half, most = percentiles(seconds)
    return f"p50 {half} ms, p95 {most} ms, mean {1000 * statistics.fmean(seconds):.1f} ms"


if __name__ == "__main__":
    main()
