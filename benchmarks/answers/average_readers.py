"""Averages readers: the plain mean of their weights, which reads better than each of them.

`python -m benchmarks.answers.average_readers --base DIR --out DIR FILE…`

FILE is a checkpoint (`checkpoint.pt`) that `benchmarks.answers.train_reader` left, or a `model.onnx` of its, such as
the shipped one; the base DIR is the one that it was given. The out DIR gets `model.onnx` and `tokenizer.json`.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks.answers.reader.averaging import mean, read_reader
from benchmarks.answers.reader.graph import write_int8
from benchmarks.answers.reader.weights import begin_from


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads the files and writes their mean."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--base", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    given = parser.parse_args(arguments)
    given.out.mkdir(parents=True, exist_ok=True)
    e5, _ = begin_from(given.base, given.out)
    write_int8(mean([read_reader(path, e5) for path in given.files]), given.out / "model.onnx")


if __name__ == "__main__":
    main()
