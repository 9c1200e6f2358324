"""`python -m benchmarks.answers.shipped_questions seeds tests/questions.jsonl [--write]`: how often a library answers
rightly.

Prints three shares as JSON; `--write` puts them where `/about` finds them. A question is a line with `question`,
`answerable`, and `sentences`, the sentences that answer it.
"""

import argparse
import json
from pathlib import Path

import bot
from bot.conversation.smalltalk import small_talk
from retrieval.answering.answering import answer
from retrieval.index.index import build_index
from retrieval.library.library import Library
from retrieval.reading.files import read_articles

FIGURES = Path(bot.__file__).parent / "wording" / "figures.json"


def measure(articles: Path, questions: Path) -> dict[str, float]:
    """`answered`: of the answerable questions, those that get citations; `right`: of those, with the right sentence
    first; `wrong`: of the others, those that get citations all the same."""
    library = Library(read_articles([articles]).articles)
    index = build_index(library)
    answerable = answered = right = others = wrong = 0
    for line in questions.read_text(encoding="utf-8").splitlines():
        asked = json.loads(line)
        cited = () if small_talk(asked["question"]) else answer(asked["question"], library, index).citations
        if asked["answerable"]:
            answerable += 1
            answered += bool(cited)
            right += bool(cited) and cited[0].text in asked["sentences"]
        else:
            others += 1
            wrong += bool(cited)
    shares = {"answered": answered / answerable, "right": right / answered, "wrong": wrong / others}
    return {name: round(share, 3) for name, share in shares.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    shares = json.dumps(measure(given.articles, given.questions))
    if given.write:
        FIGURES.write_text(shares + "\n", encoding="utf-8")
    print(shares)


if __name__ == "__main__":
    main()
