"""Windows for the reader to learn from: sentences that follow one another, each with its own score.

Beside its neighbours a sentence says more; a reader that has learnt from windows reads pairs better, too.
"""

import random
from collections.abc import Collection, Iterator

from benchmarks.answers.reader.articles import Articles, Labels, Text
from benchmarks.answers.reader.asked import Asked, Candidate
from benchmarks.answers.reader.groups import RIGHT, UNSURE, WRONG, Chosen, Shown, Teacher
from benchmarks.answers.reader.mixture import Draw
from benchmarks.answers.reader.pairs import Pairs

# Tokens of the windows of one step; windows a question, how wide they may be, and how much stands before one (its last
# tokens are read), in characters.
TOKENS, WINDOWS, WIDTHS, BEFORE = 6144, 3, (120, 240, 420, 520, 520, 640), 160
NOTHING = Labels(frozenset(), frozenset())


class WindowTeacher(Teacher):
    """Shows windows around a right sentence, where there is one, and around wrong ones."""

    tokens = TOKENS

    def __init__(self, draw: Draw, pairs: Pairs, chance: random.Random, articles: Articles) -> None:
        super().__init__(draw, pairs, chance)
        self._articles = articles

    def _shown(self, question: str, chosen: Chosen) -> Shown:
        labels = self._articles.labels(chosen.asked)
        shown = Shown([], [])
        for article, places in self._windows(chosen, labels):
            text = self._articles.text(chosen.asked.own, article)
            start = text.sentences[places[0]].start
            before = text.article.text[max(0, start - BEFORE) : start].strip()
            said = [text.said(place) for place in places]
            title = chosen.titled * text.article.title
            shown.texts.append(self._pairs.window(question, title, chosen.led * before, said))
            own = labels if article == chosen.asked.article else NOTHING
            shown.marks.extend(RIGHT if one in own.right else UNSURE if one in own.unsure else WRONG for one in places)
        return shown

    def _windows(self, chosen: Chosen, labels: Labels) -> Iterator[tuple[str, list[int]]]:
        """Article and places of the windows around the first sentences that are in none yet. A window around a wrong
        one holds no right one: beside that it would not be wrong."""
        asked, answers = chosen.asked, labels.right | labels.unsure
        taken: dict[str, set[int]] = {}
        count = 0
        for one in (*([chosen.right] if chosen.right else []), *chosen.wrong):
            article, place = one.passage[0], self._place(asked, one)
            held = taken.setdefault(article, set())
            if place in held or count == WINDOWS:
                continue
            kept_out = answers if article == asked.article and not one.right else frozenset()
            text, width = self._articles.text(asked.own, article), self._chance.choice(WIDTHS)
            places = around(text, place, width, held | kept_out, self._chance)
            held.update(places)
            count += 1
            yield article, places

    def _place(self, asked: Asked, candidate: Candidate) -> int:
        return self._articles.text(asked.own, candidate.passage[0]).place(candidate)


def around(text: Text, place: int, width: int, apart: Collection[int], chance: random.Random) -> list[int]:
    """Places of sentences around one, as many as `width` characters hold, none of them `apart`: by `chance` one behind
    or one before, as long as there is room."""
    first = last = place
    left = width - len(text.said(place))
    sides = [1, -1]
    while sides:
        side = sides.pop(chance.randrange(len(sides)))
        near = last + 1 if side > 0 else first - 1
        if not 0 <= near < len(text.sentences) or near in apart or len(text.said(near)) > left:
            continue
        left -= len(text.said(near))
        first, last = min(first, near), max(last, near)
        sides.append(side)
    return list(range(first, last + 1))
