"""How sure the quick judge is of a page as a whole."""

from collections.abc import Collection, Sequence

import numpy as np
import numpy.typing as npt

from cleaners.html.blocks import Span

#: How many blocks, and what share of the body's characters, may be judged wrongly before a page gets a second look.
_BLOCKS, _SHARE = 1.5, 0.06
#: The same where speed counts more.
_BLOCKS_FAST, _SHARE_FAST = 8.0, 0.25
#: The share that the labelled text must have in common with another's that is longer.
_COMMON = 0.3


def is_doubtful(
    found: Sequence[Span], chances: npt.NDArray[np.float64], paragraphs: Collection[int], *, fast: bool = False
) -> bool:
    """Whether so much of a page is expected to be judged wrongly that it needs a second look.

    That is so, too, where the judge passes over the `paragraphs`. A judge that gives a block the chance p of being body is
    wrong about it with the chance min(p, 1 - p). The characters of wrong blocks count beside those that are expected to be
    body, so a page with hardly any body is always doubtful.
    """
    wrong = np.minimum(chances, 1.0 - chances)
    if wrong.sum() > (_BLOCKS_FAST if fast else _BLOCKS):
        return True
    sizes = np.asarray([len(span.text) for span in found], dtype=np.float64)
    share = (wrong * sizes).sum() / ((chances * sizes).sum() + 1.0)
    if share > (_SHARE_FAST if fast else _SHARE):
        return True
    return falls_short(found, (chances > 0.5).tolist(), paragraphs)


def falls_short(found: Sequence[Span], body: Sequence[bool], kept: Collection[int]) -> bool:
    """Whether the labelled text is less than what another has kept, and has hardly anything in common with it."""
    mine = sum(len(span.text) for span, is_body in zip(found, body, strict=True) if is_body)
    theirs = sum(len(found[number].text) for number in kept)
    both = sum(len(found[number].text) for number in kept if body[number])
    return mine < theirs and both < _COMMON * (mine + theirs - both)
