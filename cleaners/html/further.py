"""Finds the articles that a page shows below its own, as endless scrolling leaves them there."""

import itertools
from collections.abc import Iterator, Sequence

from cleaners.html.blocks import Frame, Span
from cleaners.labels import fold

_HEADLINE = "h1"
#: Blocks of body that stand between a page's headline and that of the next article; a heading within one has fewer.
_LEAST = 5


def further_articles(found: Sequence[Span], body: Sequence[bool], title: str) -> frozenset[int]:
    """The numbers of the blocks in parts of the page that begin with a first-level headline of their own.

    Such a part stands after the page's own headline, which has the words of the (folded) title, and after blocks of body.
    Nothing is body in the part before its headline.
    """
    headlines = [number for number, span in enumerate(found) if any(frame.tag == _HEADLINE for frame in _near(span))]
    if len(headlines) < 2 or not title:
        return frozenset()
    texts = {number: fold(found[number].text) for number in headlines}
    own = next((number for number in headlines if texts[number] in title or title in texts[number]), None)
    if own is None:
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
        if before[part[0]] - before[own] >= _LEAST and before[number] == before[part[0]]:
            further.update(part)
    return frozenset(further)


def _near(span: Span) -> tuple[Frame, ...]:
    frame = span.frame
    return (frame, frame.container) if frame.container is not None else (frame,)


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
