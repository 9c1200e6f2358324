"""A reader's file at work: scores of pairs and vectors of texts, by onnxruntime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from benchmarks.answers.reader.encoder import UNSEEN, Floats, Text

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
        """Scores [texts] and vectors [texts, 384]."""
        order = np.argsort([len(text.ids) for text in texts])
        scores, vectors = np.zeros(len(texts), np.float32), np.zeros((len(texts), 384), np.float32)
        for begin in range(0, len(order), AT_ONCE):
            part = order[begin : begin + AT_ONCE]
            scores[part], vectors[part] = self._batch([texts[place] for place in part])
        return scores, vectors

    def _batch(self, texts: Sequence[Text]) -> tuple[Floats, Floats]:
        count, length = len(texts), max(len(text.ids) for text in texts)
        ids = np.ones((count, length), np.int64)
        mask = np.full((count, 1, 1, length), UNSEEN, np.float32)
        question, sentence = np.zeros((2, count, length), np.float32)
        for row, text in enumerate(texts):
            ids[row, : len(text.ids)] = text.ids
            mask[row, 0, 0, : len(text.ids)] = 0
            for part, (start, stop) in ((question, text.question), (sentence, text.sentence)):
                part[row, start:stop] = 1 / max(1, stop - start)
        places = np.tile(np.arange(length), (count, 1))
        given = {"ids": ids, "posids": places, "mask": mask, "qm": question, "sm": sentence}
        scores, vectors = self._session.run(None, given)
        return scores, vectors
