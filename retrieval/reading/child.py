"""`python -m retrieval.reading.child SUFFIX ID`: reads a file from standard input and prints its articles
as JSON, one a line."""

import os
import signal
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # its threads would reserve more memory than the limit leaves

from retrieval.errors import ReadError
from retrieval.packing import pack_read
from retrieval.reading.isolation import limit_this_process
from retrieval.reading.readers import read_whole


def main(suffix: str, id: str) -> None:  # noqa: A002 — the name of the article's field
    """Prints the articles and faults in order, at last a ReadError that ended it. Any other end is the parser's
    failure."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    limit_this_process(suffix)
    try:
        for read in read_whole(sys.stdin.buffer.read(), suffix, id):
            print(pack_read(read))
    except ReadError as error:
        print(pack_read(error, end=True))


if __name__ == "__main__":
    main(*sys.argv[1:3])
