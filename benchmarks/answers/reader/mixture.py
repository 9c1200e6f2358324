"""Which questions the reader learns from and how often, and which of them are held out to measure by."""

import hashlib
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.answers.reader.asked import Asked, ByMeaning, TaughtSet, across, find, find_alone, read, sample, write

HERE = Path(__file__).parent
# One article in ten is held out, in every language and variant that it has.
TENTH = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the mixture: so many groups, of the questions of a set, asked of its articles, of each one's own
    article alone, or of others'."""

    groups: int
    name: str

    @property
    def parallel(self) -> tuple[str, str] | None:
        """For "A>B", A and B."""
        asking, arrow, asked = self.name.partition(">")
        return (asking, asked) if arrow else None

    @property
    def alone(self) -> str:
        """For "A=", A."""
        return self.name[:-1] if self.name.endswith("=") else ""

    @property
    def foreign(self) -> tuple[str, str] | None:
        """For "A@B", A and B."""
        asking, at, asked = self.name.partition("@")
        return (asking, asked) if at else None


def read_mixture(path: Path = HERE / "mixture.txt") -> list[Line]:
    """The lines of a mixture; see the file."""
    rows = [row.split() for row in path.read_text("utf-8").splitlines() if row and not row.startswith("#")]
    return [Line(int(groups), name) for groups, name in rows]


def off_topic(language: str) -> list[dict[str, Any]]:
    """The written small talk in a language, as questions without an answer."""
    rows = [row.split("\t") for row in (HERE / "off_topic.txt").read_text("utf-8").splitlines() if "\t" in row]
    return [
        {"id": f"off-{language}-{n}", "question": text, "article_id": f"off-{text}", "answerable": False, "spans": []}
        for n, (lang, text) in enumerate(rows)
        if lang == language
    ]


def gather(
    mixture: Sequence[Line], sets: Mapping[str, TaughtSet], kept: Path, by_meaning: ByMeaning
) -> Iterator[tuple[Line, list[Asked]]]:
    """Each line with its questions and what was found for them, from the folder `kept` where they were found before.

    Lines that need a set which is not among `sets` are left out.
    """
    found: dict[str, list[Asked]] = {}
    for line in mixture:
        needed = {name for name in re.split("[@>]", line.name.removesuffix("=")) if name != "off-topic"}
        if not needed <= sets.keys():
            continue
        if line.parallel:
            asking, asked = line.parallel
            yield line, across(line.name, found[asking], found[asked])
            continue
        path = kept / f"{line.name}.jsonl.gz"
        if not path.exists():
            write(_find(line, sets, by_meaning), path)
        found[line.name] = list(read(path))
        yield line, found[line.name]


def _find(line: Line, sets: Mapping[str, TaughtSet], by_meaning: ByMeaning) -> list[Asked]:
    if line.alone:
        return find_alone(line.name, sets[line.alone].asked(), sets[line.alone], by_meaning)
    if line.foreign is None:
        questions = sets[line.name].asked()
        if line.name.endswith("_unanswerable"):
            questions = [question for question in questions if not question["answerable"]]
        wanted = sample(questions, len(questions) if _parallel(line.name) else line.groups)
        return find(line.name, wanted, sets[line.name], by_meaning)
    asking, asked = line.foreign
    if asking == "off-topic":
        questions = off_topic(str(sets[asked].told()[0]["lang"]))
    else:
        questions = [question for question in sets[asking].asked() if question["answerable"]]
    return find(line.name, sample(questions, line.groups), sets[asked], by_meaning, off_topic=True)


def _parallel(name: str) -> bool:
    return "xquad" in name or "omosqa" in name


def held_out(asked: Asked, title: str = "") -> bool:
    """Whether the article is kept to measure by: the same ones in parallel sets, so that none is half learnt.

    SQuAD's articles are told by `title`, since its translations number them each in their own way.
    """
    name = re.split("[@>]", asked.mixture)[-1 if ">" in asked.mixture else 0]
    if name.startswith("asked_"):  # their articles are those that are left when others are kept to measure by
        return False
    number = re.sub(r"\D", "", asked.article.split("-")[-1])
    if name.startswith(("en_xquad", "de_xquad", "es_xquad")):
        return int(number) % TENTH == 3
    if name in {"en_squad2_dev_rest", "es_squad2_mt", "pt_squad2_mt"}:
        return int(number) in {2, 14}
    if name.startswith(("xquad_", "it_squad")):
        return title in SQUAD_HELD_OUT
    if "piaf" in name:
        return _bucket(f"fr{number}") == 0
    if name == "no_norquad":
        return _bucket(f"no{number}") == 0
    if "omosqa" in name:
        return _bucket("omos" + "-".join(asked.article.split("-")[2:4])) == 0
    return _bucket(asked.article) == 0


# The articles whose numbers in XQuAD end in 3, the second and fourteenth of SQuAD 2's rest, and their Italian names.
SQUAD_HELD_OUT = frozenset(
    ("Nikola Tesla", "Victoria and Albert Museum", "Economic inequality", "Victoria (Australia)",
     "Disuguaglianza economica")
)  # fmt: skip


def _bucket(text: str) -> int:
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest(), 16) % TENTH


class Draw:
    """Questions without end: a line by its weight, and each line's questions in an order that its name decides."""

    def __init__(self, found: Mapping[Line, Sequence[Asked]], chance: random.Random) -> None:
        self._chance = chance
        self._lines = [line for line, questions in found.items() if questions]
        self._found = {line: list(found[line]) for line in self._lines}
        self.seen = {line.name: 0 for line in self._lines}

    def next(self) -> Asked:
        """The next question. `seen` counts them, and is all that a checkpoint needs to go on."""
        line = self._chance.choices(self._lines, [line.groups for line in self._lines])[0]
        questions = self._found[line]
        turn, place = divmod(self.seen[line.name], len(questions))
        self.seen[line.name] += 1
        order = random.Random(f"{line.name}{turn}").sample(range(len(questions)), len(questions))
        return questions[order[place]]
