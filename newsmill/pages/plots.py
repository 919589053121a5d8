"""Plots over time as SVG, drawn on the server: bars, stacked bars, lines. Colours come from the style sheet by class.

Nothing in them is a text of a page: labels are numbers, dates and reasons, and all is escaped all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH, HEIGHT = 320, 120
LEFT, TOP, BOTTOM = 30, 8, 18
WIDEST = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Values in order, None where there is none; `key` is the CSS class that colours it, `name` what it is called."""

    key: str
    name: str
    values: Sequence[float | None]


def bars(series: Sequence[Series], labels: Sequence[str], *, said: str) -> Markup:
    """A bar for each label, the series stacked; `said` is what a screen reader says of the plot."""
    totals = [sum(one.values[at] or 0 for one in series) for at in range(len(labels))]
    top = nice(max(totals, default=0))
    step = (WIDTH - LEFT) / max(len(labels), 1)
    width = min(max(step - max(1.0, step * 0.2), 0.8), WIDEST)
    parts = [_axis(top, f"{top:,.0f}", labels)]
    for at, label in enumerate(labels):
        y = float(HEIGHT - BOTTOM)
        shown = [(one, one.values[at] or 0) for one in series if one.values[at]]
        title = f"{label}: " + (", ".join(f"{value:,.0f} {one.name}" for one, value in shown) or "none")
        rects = []
        for one, value in shown:
            height = value / top * (HEIGHT - BOTTOM - TOP)
            y -= height
            rects.append(_rect(LEFT + at * step + (step - width) / 2, y, width, height, one.key))
        parts.append(f"<g><title>{escape(title)}</title>{''.join(rects)}</g>")
    return _svg("".join(parts), said)


def lines(series: Sequence[Series], labels: Sequence[str], *, said: str) -> Markup:
    """A line for each series of shares from 0 to 1; a value between two that are missing is a dot."""
    step = (WIDTH - LEFT) / max(len(labels), 1)
    parts = [_axis(1, "100%", labels)]
    for one in reversed(series):  # the first one is drawn last, over the others
        points = [
            (LEFT + (at + 0.5) * step, HEIGHT - BOTTOM - value * (HEIGHT - BOTTOM - TOP))
            for at, value in enumerate(one.values)
            if value is not None
        ]
        path = " ".join(f"{'L' if at else 'M'}{x:.1f} {y:.1f}" for at, (x, y) in enumerate(points))
        dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.8"/>' for x, y in points)
        key, name = escape(one.key), escape(one.name)
        parts.append(f'<g class="line {key}"><title>{name}</title><path d="{path}"/>{dots}</g>')
    return _svg("".join(parts), said)


def spark(values: Sequence[float], *, said: str) -> Markup:
    """A row of little bars, the size of a word."""
    top = max(values, default=0) or 1
    step = 4.0
    rects = "".join(
        _rect(at * step, 16 - max(value / top * 16, 0.6), 3, max(value / top * 16, 0.6), "articles")
        for at, value in enumerate(values)
    )
    width = max(len(values), 1) * step
    return Markup(
        f'<svg class="spark" role="img" aria-label="{escape(said)}" width="{width:.0f}" height="16" '
        f'viewBox="0 0 {width:.0f} 16">{rects}</svg>'
    )


def strip(pieces: Sequence[tuple[str, int]], *, said: str) -> Markup:
    """A page as a strip: its blocks in their order, each as long as its text, by CSS class."""
    whole = sum(length for _, length in pieces) or 1
    x, rects = 0.0, []
    for key, length in pieces:
        width = length / whole * 1000
        rects.append(_rect(x, 0, max(width, 0.5), 12, key))
        x += width
    return Markup(
        f'<svg class="strip" role="img" aria-label="{escape(said)}" viewBox="0 0 1000 12" preserveAspectRatio="none">'
        f"{''.join(rects)}</svg>"
    )


def nice(value: float) -> float:
    """The least round number that is not below a value: 1, 2, 5, 10, 20, 50, ..."""
    power = 1.0
    while True:
        for step in (1, 2, 5):
            if value <= step * power:
                return step * power
        power *= 10


def _axis(top: float, said: str, labels: Sequence[str]) -> str:
    """Lines at nothing, half and all; the first and the last label."""
    base = HEIGHT - BOTTOM
    marks = "".join(
        f'<line x1="{LEFT}" x2="{WIDTH}" y1="{y:.1f}" y2="{y:.1f}"/>' for y in (base, (base + TOP) / 2, TOP)
    )
    texts = f'<text x="{LEFT - 4}" y="{TOP + 4}" class="end">{escape(said)}</text>'
    texts += f'<text x="{LEFT - 4}" y="{base}" class="end">0</text>'
    if labels:
        texts += f'<text x="{LEFT}" y="{HEIGHT - 4}">{escape(labels[0])}</text>'
        texts += (
            f'<text x="{WIDTH}" y="{HEIGHT - 4}" class="end">{escape(labels[-1])}</text>' if len(labels) > 1 else ""
        )
    return f'<g class="axis">{marks}{texts}</g>'


def _rect(x: float, y: float, width: float, height: float, key: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" class="{escape(key)}"/>'


def _svg(inner: str, said: str) -> Markup:
    return Markup(
        f'<svg class="plot" role="img" aria-label="{escape(said)}" viewBox="0 0 {WIDTH} {HEIGHT}">{inner}</svg>'
    )
