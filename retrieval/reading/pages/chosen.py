"""Which lines of a page are its article: those that were found, as the page has them, and more of the same place.

trafilatura chooses well but for two things: of a page with little text it makes one paragraph, and an article that a
page holds in several parts ends with the first of them.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from retrieval.reading.pages.lines import Line
from retrieval.reading.pages.trees import Element
from retrieval.types import Kind

# An element and so many around it, with their classes: lines of one template have these in common.
AROUND = 4
# A template is the article's if it holds this share of what was found, in as many lines.
MOST_OF_IT = 0.5
LINES = 3
# What is added is a sentence, not a label.
SENTENCE_CHARACTERS = 60
ENDS = tuple(".!?…。！？\"”»'’:")

# A part of which words were left out is the line that begins with as many of the same characters.
BEGINS_ALIKE = 40
# What differs between a line and what is found of it: spaces of all kinds, and what stands for them meanwhile.
BLANK = re.compile(r"[\s⍽⎵]+")

Part = tuple[str, Kind]


def choose_lines(found: Iterable[Part], lines: Sequence[Line]) -> Iterator[Part]:
    """What was found, part by part in the lines in which it stands, with lines around it that belong to it."""
    placed = list(_placed(found, lines))
    taken = {number for number, _ in placed if number is not None}
    said = "".join(_key(text) for _, (text, _) in placed)
    more = [number for number in _more(lines, taken) if _key(lines[number].text) not in said]
    at = min(taken, default=len(lines))
    yield from (_part(lines[number]) for number in more if number < at)
    for number, part in placed:
        if number is not None and number >= at:
            yield from (_part(lines[between]) for between in more if at < between < number)
            at = number
        yield part
    yield from (_part(lines[number]) for number in more if number > at)


def _placed(found: Iterable[Part], lines: Sequence[Line]) -> Iterator[tuple[int | None, Part]]:
    """Each part with the number of the line that it is; a part that is several lines, or a piece of one, as these."""
    keys = [_key(line.text) for line in lines]
    whole = "".join(keys)
    starts = list(accumulate(map(len, keys), initial=0))
    known: dict[str, list[int]] = {}
    for number in reversed(range(len(keys))):
        known.setdefault(keys[number], []).append(number)
    begins = {key[:BEGINS_ALIKE]: number for number, key in enumerate(keys) if len(key) > BEGINS_ALIKE}
    for part, kind in found:
        key = _key(part)
        if numbers := known.get(key, []):
            yield (numbers.pop() if len(numbers) > 1 else numbers[0]), (part, kind)
            continue
        begin = whole.find(key)
        first, last = bisect_right(starts, begin) - 1, bisect_left(starts, begin + len(key))
        if begin >= 0 and starts[first] == begin and starts[last] == begin + len(key):
            yield from ((number, _part(lines[number])) for number in range(first, last))
        elif begin >= 0 and last == first + 1:
            yield first, (part, kind)
        else:
            yield begins.get(key[:BEGINS_ALIKE]), (part, kind)


def _more(lines: Sequence[Line], taken: set[int]) -> list[int]:
    """The sentences that stand in the same template as most of what was taken."""
    places: Counter[tuple[str, ...]] = Counter()
    counts: Counter[tuple[str, ...]] = Counter()
    for number in taken:
        place = _place(lines[number].element)
        places[place] += len(lines[number].text)
        counts[place] += 1
    if not places:
        return []
    place, characters = places.most_common(1)[0]
    if not any(place) or counts[place] < LINES or characters < MOST_OF_IT * places.total():
        return []
    return [
        number
        for number, line in enumerate(lines)
        if number not in taken
        and len(line.text) >= SENTENCE_CHARACTERS
        and line.text.endswith(ENDS)
        and _place(line.element) == place
    ]


def _key(text: str) -> str:
    return BLANK.sub("", text)


def _place(element: Element) -> tuple[str, ...]:
    """The classes of an element and of those around it; all empty where the page has none."""
    names = []
    for _ in range(AROUND):
        if element is None:
            break
        names.append(" ".join((element.get("class") or "").split()[:3]) and f"{element.tag}.{element.get('class')}")
        element = element.getparent()
    return tuple(names)


def _part(line: Line) -> Part:
    return line.text, line.kind
