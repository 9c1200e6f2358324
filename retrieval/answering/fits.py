"""How the kind of the question fits what a sentence holds: one short function each, its docstring saying why."""

from collections.abc import Callable

import numpy as np

from retrieval.answering.evidence import Evidence
from retrieval.answering.holdings import Holdings
from retrieval.answering.matching import Column

# What the kinds of question want a sentence to hold, beyond what the question holds itself.
WANTED = {"number": "quantities", "date": "dates", "person": "names", "place": "names"}
# A number this many words from the thing counted counts it.
BESIDE = 3
# What a sentence defines stands among its first words, this many.
DEFINED_BY = 12
# How fast the worth of what is wanted falls with its distance from the question's words, in words.
REACH = 6.0


def fits(e: Evidence) -> Column:
    """The sentence holds the kind of thing that was asked for."""
    wanted = WANTED.get(e.question.kind)
    return e.new(wanted) if wanted else np.zeros(len(e.rows))


def fits_near(e: Evidence) -> Column:
    """… and holds it close to the words of the question."""
    column = np.zeros(len(e.rows))
    wanted = WANTED.get(e.question.kind)
    if wanted is None:
        return column
    asked = e.question.surfaces
    for number, row in enumerate(e.rows):
        held = [row.positions[f"w:{word}"] for word in getattr(row, wanted) - asked if _placed(word, row)]
        there = e.positions[number] >= 0
        if held and there.any():
            distance = abs(e.positions[number][there][:, None] - np.array(held)).min(axis=1)
            column[number] = e.weights[there] @ np.exp(-distance / REACH)
    return column


def _placed(word: str, row: Holdings) -> bool:
    return f"w:{word}" in row.positions


def counted(e: Evidence) -> Column:
    """ "How many X" is answered where a number stands beside X."""
    column = np.zeros(len(e.rows))
    if not e.asks("number") or not e.question.words:
        return column
    for number, row in enumerate(e.rows):
        at = e.positions[number, 0]
        held = [row.positions[f"w:{word}"] for word in row.quantities if _placed(word, row)]
        column[number] = float(at >= 0 and any(abs(at - place) <= BESIDE for place in held))
    return column


def number_fits(e: Evidence) -> Column:
    """ "How many" wants a number that is no year."""
    return e.asks("number") * e.new("quantities")


def unit_fits(e: Evidence) -> Column:
    """ "How much" wants a number with its unit."""
    return e.asks("number") * e.new("quantities") * e.cue("unit")


def date_fits(e: Evidence) -> Column:
    """ "When" wants a date."""
    return e.asks("date") * e.new("dates")


def date_number_fits(e: Evidence) -> Column:
    """ "When" may be told by a bare number ("at the age of 12")."""
    return e.asks("date") * e.new("numbers")


def person_fits(e: Evidence) -> Column:
    """ "Who" wants a name that the question does not hold."""
    return e.asks("person") * e.new("names")


def full_name_fits(e: Evidence) -> Column:
    """ "Who" is mostly answered by a first name and a surname."""
    return e.asks("person") * e.new("people")


def place_fits(e: Evidence) -> Column:
    """ "Where" wants a name behind a preposition of place."""
    return e.asks("place") * e.new("places")


def reason_fits(e: Evidence) -> Column:
    """ "Why" wants a cause."""
    return e.asks("reason") * e.cue("cause")


def manner_fits(e: Evidence) -> Column:
    """ "How" wants a means."""
    return e.asks("manner") * e.cue("manner")


def definition_fits(e: Evidence) -> Column:
    """ "What is X" wants "X is a …"."""
    return e.asks("definition") * e.cue("definition")


def definition_says(e: Evidence) -> Column:
    """ "X is a …": what is defined stands before the words that define, near the start."""
    column = np.zeros(len(e.rows))
    if e.asks("definition"):
        for number, row in enumerate(e.rows):
            at = e.positions[number]
            before = (at >= 0) & (at <= min(row.defines, DEFINED_BY))
            column[number] = e.weights[before].sum()
    return column


def definition_opens(e: Evidence) -> Column:
    """A definition mostly begins with what it defines."""
    first = np.where(e.positions >= 0, e.positions, np.inf).min(axis=1, initial=np.inf)
    return np.asarray(e.asks("definition") / (1 + first))


def definition_opens_article(e: Evidence) -> Column:
    """What something is stands at the top of the article about it."""
    opens = [candidate.sentence == candidate.passage.sentences[0] for candidate in e.candidates]
    first = [candidate.passage.paragraph == 1 for candidate in e.candidates]
    return e.asks("definition") * np.array([float(a and b) for a, b in zip(opens, first, strict=True)])


# Of which kind of question which of the functions above says that a sentence holds what is asked for.
HOLDS = {
    "number": number_fits, "date": date_fits, "person": person_fits, "place": place_fits, "reason": reason_fits,
    "definition": definition_says,
}  # fmt: skip


def lacking(e: Evidence) -> Column:
    """1 where a sentence holds nothing of the kind that was asked for; 0 where any sentence might answer."""
    holds = HOLDS.get(e.question.kind)
    return np.zeros(len(e.rows)) if holds is None else np.asarray(1 - np.minimum(holds(e), 1))


ALL: tuple[Callable[[Evidence], Column], ...] = (
    fits, fits_near, counted, number_fits, unit_fits, date_fits, date_number_fits, person_fits, full_name_fits,
    place_fits, reason_fits, manner_fits, definition_fits, definition_says, definition_opens, definition_opens_article,
)  # fmt: skip
