"""Where things stand to the headline: near it, or in a part of the page that speaks of something else."""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from cleaners.html.metadata.signals import Mark

# Names of parts that speak of other articles or other people, wherever they stand.
_OTHERS = re.compile(
    r"comment(?!ary)|related|recommend|recirc|popular|most-?read|trending|read-?more|more-?(?:news|stories|from)|carousel"
    r"|slider|(?<![a-z])nav(?![a-z]*-?(?:spacing|state))|cookie|consent|(?<!post)menu|verwandt|latest|listing|testimonial|reply|respond|caption|gallery|advert|rel-|licen[sc]e|copyright"
    r"|(?:photo|image|picture|video|media)[-_]?credit"
)
# Names of parts that often do, but where some pages put the byline and the date of the article as well.
_BESIDE = re.compile(
    r"teaser|sidebar|(?<!post-)(?<!entry-)(?<!article-)(?<!entry)foot(?!ball)|widget|newsletter|promo(?!ted)|bio(?![a-z])|breadcrumb|preview|review(?:er|s)|weiterlesen"
)
_OTHERS_TAGS = frozenset({"nav", "form", "figure", "figcaption", "blockquote", "noscript", "template"})
_WHOLE = frozenset({"body", "main", "html"})
_BESIDE_TAGS = frozenset({"aside", "footer"})
_PENALTY = 60
_FAR = 150
_STEPS = 60  # ancestors that are asked for their names: bounds the work on pages that nest without end
_MARKS = 600
_CRUMBS = 5  # ancestors of an item that are asked whether they are a breadcrumb
_BEFORE = 3  # an element before the headline is as far as one three times the way after it


class Place:
    """The headline's place in the page; without a headline the whole page counts as near."""

    def __init__(self, heading: Mark | None) -> None:
        self.index = heading.index if heading else 0
        self.known = heading is not None
        self._above: set[HtmlElement] = set()
        self._asked: dict[etree._Element, int] = {}
        if heading is not None:
            self._above = {heading.element, *heading.element.iterancestors()}

    def distance(self, index: int) -> int:
        """Return how many elements away from the headline the element of that index stands."""
        return index - self.index if index >= self.index else _BEFORE * (self.index - index)

    def nearest(self, marks: Iterable[Mark], far: int = _FAR) -> list[Mark]:
        """Return the marks of the article itself, the nearest to the headline first."""
        return [mark for _, mark in self.ranked(marks, far)]

    def ranked(self, marks: Iterable[Mark], far: int = _FAR) -> list[tuple[int, Mark]]:
        """The same with how far each is from the headline."""
        own = [(way, mark) for mark in islice(marks, _MARKS) if (way := self._way(mark, far)) is not None]
        return sorted(own, key=lambda row: (row[0], row[1].index))

    def _way(self, mark: Mark, far: int) -> int | None:
        """How far the mark is from the headline; None where it belongs to something else."""
        doubt = self.doubt(mark.element)
        distance = self.distance(mark.index) + _PENALTY * doubt
        return None if doubt > 1 or (doubt and (not self.known or distance > far)) else distance

    def elsewhere(self, element: HtmlElement) -> bool:
        """Tell whether the element may stand in a comment, a teaser, the footer or the like."""
        return self.doubt(element) > 0

    def doubt(self, element: HtmlElement) -> int:
        """Return 2 where the element stands in a part that speaks of other things, 1 where it may, else 0.

        Parts of the page that hold the headline as well are not asked for their names.
        """
        node: etree._Element | None = element
        doubt = 0
        steps = 0
        while node is not None and steps < _STEPS and node not in self._above and node.tag not in _WHOLE:
            own = self._asked.get(node)
            if own is None:
                own = self._asked[node] = _own_doubt(node)
            if own > 1:
                return own
            doubt = doubt or own
            node, steps = node.getparent(), steps + 1
        return doubt


def _own_doubt(element: etree._Element) -> int:
    """What the element itself says of that, whatever it stands in."""
    tag, get = element.tag, element.get
    if tag in _OTHERS_TAGS or ((prop := get("itemprop")) and ("review" in prop or "comment" in prop)):
        return 2
    style, name = get("class"), get("id")
    named = _doubt(f"{style or ''} {name or ''}") if style or name else 0
    return named or int(tag in _BESIDE_TAGS)


@lru_cache(maxsize=8192)
def _doubt(names: str) -> int:
    names = names.lower()
    return 2 if _OTHERS.search(names) else 1 if _BESIDE.search(names) else 0


def in_breadcrumb(element: HtmlElement) -> bool:
    """Tell whether the element is an item of the path to the page: "Home / People / …"."""
    near = islice(element.iterancestors(), _CRUMBS)
    return any("breadcrumb" in f"{node.get('class') or ''} {node.get('id') or ''}".lower() for node in near)
