"""Finds the articles that a page shows below its own, as endless scrolling leaves them there."""

import itertools
from collections.abc import Iterator, Sequence

from cleaners.html.blocks import Frame, Span
from cleaners.labels import fold

_HEADLINE, _LESSER = "h1", "h2"
#: Blocks of body that stand between a page's headline and that of the next article; a heading within one has fewer.
_LEAST = 5


def further_articles(found: Sequence[Span], body: Sequence[bool], title: str) -> frozenset[int]:
    """The numbers of the blocks in parts of the page that begin with a headline of their own.

    Such a part stands after the page's own headline, which has the words of the (folded) title, and after blocks of body.
    Nothing is body in the part before its headline, and something stands below it. Headlines are of the first level; where the
    page's own is of the second, those that stand as it does: in another article element with the same classes.
    """
    own, headlines, texts = _headlines(found, title)
    if len(headlines) < 2:
        return frozenset()
    around = set(_chain(found[own].frame))
    before = list(itertools.accumulate(body, initial=0))  # how many blocks of body stand before each block
    tried: set[Frame] = set()
    further: set[int] = set()
    for number in headlines[headlines.index(own) + 1 :]:
        apart = [frame for frame in _chain(found[number].frame) if frame not in around]
        if texts[number] == texts[own] or not apart or apart[-1] in tried:
            continue
        tried.add(apart[-1])
        part = _inside(found, apart[-1], number)
        more = part[-1] > number
        if more and before[part[0]] - before[own] >= _LEAST and before[number] == before[part[0]]:
            further.update(part)
    return frozenset(further)


def _headlines(found: Sequence[Span], title: str) -> tuple[int, list[int], dict[int, str]]:
    """The number of the page's own headline, those of all headlines of its kind, and their folded words."""
    for level in (_HEADLINE, _LESSER) if title else ():
        numbers = [number for number, span in enumerate(found) if _stands_in(span.frame, level)]
        texts = {number: fold(found[number].text) for number in numbers}
        own = next((number for number in numbers if _is_own(texts[number], title, level)), None)
        if own is not None and level == _LESSER:
            numbers = [number for number in numbers if number == own or _alike(found[number], found[own])]
        if own is not None:
            return own, numbers, texts
    return 0, [], {}


def _is_own(text: str, title: str, level: str) -> bool:
    return text == title if level == _LESSER else text in title or title in text


def _alike(one: Span, other: Span) -> bool:
    """Whether two blocks stand in article elements of their own that have the same classes."""
    first, second = one.frame.article, other.frame.article
    if first is None or second is None or first is second:
        return False
    return bool(first.get("class")) and first.get("class") == second.get("class")


def _stands_in(frame: Frame, level: str) -> bool:
    """Whether a block's own element, or the one that holds it, is a headline of this level."""
    return frame.tag == level or (frame.container is not None and frame.container.tag == level)


def _chain(frame: Frame | None) -> Iterator[Frame]:
    while frame is not None and frame.element is not None:
        yield frame
        frame = frame.container


def _inside(found: Sequence[Span], part: Frame, number: int) -> range:
    """The numbers of the blocks inside of a part that holds the block of this number."""
    first = last = number
    while first and part in _chain(found[first - 1].frame):
        first -= 1
    while last + 1 < len(found) and part in _chain(found[last + 1].frame):
        last += 1
    return range(first, last + 1)
