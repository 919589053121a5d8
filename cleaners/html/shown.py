"""Text that is hidden by name and shown all the same: a page as it was saved under a dialog, or before its script ran.

A dialog hides all else from screen readers (WAI-ARIA 1.2, `aria-hidden`), and pages hide themselves until they are laid
out. A reader of the saved page sees the article; only what is hidden inside of that stays so.
"""

from collections import Counter
from collections.abc import Sequence

from cleaners.html.blocks import Frame, Span
from cleaners.html.structure import Flag, element_flags

#: Where more than one paragraph is to be seen, nothing is shown that is hidden.
MOST_SEEN = 1
_LEAST = 3
_SHARE = 0.8


def show(found: Sequence[Span], paragraphs: Sequence[bool]) -> bool:
    """Take the flag from the one element that hides nearly all of the hidden `paragraphs`, if such there is; tells whether.

    `paragraphs` says of each block whether it looks like one, hidden or not.
    """
    hidden = Counter(
        _outermost(span.frame)
        for span, alike in zip(found, paragraphs, strict=True)
        if alike and span.frame.flags & Flag.HIDDEN
    )
    outer, most = hidden.most_common(1)[0] if hidden else (None, 0)
    if outer is None or most < max(_LEAST, _SHARE * hidden.total()):
        return False
    told: set[Frame] = set()
    for span in found:
        _tell(span.frame, outer, told)
    return True


def _outermost(frame: Frame) -> Frame:
    """The element from which a block has its flag."""
    while frame.container is not None and frame.container.flags & Flag.HIDDEN:
        frame = frame.container
    return frame


def _tell(frame: Frame, outer: Frame, told: set[Frame]) -> None:
    """Give an element, and those around it inside of `outer`, the flag that they have without that one's."""
    chain = []
    here: Frame | None = frame
    while here is not None and here not in told and here is not outer:
        chain.append(here)
        here = here.container
    if here is None:
        return
    if here is outer and here not in told:
        outer.flags &= ~Flag.HIDDEN
        told.add(outer)
    for inner in reversed(chain):
        above = inner.container.flags if inner.container else 0
        own = element_flags(inner.tag, inner.element.get) if inner.element is not None else 0
        inner.flags = (inner.flags & ~Flag.HIDDEN) | ((above | own) & Flag.HIDDEN)
        told.add(inner)
