"""The reader's training: what is minimised, one step of it, and checkpoints to go on from."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.answers.reader.averaging import read_reader
from benchmarks.answers.reader.encoder import Encoder, Weights
from benchmarks.answers.reader.groups import RIGHT, UNSURE, Group

# Adam (Kingma and Ba 2015) with a shorter memory of squares, as usual for few steps; gradients clipped at 1. The rate
# rises during WARM_UP steps and falls to almost nothing.
RATE, BETAS, CLIP, DECAY, WARM_UP, LEAST = 1e-4, (0.9, 0.98), 1.0, 0.01, 80, 0.02
# The head starts from nothing and learns faster, its likeness in larger units still.
FASTER = {"A": 3.0, "a": 3.0, "u": 3.0, "d": 100.0, "b": 30.0}
# What an addition to the likeness of two vectors is worth among others of a step: e5's lie within .2 of one another.
SHARPNESS = 50.0
# How much it weighs that a question finds its sentence by their vectors, and that vectors stay near e5's (in which
# languages meet), beside the order of the sentences and the chance of each.
FOUND, KEPT = 0.5, 3.0
# The chance of each sentence of a group weighs as if the group had at most so many: of those of windows most are wrong,
# and easily told.
SENTENCES = 4


class Losses(NamedTuple):
    """The right ones among the others; each one right or not; the right one found by its vector among all of the step;
    how far the vectors are from e5's (1 - cosine)."""

    order: Tensor
    each: Tensor
    found: Tensor
    kept: Tensor


@dataclass(slots=True)
class Progress:
    """What a training needs besides its tensors to go on as if it had not stopped. `spent` in seconds; `begun` names
    what it began from."""

    steps: int = 0
    groups: int = 0
    spent: float = 0.0
    seen: dict[str, int] = field(default_factory=dict)
    chance: Any = None
    begun: str = "e5"


class Training:
    """Steps from e5 to the reader."""

    def __init__(self, e5: Weights) -> None:
        self.encoder, self._e5 = Encoder(e5), Encoder(e5)
        layers = [value for layer in self.encoder.layers for value in layer.values()]
        body = [{"params": layers, "weight_decay": DECAY, "faster": 1.0}]
        head = [
            {"params": [self.encoder.head[name]], "weight_decay": 0.0, "faster": faster}
            for name, faster in FASTER.items()
        ]
        self._optimiser = torch.optim.AdamW([*body, *head], betas=BETAS, fused=True)
        self.progress = Progress()

    def step(self, groups: Sequence[Group], done: float) -> Losses:
        """One step; `done` is the share of the training that is over."""
        for part in self._optimiser.param_groups:
            rise = min(1, (self.progress.steps + 1) / WARM_UP)
            part["lr"] = part["faster"] * RATE * rise * max(LEAST, 1 - done)
        losses = self._losses(groups)
        (losses.order + losses.each + FOUND * losses.found + KEPT * losses.kept).backward()
        nn.utils.clip_grad_norm_(list(self.encoder.parameters()), CLIP)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self.progress.steps += 1
        self.progress.groups += len(groups)
        return Losses(*(loss.detach() for loss in losses))

    def _losses(self, groups: Sequence[Group]) -> Losses:
        scores = self.encoder.read([text for group in groups for text in group.texts]).scores
        order, each = read_losses(scores, [group.marks for group in groups])
        told = [group.alone for group in groups if group.alone]
        texts = [text for place in range(3) for alone in told for text in alone[place : place + 1]]
        if not told:
            nothing = torch.zeros(())
            return Losses(order, each, nothing, nothing)
        vectors = self.encoder.read(texts).vectors
        with torch.no_grad():
            before = self._e5.read(texts).vectors
        likeness = vectors[: len(told)] @ vectors[len(told) :].T
        found = functional.cross_entropy(SHARPNESS * likeness, torch.arange(len(told)))
        return Losses(order, each, found, (1 - (vectors * before).sum(-1)).mean())

    def save(self, path: Path) -> None:
        """Writes a checkpoint, whole or not at all."""
        partial = path.with_suffix(".partial")
        weights = [value.detach() for value in self.encoder.parameters()]
        stored = {"weights": weights, "optimiser": self._optimiser.state_dict()}
        torch.save(stored | {"progress": asdict(self.progress)}, partial)
        partial.replace(path)

    def begin(self, path: Path) -> None:
        """Begins anew from the weights of a checkpoint or of a `model.onnx`, in place of e5's; its vectors stay near
        e5's all the same."""
        self.encoder.put([value.detach() for value in Encoder(read_reader(path, self._e5.weights())).parameters()])
        self.progress.begun = path.name

    def load(self, path: Path) -> None:
        """Takes up where a checkpoint was written."""
        stored = torch.load(path, weights_only=True)
        self.encoder.put(stored["weights"])
        self._optimiser.load_state_dict(stored["optimiser"])
        self.progress = Progress(**stored["progress"])


def read_losses(scores: Tensor, marks: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """`order` and `each` (see `Losses`) of the scores of groups, one after the other, with the marks of each.

    The order of a group is worth what all its right sentences lack of the softmax; what is unsure counts in neither.
    """
    orders, each, counted = [], [], 0
    for part, mark in zip(scores.split([len(one) for one in marks]), map(torch.tensor, marks), strict=True):
        told, right = part[mark != UNSURE], mark[mark != UNSURE] == RIGHT
        if right.any():
            orders.append(torch.logsumexp(told, 0) - torch.logsumexp(told[right], 0))
        each.append(functional.binary_cross_entropy_with_logits(told, right.float(), reduction="sum"))
        counted += min(SENTENCES, len(told))
    order = torch.stack(orders).mean() if orders else torch.zeros(())
    return order, torch.stack(each).sum() / counted
