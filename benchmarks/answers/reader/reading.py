"""A reader's file at work: scores of pairs and vectors of texts, by onnxruntime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from benchmarks.answers.reader.encoder import WIDTH, Floats, pack
from benchmarks.answers.reader.pairs import Text

# Texts read at once; sorted by length, so that little is filled up.
AT_ONCE = 16


class Reading:
    """The model in one file, on so many threads."""

    def __init__(self, path: Path, threads: int = 2) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def read(self, texts: Sequence[Text]) -> tuple[Floats, Floats]:
        """Scores [texts] and vectors [texts, WIDTH], of texts with one sentence each."""
        order = np.argsort([len(text.ids) for text in texts])
        scores, vectors = np.zeros(len(texts), np.float32), np.zeros((len(texts), WIDTH), np.float32)
        for begin in range(0, len(order), AT_ONCE):
            part = order[begin : begin + AT_ONCE]
            scores[part], vectors[part] = self._batch([texts[place] for place in part])
        return scores, vectors

    def _batch(self, texts: Sequence[Text]) -> tuple[Floats, Floats]:
        batch = pack(texts)
        places = np.tile(np.arange(batch.ids.shape[1]), (len(texts), 1))
        given = {"ids": batch.ids, "mask": batch.mask, "qm": batch.question, "sm": batch.sentences}
        scores, vectors = self._session.run(None, {"posids": places} | {k: one.numpy() for k, one in given.items()})
        return scores, vectors
