"""The change log as an index replays it: several changes at a time, as ranges of passage numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, func, select

from retrieval.library.schema import CHANGES

# Passages that an index is given at once. It makes a segment of them, and what is cut apart is merged again, which
# costs nearly half as much as making it.
PASSAGES_AT_ONCE = 1_000_000
CHANGES_AT_ONCE = 10_000

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Span:
    """Consecutive changes up to `last`. Ranges are (from, to), `to` exclusive; what came and went has `passed`."""

    last: int
    added: tuple[Range, ...]
    removed: tuple[Range, ...]
    passed: tuple[Range, ...] = ()


def changes_after(engine: Engine, change: int) -> Iterator[Span]:
    """The changes after number `change`, in order, in spans of limited size."""
    added: dict[Range, None] = {}
    removed: dict[Range, None] = {}
    passed: list[Range] = []
    passages, told = 0, change
    for number, came, went in _rows(engine, change):
        change = number
        if came[0] < came[1]:
            added[came] = None
        if went in added:
            del added[went]
            passed.append(went)
        elif went[0] < went[1]:
            removed[went] = None
        passages += came[1] - came[0]
        if passages >= PASSAGES_AT_ONCE:
            yield Span(change, _joined(added), tuple(removed), tuple(passed))
            added, removed, passed, passages, told = {}, {}, [], 0, change
    if change > told:
        yield Span(change, _joined(added), tuple(removed), tuple(passed))


def _rows(engine: Engine, change: int) -> Iterator[tuple[int, Range, Range]]:
    """The changes after number `change`: their number, what was added, and what was removed."""
    query = select(
        CHANGES.c.number, CHANGES.c.added_from, CHANGES.c.added_to, CHANGES.c.removed_from, CHANGES.c.removed_to
    ).order_by(CHANGES.c.number)
    while True:
        with engine.connect() as connection:
            rows = connection.execute(query.where(CHANGES.c.number > change).limit(CHANGES_AT_ONCE)).all()
        for change, *ends in rows:
            yield change, (ends[0], ends[1]), (ends[2], ends[3])
        if len(rows) < CHANGES_AT_ONCE:
            return


def passages_after(engine: Engine, change: int) -> int:
    """How many passages the changes after number `change` added, those that have gone since among them."""
    added = select(func.sum(CHANGES.c.added_to - CHANGES.c.added_from)).where(CHANGES.c.number > change)
    with engine.connect() as connection:
        return connection.execute(added).scalar() or 0


def next_passage(engine: Engine) -> int:
    """The number that the next passage to come will have."""
    with engine.connect() as connection:
        return connection.execute(select(func.max(CHANGES.c.added_to))).scalar() or 0


def first_passage_since(engine: Engine, at: float) -> int:
    """The number of the first passage that has come since a moment, in seconds since 1970; else of the next to come."""
    came = (CHANGES.c.at >= at, CHANGES.c.added_from < CHANGES.c.added_to)
    with engine.connect() as connection:
        first = connection.execute(select(func.min(CHANGES.c.added_from)).where(*came)).scalar()
    return next_passage(engine) if first is None else first


def _joined(ranges: dict[Range, None]) -> tuple[Range, ...]:
    """Ranges that touch as one, so that they are read with one query."""
    joined: list[Range] = []
    for begin, end in sorted(ranges):
        if joined and joined[-1][1] == begin:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
    return tuple(joined)
