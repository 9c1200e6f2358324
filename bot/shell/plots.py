"""Figures as drawings: inline SVG, coloured by the page's style sheet, light or dark."""

from collections.abc import Sequence
from html import escape
from math import ceil

from retrieval.evaluation import Bin

WIDTH, HEIGHT = 360, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 348, 14, 226
COLUMNS = 20


def draw_risk_coverage(curve: Sequence[tuple[float, float]], shown: tuple[float, float] | None) -> str:
    """The share of wrong answers against the share of questions answered; `shown` is where the shipped threshold is."""
    top, step = _scale([risk for _, risk in curve])
    points = " ".join(_at(coverage, risk / top) for coverage, risk in curve)
    drawn = f'<polyline class="line" points="{points}"/>'
    if shown:
        x, y = _at(shown[0], shown[1] / top).split(",")
        drawn += (
            f'<circle class="other mark" cx="{x}" cy="{y}" r="5"><title>{shown[0]:.3f}, {shown[1]:.3f}</title></circle>'
        )
        # risk mostly rises with coverage, so there is room above on the left and below on the right
        above = shown[0] > 0.5
        drawn += _label(float(x), float(y) + (-10 if above else 20), "as shipped", "other", "end" if above else "start")
    return _plot("Risk and coverage", "share of all questions answered", "share of them wrong", (0.0, top, step), drawn)


def draw_reliability(bins: Sequence[Bin]) -> str:
    """The share of questions with an answer against the probability, with the diagonal on which both are equal."""
    points = [(_at(b.probability, b.right).split(","), b) for b in bins]
    drawn = f'<line class="guide" x1="{LEFT}" y1="{BOTTOM}" x2="{RIGHT}" y2="{TOP}"/>'
    drawn += f'<polyline class="line" points="{" ".join(",".join(at) for at, _ in points)}"/>'
    for (x, y), b in points:
        told = f"{b.size} questions: probability {b.probability:.3f}, answerable {b.right:.3f}"
        drawn += f'<circle class="mark" cx="{x}" cy="{y}" r="4"><title>{told}</title></circle>'
    return _plot("Reliability", "mean probability", "share answerable", (0.0, 1.0, 0.2), drawn)


def draw_spread(answerable: Sequence[float], others: Sequence[float]) -> str:
    """How the probabilities of the answerable questions spread (upwards) and those of the others (downwards)."""
    shares = [_shares(answerable), _shares(others)]
    top, step = _scale([*shares[0], *shares[1]])
    middle, half = (TOP + BOTTOM) / 2, (BOTTOM - TOP) / 2
    width = (RIGHT - LEFT) / COLUMNS
    drawn = ""
    for name, direction, heights in (("", -1, shares[0]), (" other", 1, shares[1])):
        for column, share in enumerate(heights):
            x, height = LEFT + column * width, share / top * half
            y = middle - height if direction < 0 else middle
            told = f"{column / COLUMNS:.2f} to {(column + 1) / COLUMNS:.2f}: {share:.3f}"
            drawn += (
                f'<rect class="bar{name}" x="{x + 1:.1f}" y="{y:.1f}" width="{width - 2:.1f}" height="{height:.1f}">'
                f"<title>{told}</title></rect>"
            )
    drawn += f'<line class="axis" x1="{LEFT}" y1="{middle}" x2="{RIGHT}" y2="{middle}"/>'
    drawn += _label(RIGHT, TOP + 12, f"{len(answerable)} answerable", "first", "end")
    drawn += _label(RIGHT, BOTTOM - 6, f"{len(others)} unanswerable", "other", "end")
    return _plot("Spread of the probability", "probability", "share of its kind", (-top, top, step), drawn)


def _shares(chances: Sequence[float]) -> list[float]:
    counts = [0] * COLUMNS
    for chance in chances:
        counts[min(COLUMNS - 1, int(chance * COLUMNS))] += 1
    return [count / max(1, len(chances)) for count in counts]


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """A round top at or above `values` and the step of its grid, a tenth up to .5, else two."""
    highest = max(values, default=1.0)
    step = 0.1 if highest <= 0.5 else 0.2
    return max(1, ceil(round(highest / step, 9))) * step, step


def _at(x: float, y: float) -> str:
    return f"{LEFT + x * (RIGHT - LEFT):.1f},{BOTTOM - y * (BOTTOM - TOP):.1f}"


def _label(x: float, y: float, text: str, name: str = "", anchor: str = "middle") -> str:
    return f'<text class="{name}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _plot(title: str, across: str, up: str, scale: tuple[float, float, float], drawn: str) -> str:
    """A drawing in its frame: across from 0 to 1, up by the lowest, highest and step of `scale`, shown unsigned."""
    lowest, highest, step = scale
    frame = "".join(_label(LEFT + tick / 5 * (RIGHT - LEFT), BOTTOM + 16, f"{tick / 5:.1f}") for tick in range(6))
    for line in range(round((highest - lowest) / step) + 1):
        value = lowest + line * step
        y = BOTTOM - (value - lowest) / (highest - lowest) * (BOTTOM - TOP)
        frame += f'<line class="grid" x1="{LEFT}" y1="{y:.1f}" x2="{RIGHT}" y2="{y:.1f}"/>'
        frame += _label(LEFT - 6, y + 4, f"{abs(value):.1f}", anchor="end")
    frame += _label((LEFT + RIGHT) / 2, HEIGHT - 8, across)
    middle = (TOP + BOTTOM) / 2
    frame += f'<text text-anchor="middle" transform="translate(12 {middle}) rotate(-90)">{escape(up)}</text>'
    return f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">{frame}{drawn}</svg>'
