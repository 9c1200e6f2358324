"""A cross-encoder in a folder, run by onnxruntime on the processor: the bundled one, or any other."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.reader.pairs import Pair, alone, cut
from retrieval.errors import ReaderError

MODEL, TOKENIZER = "model.onnx", "tokenizer.json"
# The inputs by which the bundled model's form is known, and those that a cross-encoder of another make may have.
OURS = frozenset({"ids", "posids", "mask", "qm", "sm"})
OTHERS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
# As many pieces of question and text as other models are given.
LONGEST = 160
# From this share of unknown pieces on, a text is in letters that the model was not made for.
UNREAD = 0.1

Inputs = Mapping[str, NDArray[np.generic]]


class Network:
    """The model and the tokenizer in `folder`, loaded. Raises ReaderError.

    One pair is read at a time: on one core as fast as several together, whose lengths would have to be made equal.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tokenizer = _tokenizer(folder)
        self._session = _session(folder)
        names = {one.name for one in self._session.get_inputs()}
        self._outputs = {one.name for one in self._session.get_outputs()}
        unknown = self._tokenizer.token_to_id("<unk>")
        self._unknown = -1 if unknown is None else unknown
        self._inputs: Callable[[Pair], Inputs]
        if names == OURS:
            self._inputs = self._ours
        elif "input_ids" in names and names <= OTHERS:
            self._tokenizer.enable_truncation(LONGEST)
            self._names = names
            self._inputs = self._others
        else:
            raise ReaderError(
                folder, f"{MODEL} has the inputs {', '.join(sorted(names))}; a cross-encoder has input_ids"
            )

    def number(self, pair: Pair) -> float:
        """The logarithm of the odds that the sentence answers, as far as the model knows."""
        try:
            found = np.ravel(self._session.run(None, self._inputs(pair))[0])
        except Exception as error:  # onnxruntime has no class of its own for what a graph refuses
            raise ReaderError(self._folder, f"{MODEL} can't read a question ({_first_line(error)})") from error
        if len(found) not in (1, 2):
            raise ReaderError(
                self._folder, f"{MODEL} gives {len(found)} numbers for a pair; a cross-encoder gives one or two"
            )
        return float(found[0] if len(found) == 1 else found[1] - found[0])

    def vector(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a text by itself, shape (384,), of length 1; None where the model makes none."""
        if "vector" not in self._outputs:
            return None
        found = self._session.run(["vector"], alone(text, self._tokenizer).inputs())[0]
        return np.asarray(found[0], dtype=np.float32)

    def reads(self, text: str) -> bool:
        """Whether the model knows most of the letters of `text`."""
        ids = self._tokenizer.encode(text, add_special_tokens=False).ids
        return not ids or ids.count(self._unknown) <= UNREAD * len(ids)

    def _ours(self, pair: Pair) -> Inputs:
        return cut(pair, self._tokenizer).inputs()

    def _others(self, pair: Pair) -> Inputs:
        text = " ".join(filter(None, (pair.title, pair.before, pair.sentence)))
        encoded = self._tokenizer.encode(pair.question, text)
        rows = {
            "input_ids": encoded.ids,
            "attention_mask": [1] * len(encoded.ids),
            "token_type_ids": encoded.type_ids,
        }
        return {name: np.array([row], dtype=np.int64) for name, row in rows.items() if name in self._names}


def _tokenizer(folder: Path) -> Any:
    """The tokenizer of a folder; what it pads or cuts off by itself is switched off."""
    try:
        from tokenizers import Tokenizer as Read  # a quarter of a second with onnxruntime: only when it is to read
    except ImportError as error:
        raise ReaderError(folder, "needs the package tokenizers: pip install 'ibid[reader]'") from error
    if not (folder / TOKENIZER).is_file():
        raise ReaderError(folder, f"has no {TOKENIZER}; IBID_READER names a folder with {MODEL} and {TOKENIZER}")
    try:
        tokenizer = Read.from_file(str(folder / TOKENIZER))
    except Exception as error:  # tokenizers raises a bare Exception
        raise ReaderError(folder, f"{TOKENIZER} can't be used ({_first_line(error)})") from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _session(folder: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise ReaderError(folder, "needs the package onnxruntime: pip install 'ibid[reader]'") from error
    if not (folder / MODEL).is_file():
        raise ReaderError(folder, f"has no {MODEL}; IBID_READER names a folder with {MODEL} and {TOKENIZER}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # questions are answered side by side
    options.enable_cpu_mem_arena = False  # it would keep the room of the longest pair for ever
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(folder / MODEL), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own classes share no base but this
        raise ReaderError(folder, f"{MODEL} can't be used ({_first_line(error)})") from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:200]
