"""How sure the quick judge is of a page as a whole."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaners.html.blocks import Span

#: How many blocks, and what share of the body's characters, may be judged wrongly before a page gets a second look.
_BLOCKS, _SHARE = 2.5, 0.12
#: The same where speed counts more.
_BLOCKS_FAST, _SHARE_FAST = 8.0, 0.25


def is_doubtful(found: Sequence[Span], chances: npt.NDArray[np.float64], *, fast: bool = False) -> bool:
    """Whether so much of a page is expected to be judged wrongly that it needs a second look.

    A judge that gives a block the chance p of being body is wrong about it with the chance min(p, 1 - p). The characters
    of wrong blocks count beside those that are expected to be body, so a page with hardly any body is always doubtful.
    """
    wrong = np.minimum(chances, 1.0 - chances)
    if wrong.sum() > (_BLOCKS_FAST if fast else _BLOCKS):
        return True
    sizes = np.asarray([len(span.text) for span in found], dtype=np.float64)
    share = (wrong * sizes).sum() / ((chances * sizes).sum() + 1.0)
    return bool(share > (_SHARE_FAST if fast else _SHARE))
