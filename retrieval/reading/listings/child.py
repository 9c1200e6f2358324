"""`python -m retrieval.reading.listings.child URL CONTENT_TYPE`: reads a feed or a page from standard input.

It prints what is announced there, as JSON.
"""

import signal
import sys

from retrieval.reading.isolation import limit_this_process
from retrieval.reading.listings.listing import pack_listing


def main(url: str, content_type: str) -> None:
    """Prints one line. Any other end is the parser's failure."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asks
    limit_this_process()
    print(pack_listing(sys.stdin.buffer.read(), url, content_type))


if __name__ == "__main__":
    main(*sys.argv[1:3])
