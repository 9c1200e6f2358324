"""`python -m retrieval.reading.child SUFFIX ID`: reads one file from standard input and prints its article as JSON."""

import json
import os
import signal
import sys

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # its threads would reserve more memory than the limit leaves

from retrieval.errors import ReadError
from retrieval.packing import FIELDS, pack_blocks
from retrieval.reading.isolation import limit_this_process
from retrieval.reading.readers import WHOLE


def main(suffix: str, id: str) -> None:  # noqa: A002 — the name of the article's field
    """Prints the article, or the name and the reason of a ReadError. Any other end is the parser's failure."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    limit_this_process()
    try:
        article = WHOLE[suffix](sys.stdin.buffer.read(), id)
    except ReadError as error:
        said = {"name": error.name, "reason": error.reason}
    else:
        said = {field: getattr(article, field) for field in FIELDS} | {"blocks": pack_blocks(article.blocks)}
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:3])
