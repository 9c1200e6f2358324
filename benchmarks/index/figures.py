"""What the figures of `benchmarks.index.engines` say: how the peers compare with Ibid, and how cost grows."""

import math
from collections.abc import Iterator, Mapping

from rich.table import Table

# Number of passages → engine → figures.
Results = Mapping[int, Mapping[str, Mapping[str, object]]]
KINDS = ("usual", "frequent", "very frequent")
# What growth is reckoned to.
FAR = 100_000_000


def number(figures: Mapping[str, object], key: str, inner: str | None = None) -> float | None:
    """A figure, or None where the engine has none."""
    value = figures.get(key)
    if inner is not None:
        value = value.get(inner) if isinstance(value, Mapping) else None
    return float(value) if isinstance(value, int | float) else None


def ratios(size: int, table: Mapping[str, Mapping[str, object]]) -> Table:
    """How many times as long as Ibid each engine takes, p50 / p95, and what else it takes more of."""
    shown = Table("", *KINDS, "build, CPU", "disk", title=f"{size:,} passages: times as much as Ibid")
    ours = table.get("Ibid", {})
    for engine, figures in table.items():
        cells = [
            " / ".join(_ratio(number(figures, kind, at), number(ours, kind, at)) for at in ("p50", "p95"))
            for kind in KINDS
        ]
        cells += [_ratio(number(figures, key), number(ours, key)) for key in ("build_cpu", "disk")]
        shown.add_row(engine, *cells)
    return shown


def growth(results: Results) -> Iterator[str]:
    """How Ibid's cost grows between the two largest sizes, and what it would be at FAR if it went on so."""
    if len(results) < 2:
        return
    first, last = sorted(results)[-2:]  # a small library is asked in another way: it tells nothing of a large one
    steps = math.log(last / first)
    small, large = (results[size].get("Ibid", {}) for size in (first, last))
    for kind in KINDS:
        before, after = number(small, kind, "p50"), number(large, kind, "p50")
        if before and after:
            slope = math.log(after / before) / steps
            far = after * (FAR / last) ** slope
            yield (
                f"{kind}: from {first:,} to {last:,} passages the median grows from {before:.2f} to {after:.2f} ms, as "
                f"the {slope:.2f}th power of their number; at {FAR:,} that would be {far:.0f} ms on one core"
            )
    disk = number(large, "disk")
    if disk:
        yield f"on disk: {disk / last * 1e6:.0f} bytes a passage, {disk * FAR / last / 1000:.0f} GB at {FAR:,}"


def _ratio(theirs: float | None, ours: float | None) -> str:
    return f"{theirs / ours:.2f}" if theirs and ours else "–"
