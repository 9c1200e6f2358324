"""How often Ibid takes a word for another, and how fast: `python -m benchmarks.answers.spelling ARTICLES.jsonl`.

The words of every second article are the vocabulary. First it is asked the words of the others that it lacks, surface
and stem: they are mostly right, so each that is taken for another counts as mistaken. Then words of the vocabulary in
which two letters were swapped, or one was left out, doubled or changed for its neighbour on
the keyboard. Last, for the speed, the vocabulary is filled
up with made-up words.
"""

import argparse
import random
import time
from pathlib import Path
from string import ascii_lowercase

from retrieval.language.analysis import tokens, word_terms
from retrieval.language.spelling import NEIGHBOURS, Speller
from retrieval.reading.files import read_articles

SLIPS = 2000
# What a question may ask for; shorter words are not looked up.
LONG_ENOUGH = 5
SHOWN = 40


def slip(word: str, chance: random.Random) -> str:
    """`word` with one slip of the finger behind its first letter."""
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    made = (before + after[0] + letter + after[1:], before + after, before + letter * 2 + after)
    beside = [other for other in ascii_lowercase if frozenset((letter, other)) in NEIGHBOURS] or [letter]
    return chance.choice([*made, before + chance.choice(beside) + after])


def halves(articles: Path) -> tuple[set[str], list[str]]:
    """The surfaces of every second article, and those of the others that they lack, surface and stem."""
    known: set[str] = set()
    others: set[tuple[str, ...]] = set()
    for number, article in enumerate(read_articles([articles]).articles):
        found = {word_terms(token, article.lang)[:2] for token in tokens(article.text)}
        if number % 2:
            others |= found
        else:
            known |= {term for terms in found for term in terms}
    lacking = sorted({terms[0][2:] for terms in others if known.isdisjoint(terms)})
    return {term[2:] for term in known if term.startswith("w:")}, lacking


def accuracy(vocabulary: set[str], lacking: list[str], chance: random.Random) -> None:
    """Prints the shares of right words mistaken, and of slips understood and mistaken."""
    speller = Speller(vocabulary)
    asked = [word for word in lacking if len(word) >= LONG_ENOUGH and word.isalpha()]
    mistaken = [f"{word}→{near}" for word in asked if (near := speller.nearest(word))]
    print(f"{len(vocabulary):,} words known; {len(asked):,} others asked, mistaken: {len(mistaken) / len(asked):.3f}")
    print("for example:", *chance.sample(mistaken, min(SHOWN, len(mistaken))))
    words = sorted(word for word in vocabulary if len(word) >= LONG_ENOUGH and word.isalpha() and word.isascii())
    slips = [(slip(word, chance), word) for word in chance.choices(words, k=SLIPS)]
    slips = [(made, word) for made, word in slips if made not in vocabulary]
    answers = [(speller.nearest(made), word) for made, word in slips]
    right = sum(near == word for near, word in answers) / len(answers)
    wrong = sum(near not in (None, word) for near, word in answers) / len(answers)
    print(f"{len(answers):,} slips: {right:.3f} understood, {wrong:.3f} taken for a third word")


def speed(vocabulary: set[str], size: int, chance: random.Random) -> None:
    """Prints how long the first word takes, and the others."""
    words = sorted(word for word in vocabulary if len(word) >= LONG_ENOUGH and word.isalpha() and word.isascii())
    filled = set(vocabulary)
    while len(filled) < size:
        filled.add(slip(slip(chance.choice(words), chance), chance))
        filled.add(chance.choice(words) + chance.choice(words)[: chance.randrange(1, 5)])
    speller, taken = Speller(filled), []
    for word in ["choigou", *(slip(word, chance) for word in chance.choices(words, k=300))]:
        start = time.perf_counter()
        speller.nearest(word)
        taken.append((time.perf_counter() - start) * 1000)
    later = sorted(taken[1:])
    print(f"{len(filled):,} words: the first takes {taken[0]:,.0f} ms, then {later[150]:.1f} ms (p50),", end=" ")
    print(f"{later[285]:.1f} ms (p95), {later[-1]:.1f} ms (most)")


def main() -> None:
    """Prints all of it."""
    parser = argparse.ArgumentParser(description="Misspelt words: accuracy and speed.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("--words", type=int, default=1_000_000, help="size of the vocabulary for the speed")
    given = parser.parse_args()
    chance = random.Random(5)
    vocabulary, lacking = halves(given.articles)
    accuracy(vocabulary, lacking, chance)
    speed(vocabulary, given.words, chance)


if __name__ == "__main__":
    main()
