"""Which blocks the selectors of the rules match: a matched element counts with all that it holds."""

from collections.abc import Iterable, Mapping, Sequence

from lxml.html import HtmlElement

from cleaners.html.blocks import Frame, Span
from cleaners.rules.model import Rule


def matches(tree: HtmlElement, found: Sequence[Span], rules: Iterable[Rule]) -> Mapping[str, frozenset[int]]:
    """For each rule with a selector that matches anything, the numbers of the blocks."""
    selected = {}
    for rule in rules:
        if rule.selector is not None and (elements := set(rule.selector(tree))):
            selected[rule.id] = frozenset(n for n, span in enumerate(found) if inside(span, elements))
    return selected


def inside(span: Span, elements: set[HtmlElement]) -> bool:
    """Whether a block stands in one of the elements, or begins in an inline one."""
    frame: Frame | None = span.frame
    while frame is not None:
        if frame.element in elements:
            return True
        frame = frame.container
    element, in_tail = span.origin
    inline = element.getparent() if in_tail else element
    while inline is not None and inline is not span.frame.element:
        if inline in elements:
            return True
        inline = inline.getparent()
    return False
