"""The trained judges of lines: one for the title, several for the body, kept as text in the package.

`bench/train_text.py` makes the file. Each judge is a LightGBM model in its text form; a line of its own parts them. The
first judge of the body is small and looks at every line; the others, of which the mean counts, look at the lines near
those that it does not rule out. They differ in the chance by which they were trained, and their mean is steadier than
any of them.
"""

import numpy as np
import numpy.typing as npt

from cleaners.model import Boosted
from cleaners.text.features import Features, table
from cleaners.text.features.counts import Array
from cleaners.text.reading import Reading
from cleaners.text.title import by_address

#: A line below this chance, and so many lines off every one above it, is no body.
_LEAST, _NEAR = 0.03, 4
SEPARATOR = "==== body ====\n"


class TextModel:
    """The judges, from the text that holds them."""

    def __init__(self, text: str) -> None:
        title, quick, *bodies = text.split(SEPARATOR)
        self._title, self._quick, self._bodies = Boosted(title), Boosted(quick), [Boosted(body) for body in bodies]

    def judge(self, reading: Reading) -> tuple[Array, Array]:
        """For each block the probability of being the title, and that of being body."""
        features = Features(reading)
        rows, numbers = features.titles()
        titles = np.zeros(len(reading.pieces))
        titles[numbers] = self._title.predict(rows)
        titles = by_address(reading, titles)
        rows = table(features.body(titles))
        chances = self._quick.predict(rows)
        near = in_question(chances)
        chances[near] = np.mean([judge.predict(rows[near]) for judge in self._bodies], axis=0)
        return titles, chances


def in_question(chances: Array) -> npt.NDArray[np.bool_]:
    """The lines that have a chance of being body, by the quick judge, or stand near one that has."""
    found: npt.NDArray[np.bool_] = chances >= _LEAST
    for _ in range(_NEAR):
        wider = found.copy()
        wider[1:] |= found[:-1]
        wider[:-1] |= found[1:]
        found = wider
    return found
