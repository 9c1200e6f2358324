"""Counts which stems are common in a language: `python -m benchmarks.index.common_words fr ARTICLES.jsonl[.gz] >
fr.txt`.

The lists in `retrieval/language/words/common/` were made with it. They weigh the words of a question where the
library is too small to tell rare words from frequent ones.
"""

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from retrieval.language.analysis import terms

# Shorter paragraphs are headings and list items.
SHORTEST = 20


def paragraphs(path: Path) -> Iterator[str]:
    """The paragraphs of the articles of a JSON lines file, compressed or not."""
    open_it = gzip.open if path.suffix == ".gz" else open
    with open_it(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from (text for text in json.loads(line)["text"].split("\n") if len(text.split()) >= SHORTEST)


def shares(texts: Iterator[str], lang: str) -> tuple[int, Counter[str]]:
    """How many texts there are, and in how many of them each stem occurs (numbers left out)."""
    counts: Counter[str] = Counter()
    total = 0
    for text in texts:
        total += 1
        counts.update({term[2:] for term in terms(text, lang) if term.startswith("s:")})
    return total, counts


def main() -> None:
    """Prints the list."""
    parser = argparse.ArgumentParser(description="Count which stems are common in a language.")
    parser.add_argument("lang")
    parser.add_argument("articles", type=Path)
    parser.add_argument("--most", type=int, default=40_000, help="paragraphs to count")
    parser.add_argument("--least", type=float, default=0.004, help="share of paragraphs from which a stem is listed")
    given = parser.parse_args()
    total, counts = shares(islice(paragraphs(given.articles), given.most), given.lang)
    print("# Stems (folded) and the share of paragraphs in which they occur: what is common in the language,")
    print("# whatever the library.", f"Counted on {total} paragraphs by benchmarks/index/common_words.py.")
    for stem, count in sorted(counts.items(), key=lambda counted: (-counted[1], counted[0])):
        if count / total >= given.least:
            print(stem, f"{count / total:.3f}")
    print(f"{total} paragraphs", file=sys.stderr)


if __name__ == "__main__":
    main()
