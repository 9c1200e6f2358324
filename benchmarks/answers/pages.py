"""`python -m benchmarks.answers.pages FOLDER…`: how much of an article is read of web pages, and how much else with it.

It lies with the answers since what is read here is what they quote. A folder holds pages and what a person says that
their articles are, in one of three shapes: `NAME.html` (or `.html.gz`) beside `NAME.txt`; `ground-truth.json` with
`html/NAME.html.gz`, as scrapinghub/article-extraction-benchmark has it; or `NAME/source.html` with
`NAME/expected.html`, as mozilla/readability has it (`test/test-pages`).

The measure is that of scrapinghub's benchmark: sequences of four words, precision and recall meaned over the pages, F1
of both means. Ibid keeps captions apart, which some gold texts have: it is measured with and without
them. Beside it, in the same run, trafilatura and readability-lxml (`pip install --group bench`), each as its
documentation has it.
"""

import argparse
import gzip
import json
import re
import statistics
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import lxml.html
import trafilatura
from readability import Document

from retrieval.errors import ReadError
from retrieval.reading.pages import read_webpage

WORD = re.compile(r"\w+")
LENGTH = 4
# The marks of notes in encyclopaedias, which Ibid leaves out and gold texts have or have not: they count for nobody.
NOTE = re.compile(r"\[(?:\d{1,3}|[a-z])\]")
INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
    )
)

Reader = Callable[[bytes], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and the text of the article in it."""

    name: str
    data: bytes
    gold: str


@dataclass(frozen=True, slots=True)
class Score:
    """Means over the pages, and the milliseconds of the processor that a page took."""

    precision: float
    recall: float
    milliseconds: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def pages_in(folder: Path) -> Iterator[Page]:
    """The pages of a folder that have a gold text."""
    if (truth := folder / "ground-truth.json").exists():
        for name, said in sorted(json.loads(truth.read_text("utf-8")).items()):
            yield Page(name, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), said["articleBody"])
        return
    for expected in sorted(folder.glob("*/expected.html")):
        gold = _text_of(lxml.html.document_fromstring(expected.read_text("utf-8")))
        yield Page(expected.parent.name, (expected.parent / "source.html").read_bytes(), gold)
    for text in sorted(folder.glob("*.txt")):
        if (page := text.with_suffix(".html")).exists():
            yield Page(text.stem, page.read_bytes(), text.read_text("utf-8"))
        elif (packed := text.with_suffix(".html.gz")).exists():
            yield Page(text.stem, gzip.decompress(packed.read_bytes()), text.read_text("utf-8"))


def read_by_ibid(data: bytes, *, captions: bool = True) -> str:
    """What Ibid could quote or show as a heading; of a page with several articles, all of them."""
    try:
        articles = [read_webpage(data, "page")]
    except ReadError:
        return ""
    return "\n".join(
        article.text[block.start : block.end]
        for article in articles
        for block in article.blocks
        if captions or block.kind != "caption"
    )


def read_by_trafilatura(data: bytes) -> str:
    return trafilatura.extract(data, include_comments=False) or ""


def read_by_readability(data: bytes) -> str:
    return _text_of(lxml.html.document_fromstring(Document(data.decode("utf-8", "replace")).summary()))


def score(pages: list[Page], read: Reader, worst: int = 0) -> Score:
    """What `read` makes of the pages; its `worst` ones are printed."""
    found: list[tuple[float | None, float | None, str]] = []
    began = process_time()
    texts = [read(page.data) for page in pages]
    took = process_time() - began
    for page, text in zip(pages, texts, strict=True):
        gold, said = _sequences(page.gold), _sequences(text)
        common = sum((gold & said).values())
        found.append((_share(common, said), _share(common, gold), page.name))
    for precision, recall, name in sorted(found, key=lambda one: (one[0] or 0) + (one[1] or 0))[:worst]:
        print(f"    {precision or 0:.3f} {recall or 0:.3f} {name}")
    precisions = [share for share, _, _ in found if share is not None]
    recalls = [share for _, share, _ in found if share is not None]
    return Score(statistics.mean(precisions or [0]), statistics.mean(recalls or [0]), 1000 * took / len(pages))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the N pages that Ibid reads worst")
    parser.add_argument("--alone", action="store_true", help="Ibid without its peers")
    given = parser.parse_args()
    readers: dict[str, Reader] = {
        "Ibid": read_by_ibid,
        "Ibid without captions": lambda data: read_by_ibid(data, captions=False),
    }
    if not given.alone:
        readers |= {"trafilatura": read_by_trafilatura, "readability-lxml": read_by_readability}
    for folder in given.folders:
        if not (pages := list(pages_in(folder))):
            parser.error(f"{folder} holds no pages with gold texts; see the top of this help for the shapes")
        print(f"{folder}: {len(pages)} pages")
        for name, read in readers.items():
            found = score(pages, read, given.worst if name == "Ibid" else 0)
            figures = f"F1 {found.f1:.3f}  precision {found.precision:.3f}  recall {found.recall:.3f}"
            print(f"  {name:<22}{figures}  {found.milliseconds:.0f} ms")


def _text_of(tree: lxml.html.HtmlElement) -> str:
    """The words of a tree; those of two blocks are not one."""
    for element in tree.iter():
        if element.tag not in INLINE:
            element.tail = f" {element.tail or ''}"
            element.text = f" {element.text or ''}"
    return str(tree.text_content())


def _sequences(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(NOTE.sub("", text))
    return Counter(tuple(words[i : i + LENGTH]) for i in range(max(1, len(words) - LENGTH + 1)) if words)


def _share(common: int, of: Counter[tuple[str, ...]]) -> float | None:
    """The part of `of` that is common; None where it is empty, which the mean leaves out."""
    return common / of.total() if of else None


if __name__ == "__main__":
    main()
