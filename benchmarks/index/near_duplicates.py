"""Whether one story in several papers is recognised, and what that costs when articles are added.

`python -m benchmarks.index.near_duplicates ARTICLES.jsonl[.gz] [--number 10000]` adds the articles, then of each tenth
one a copy as another paper would print it, edited in one of several ways. It prints for each way how many copies were
linked to their original (recall), how many of the links are right (precision), how many of the articles themselves were
linked to one another, and the time that recognising takes."""

import argparse
import gzip
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from time import process_time

from rich.console import Console
from rich.table import Table

from retrieval.library.arrivals import BATCH_ARTICLES, Arrival
from retrieval.library.database import writing
from retrieval.library.library import Library
from retrieval.library.sketches import FEWEST_WORDS
from retrieval.library.stories import link_stories
from retrieval.reading.blocks import split_blocks
from retrieval.types import Article

LEAD = "From our correspondent. What follows was sent by an agency and shortened by the editors of this paper."
Edit = Callable[[list[str], random.Random], list[str]]


def _cut(share: float) -> Edit:
    return lambda words, _: words[: round(len(words) * (1 - share))]


def _changed(share: float) -> Edit:
    def edit(words: list[str], chance: random.Random) -> list[str]:
        return [chance.choice(words) if chance.random() < share else word for word in words]

    return edit


def _moved(words: list[str], chance: random.Random) -> list[str]:
    parts = [words[i : i + 60] for i in range(0, len(words), 60)]
    chance.shuffle(parts)
    return [word for part in parts for word in part]


EDITS: dict[str, Edit] = {
    "another lead": lambda words, _: LEAD.split() + words,
    "upper case, no commas": lambda words, _: [word.upper().replace(",", "") for word in words],
    "paragraphs in another order": _moved,
    "the last quarter cut off": _cut(0.25),
    "the last half cut off": _cut(0.5),
    "one word in 50 changed": _changed(0.02),
    "one word in 20 changed": _changed(0.05),
    "one word in 10 changed": _changed(0.1),
}


def read(path: Path, number: int) -> Iterator[Article]:
    """The first articles of a file."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as lines:
        for place, line in enumerate(islice(lines, number)):
            fields = json.loads(line)
            text = fields["text"]
            yield Article(f"original {place}", fields.get("title", ""), text, "en", split_blocks(text))


def copies(articles: list[Article]) -> Iterator[tuple[str, Article]]:
    """Of each tenth article that is long enough a copy, with the way in which it was edited."""
    chance = random.Random(1)
    long = [article for article in articles if len(article.text.split()) >= 2 * FEWEST_WORDS]
    for place, article in enumerate(long[::10]):
        name, edit = list(EDITS.items())[place % len(EDITS)]
        text = " ".join(edit(article.text.split(), chance))
        yield name, Article(f"copy of {article.id}", article.title, text, "en", split_blocks(text))


def report(library: Library, made: list[tuple[str, Article]], originals: list[Article], seconds: float) -> None:
    """Prints recall by kind of edit, precision, and the cost of linking in relation to that of adding."""
    stories = library.stories({article.id for article in [*originals, *(copy for _, copy in made)]})
    table = Table("edit", "copies", "found", box=None)
    found: Counter[str] = Counter()
    for name, copy in made:
        original = copy.id.removeprefix("copy of ")
        found[name] += copy.id in stories and stories.get(original) == stories[copy.id]
    for name in EDITS:
        total = sum(edit == name for edit, _ in made)
        table.add_row(name, str(total), f"{found[name] / max(1, total):.3f}")
    linked = [copy for _, copy in made if copy.id in stories]
    right = sum(found.values())
    own = Counter(stories[article.id] for article in originals if article.id in stories)
    alike = [count for count in own.values() if count > 1]
    Console().print(table)
    Console().print(f"copies linked: {len(linked)}, rightly: {right} ({right / max(1, len(linked)):.4f})")
    Console().print(f"stories that several of the articles themselves carry: {len(alike)}, in {sum(alike)} articles")
    begin, texts = process_time(), [(number, article.text) for number, article in enumerate(originals, 1)]
    for i in range(0, len(texts), BATCH_ARTICLES):
        with writing(library.engine) as connection:
            link_stories(connection, dict(texts[i : i + BATCH_ARTICLES]))
    linking = process_time() - begin
    Console().print(
        f"{len(originals)} articles: {linking / len(originals) * 1000:.2f} ms of the processor each to recognise, "
        f"{linking / seconds:.2f} of the {seconds:.1f} s that adding them takes"
    )


def main() -> None:
    """Fills a library, and prints what was recognised."""
    parser = argparse.ArgumentParser(description="Near-duplicates: recall, precision, cost.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("--number", type=int, default=10_000)
    given = parser.parse_args()
    originals = list(read(given.articles, given.number))
    made = list(copies(originals))
    library, begin = Library(), process_time()
    list(library.add(Arrival(article, article.id, article.id) for article in originals))
    seconds = process_time() - begin
    list(library.add(Arrival(copy, copy.id, copy.id) for _, copy in made))
    report(library, made, originals, seconds)


if __name__ == "__main__":
    main()
