"""What an editor is told of an addition, and the button that takes it back."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from bot.locales import Lang, say, say_date, say_number
from bot.wording.messages import MESSAGE, Button, Piece, Reply, compose, inline, utf16
from bot.wording.naming import LABEL, describe, language_name, name, title_of
from retrieval.library import Entry, Range

if TYPE_CHECKING:
    from retrieval.intake import Summary

UNDO = "u:"
# Telegram's limit for the data of a button, in bytes.
DATA = 64
# Of the articles and of the faults, so many are named.
TOLD, FAULTS, ALIKE = 10, 5, 3
REASON = 250
RANGES = re.compile(r"[0-9]{1,9}(?:-[0-9]{1,9})?(?:,[0-9]{1,9}(?:-[0-9]{1,9})?)*")

KINDS = {
    "added": "addition.added",
    "updated": "addition.updated",
    "restored": "addition.restored",
    "unchanged": "addition.unchanged",
    "removed": "addition.removed",
}


def render_added(
    summary: "Summary", entries: Sequence[Entry], lang: Lang, alike: Sequence[Entry] = (), *, full: bool = False
) -> Reply:
    """What became of what was sent; `entries` are those of the articles that the summary tells of first.

    `alike` carry nearly the same story as the first. A text that was as long as a message can be may be cut; it is
    `full`.
    """
    if not summary.told:
        return Reply("\n".join([say(lang, "addition.none"), *_faults(summary, lang)]))
    if len(summary.told) == 1:
        notes = [say(lang, "addition.full")] if full else []
        return _render_one(summary, entries[0], [*notes, *_alike(alike, lang)], lang)
    counts = {kind: getattr(summary, kind) for kind in ("added", "updated", "unchanged")}
    first = say(lang, "addition.summary", **counts, skipped=len(summary.skipped))
    named = [say(lang, "articles.numbered", number=one.number, article=describe(one, lang)) for one in entries[:TOLD]]
    while True:
        more = sum(counts.values()) - len(named)
        rest = [say_number(lang, "articles.more", more)] if more else []
        text = "\n".join([first, *named, *rest, *_faults(summary, lang)])
        if utf16(text) <= MESSAGE:
            return Reply(text, rows=_undo(summary.changes, lang))
        named.pop()


def render_undone(count: int, entries: Sequence[Entry], lang: Lang) -> Reply:
    """What stands where the addition was told, once it was taken back: how many articles, and which."""
    named = [say(lang, "articles.numbered", number=one.number, article=describe(one, lang)) for one in entries[:ALIKE]]
    more = [say_number(lang, "articles.more", count - len(named))] if count > len(named) else []
    return Reply("\n".join([say_number(lang, "addition.undone", count), *named, *more]))


def pack(numbers: Iterable[int]) -> str:
    """Ascending numbers as ranges, for a button: `pack([9, 10, 11, 40])` is `"9-11,40"`."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in ranges)


def unpack(packed: str) -> list[Range]:
    """The ranges (from, to exclusive) that `pack` wrote; none where anything else was written."""
    if not RANGES.fullmatch(packed):
        return []
    ends = [part.partition("-") for part in packed.split(",")]
    return [(int(first), int(last or first) + 1) for first, _, last in ends]


def _render_one(summary: "Summary", entry: Entry, notes: list[str], lang: Lang) -> Reply:
    (told,) = summary.told
    known = [name(entry.source), say_date(lang, inline(entry.date or "", LABEL)), language_name(entry.lang, lang)]
    known.append(say_number(lang, "addition.passages", entry.passages) if entry.passages else "")
    pieces = [
        Piece(say(lang, KINDS[told.kind], number=entry.number) + "\n"),
        Piece(title_of(entry), ("bold",)),
        Piece("\n" + " · ".join(filter(None, known))),
    ]
    # That a person removed it is said above, and is no fault.
    faults = [] if told.kind == "removed" else _faults(summary, lang)
    return compose([*pieces, *(Piece(f"\n{note}") for note in (*notes, *faults))], _undo(summary.changes, lang))


def _alike(entries: Sequence[Entry], lang: Lang) -> list[str]:
    """The articles that say nearly the same, as many as can be named."""
    if not entries:
        return []
    lines = [say_number(lang, "addition.alike", len(entries))]
    lines += [say(lang, "articles.numbered", number=one.number, article=describe(one, lang)) for one in entries[:ALIKE]]
    more = len(entries) - len(entries[:ALIKE])
    return [*lines, say_number(lang, "articles.more", more)] if more else lines


def _undo(changes: Sequence[int], lang: Lang) -> tuple[tuple[Button, ...], ...]:
    """The button; none where there is nothing to take back, or too many additions went on at the same time."""
    data = f"{UNDO}{pack(changes)}"
    return ((Button(say(lang, "button.undo"), data),),) if changes and len(data) <= DATA else ()


def _faults(summary: "Summary", lang: Lang) -> list[str]:
    """What is to be known of the files, and why some were skipped."""
    known = [say(lang, "addition.remark", remark=inline(str(one), REASON)) for one in summary.remarks[:FAULTS]]
    said = [say(lang, "addition.fault", fault=inline(str(fault), REASON)) for fault in summary.skipped[:FAULTS]]
    more = len(summary.skipped) - len(said)
    return [*known, *said, say_number(lang, "addition.faults", more)] if more else [*known, *said]
