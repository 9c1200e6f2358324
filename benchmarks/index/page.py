"""The figures of `benchmarks.index.engines` as a page that needs nothing else: tables, and plots of how cost grows."""

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from benchmarks.index.figures import KINDS, Results, growth, number

COLOURS = ("#d62728", "#1f77b4", "#2ca02c", "#98df8a", "#9467bd", "#7f7f7f")
COLUMNS = {
    "build_cpu": "build, CPU s", "build_peak": "build, peak MB", "disk": "disk, MB", "serving": "serving, MB",
    "start": "start to first answer, s", "add": "ten more, CPU ms",
}  # fmt: skip
WIDTH, HEIGHT, MARGIN = 420, 300, 50


def write_page(path: Path, results: Results, title: str) -> None:
    """Writes the page. `results`: number of passages → engine → figures."""
    parts = [
        f"<h1>{escape(title)}</h1>",
        "<p>Milliseconds of one core for a question, k = 10; below 1, ratio to ours.</p>",
    ]
    parts += [_plot(results, kind) for kind in KINDS]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in growth(results)]
    for size, table in results.items():
        parts.append(f"<h2>{size:,} passages</h2>{_questions(table)}{_costs(table)}")
    style = (
        "body{font:15px sans-serif;margin:2em}td,th{padding:.2em .8em;text-align:right}td:first-child{text-align:left}"
    )
    page = f"<!doctype html><meta charset=utf-8><title>{escape(title)}</title><style>{style}</style>{''.join(parts)}"
    path.write_text(page, encoding="utf-8")


def _row(cells: Sequence[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def _questions(table: Mapping[str, Mapping[str, object]]) -> str:
    rows = [_row(["", *(f"{kind}, {p}" for kind in KINDS for p in ("p50", "p95", "p99", "a second"))], "th")]
    for engine, figures in table.items():
        cells = [escape(engine)]
        for kind in KINDS:
            for inner in ("p50", "p95", "p99", "rate"):
                value, ours = number(figures, kind, inner), number(table.get("Ibid", {}), kind, inner)
                ratio = f" ({value / ours:.2f})" if value and ours and inner != "rate" else ""
                cells.append("–" if value is None else f"{value:.3g}{ratio}")
        rows.append(_row(cells))
    return f"<table>{''.join(rows)}</table>"


def _costs(table: Mapping[str, Mapping[str, object]]) -> str:
    rows = [_row(["", *COLUMNS.values()], "th")]
    for engine, figures in table.items():
        values = (number(figures, column) for column in COLUMNS)
        rows.append(_row([escape(engine), *("–" if value is None else f"{value:.3g}" for value in values)]))
    return f"<table>{''.join(rows)}</table>"


def _plot(results: Results, kind: str) -> str:
    """The median of each engine over the number of passages, both axes logarithmic."""
    engines = list(dict.fromkeys(engine for table in results.values() for engine in table))
    points = {
        engine: [(size, p50) for size, table in results.items() if (p50 := number(table.get(engine, {}), kind, "p50"))]
        for engine in engines
    }
    values = [value for line in points.values() for _, value in line]
    sizes = sorted(results)
    if not values or len(sizes) < 2:
        return ""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))

    def place(size: float, value: float) -> tuple[float, float]:
        x = math.log(size / sizes[0]) / math.log(sizes[-1] / sizes[0])
        y = (math.log10(value) - low) / max(1, high - low)
        return MARGIN + x * (WIDTH - 2 * MARGIN), HEIGHT - MARGIN - y * (HEIGHT - 2 * MARGIN)

    drawn = [f'<text x="{MARGIN}" y="20">{escape(kind)}: p50, ms</text>']
    for power in range(low, high + 1):
        x, y = place(sizes[0], 10**power)
        drawn.append(f'<path d="M{x},{y}H{WIDTH - MARGIN}" stroke="#ddd"/><text x="2" y="{y}">{10**power:g}</text>')
    for size in sizes:
        x, y = place(size, 10**low)
        drawn.append(f'<text x="{x - 20}" y="{y + 20}">{size:,}</text>')
    for colour, line in zip(COLOURS, points.values(), strict=False):
        path = "L".join(f"{x:.0f},{y:.0f}" for x, y in (place(*point) for point in line))
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    names = zip(COLOURS, engines, strict=False)
    legend = " ".join(f'<span style="color:{colour}">■ {escape(engine)}</span>' for colour, engine in names)
    return f'<div><svg width="{WIDTH}" height="{HEIGHT}" font-size="11">{"".join(drawn)}</svg><br>{legend}</div>'
