"""The reader as answering uses it: loaded behind the first questions, with a memory, and fewer pairs when many ask."""

import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from hashlib import blake2b, file_digest
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.answering.reader.network import MODEL, Network
from retrieval.answering.reader.pairs import Pair
from retrieval.answering.weights import Weights, read_weights
from retrieval.errors import ReaderError

SHIPPED = Path(__file__).with_name("shipped")
WEIGHTS, WEIGHTS_WITH_VECTORS = "weights.json", "weights-vectors.json"
# How many candidates are read where nobody else asks, where one other does, and so on; beyond that none. Eight are
# better than more (docs/experiments.md), and take a seventh of a second of one core.
AT_ONCE = (8, 5, 3, 2)
# How many numbers are kept: a question asked again, "another", "why?", an inline question typed letter by letter.
KEPT = 4096
# Seconds between two looks at whether questions are being read.
GIVE_WAY = 0.02


class Reader:
    """A cross-encoder with the weights that were fitted to it. Safe to use from several threads.

    It costs nothing until `load` is called. Until it is `ready`, and after it failed, answers are
    those of the words alone.
    """

    def __init__(self, folder: Path = SHIPPED) -> None:
        self.folder = folder
        self.weights = _weights(folder, WEIGHTS)
        self.weights_with_vectors = _weights(folder, WEIGHTS_WITH_VECTORS)
        self._network: Network | None = None
        self._lock = threading.Lock()
        self._loading = threading.Lock()
        self._reading = 0
        self._digest: str | None = None
        self._known: OrderedDict[Pair, float] = OrderedDict()

    @property
    def most(self) -> int:
        """How many candidates are worth giving to `read`."""
        return AT_ONCE[0]

    @property
    def ready(self) -> bool:
        """Whether it can read now."""
        return self._network is not None

    def load(self) -> "Reader":
        """Loads model and tokenizer, which takes half a second. Raises ReaderError."""
        with self._loading:
            if self._network is None:
                network = Network(self.folder)
                network.number(Pair("a", "", "", "a"))  # what can't read is refused here, not at the first question
                self._network = network
        return self

    @property
    def digest(self) -> str:
        """Eight hexadecimal digits that tell one model from another: what it made is of no use to others."""
        if self._digest is None:
            with (self.folder / MODEL).open("rb") as file:
                self._digest = file_digest(file, lambda: blake2b(digest_size=4)).hexdigest()
        return self._digest

    def vector(self, text: str) -> NDArray[np.float32] | None:
        """The vector of a text by itself (see `Network.vector`); None where it is not ready, can't read the letters of
        the text, or makes no vectors."""
        network = self._network
        return network.vector(text) if network and network.reads(text) else None

    def give_way(self) -> None:
        """Waits a moment while questions are being read: for work that has time."""
        while self._reading:
            time.sleep(GIVE_WAY)

    def read(self, pairs: Sequence[Pair]) -> list[float]:
        """The numbers of the first pairs, as many as there is time for: each the higher, the likelier it answers."""
        network = self._network
        if network is None or not pairs or not network.reads(pairs[0].question):
            return []
        with self._lock:
            allowed = AT_ONCE[self._reading] if self._reading < len(AT_ONCE) else 0
            self._reading += 1
        try:
            return [self._number(network, pair) for pair in pairs[:allowed]]
        finally:
            with self._lock:
                self._reading -= 1

    def _number(self, network: Network, pair: Pair) -> float:
        with self._lock:
            if pair in self._known:
                self._known.move_to_end(pair)
                return self._known[pair]
        number = network.number(pair)
        with self._lock:
            self._known[pair] = number
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return number


def _weights(folder: Path, name: str) -> Weights:
    """Those that were fitted to the reader in `folder`, else those of the shipped one."""
    return read_weights(folder / name if (folder / name).is_file() else SHIPPED / name)


def open_reader(name: str) -> Reader | None:
    """The reader that a setting names: `shipped`, `none`, or a folder; None where nothing is to read.

    The shipped one needs packages that a small installation may lack: then there is none, too. Raises ReaderError
    where a named folder is no reader.
    """
    if name == "none":
        return None
    if name == "shipped":
        return Reader() if _installed() else None
    folder = Path(name).expanduser()
    if not folder.is_dir():
        raise ReaderError(folder, "is no folder; write shipped, none, or a folder with model.onnx and tokenizer.json")
    return Reader(folder)


def _installed() -> bool:
    from importlib.util import find_spec  # what `import` looks for, without its cost

    return bool(find_spec("onnxruntime") and find_spec("tokenizers"))
