"""`python -m retrieval.language.analyst`: cuts the passages that another process sends into terms, a line at a time.

It lies here, beneath the index that asks it, so that it starts without library and index.
"""

import json
import signal
import sys

from retrieval.language.indexed import passage_terms


def main() -> None:
    """Answers until the input ends. Ctrl-C is for the process that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        found = [
            " ".join(passage_terms(text, title, article, lang))
            for title, article, lang, texts in json.loads(line)
            for text in texts
        ]
        print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
