"""Plots: whatever the figures, they stay inside the picture, and what a page says stays text."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from newsmill.pages.plots import HEIGHT, WIDTH, Series, bars, lines, nice, spark, strip

NUMBERS = st.lists(st.lists(st.integers(0, 10**6), min_size=1, max_size=40), min_size=1, max_size=4)
SHARES = st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=40)


def rects(plot: Markup) -> list[tuple[float, float, float, float]]:
    """Place and size of every bar."""
    names = ("x", "y", "width", "height")
    return [tuple(float(one.attrib[name]) for name in names) for one in ET.fromstring(plot).iter("rect")]  # type: ignore[misc]


@given(NUMBERS)
def test_bars_fit_and_stack(values: list[list[int]]) -> None:
    """Every bar is inside the picture; the stacks are as high as their sums say; there is one for each figure."""
    length = min(map(len, values))
    series = [Series(key=f"s-{at}", name=f"n{at}", values=one[:length]) for at, one in enumerate(values)]
    found = rects(bars(series, [str(at) for at in range(length)], said="x"))
    assert len(found) == sum(bool(value) for one in series for value in one.values)
    assert all(0 <= x <= x + width <= WIDTH + 0.1 and 0 <= y <= y + height <= HEIGHT for x, y, width, height in found)
    heights: dict[float, float] = {}
    for x, _, _, height in found:
        heights[x] = heights.get(x, 0) + height
    totals = [sum(one.values[at] or 0 for one in series) for at in range(length)]
    if len(heights) == sum(map(bool, totals)):  # of very many bars some have the same place in tenths
        assert max(heights.values(), default=0) <= HEIGHT - 26 + 0.5


@given(SHARES)
def test_lines_leave_out_what_is_missing(values: list[float | None]) -> None:
    """A line has a dot for each share that is known, and none below the axis or above it."""
    plot = ET.fromstring(lines([Series(key="s-0", name="text", values=values)], ["a"] * len(values), said="x"))
    dots = [float(one.attrib["cy"]) for one in plot.iter("circle")]
    assert len(dots) == sum(value is not None for value in values) and all(0 <= y <= HEIGHT for y in dots)


@given(st.floats(0, 1e12))
def test_axes_end_at_round_numbers(value: float) -> None:
    """The end of an axis is 1, 2 or 5 times a power of ten, not below the value, and not needlessly far above it."""
    top = nice(value)
    assert re.fullmatch(r"[125]0*", f"{top:.0f}") and value <= top <= max(1, value * 2.5 + 1)


def test_names_are_text() -> None:
    """What stands in titles, labels and keys is escaped, wherever it came from."""
    odd = '"><script>alert(1)</script>'
    series = [Series(key=odd, name=odd, values=[1.0])]
    for plot in (
        bars(series, [odd], said=odd),
        lines(series, [odd], said=odd),
        spark([1], said=odd),
        strip([(odd, 1)], said=odd),
    ):
        assert "<script" not in plot
        ET.fromstring(plot)
