"""How sure the quick judge is of a page as a whole."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaners.html.blocks import Span

#: The doubt beyond which a page gets a second look, and beyond which it gets one even where speed counts more.
SLIGHT, GRAVE = 0.06, 0.25


def doubt(found: Sequence[Span], chances: npt.NDArray[np.float64]) -> float:
    """The characters that are expected to be judged wrongly, as a share of those that are expected to be body.

    A judge that gives a block the chance p of being body is wrong about it with the chance min(p, 1 - p). More than 1
    where hardly anything is expected to be body.
    """
    sizes = np.asarray([len(span.text) for span in found], dtype=np.float64)
    return float((np.minimum(chances, 1.0 - chances) * sizes).sum() / ((chances * sizes).sum() + 1.0))
