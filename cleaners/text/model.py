"""The trained judges of lines: one for the title, several for the body, kept as text in the package.

`bench/train_text.py` makes the file. Each judge is a LightGBM model in its text form; a line of its own parts them. The
judges of the body differ in the chance by which they were trained; their mean is steadier than any of them.
"""

import numpy as np

from cleaners.model import Boosted
from cleaners.text.features import Features, table
from cleaners.text.features.counts import Array
from cleaners.text.reading import Reading

SEPARATOR = "==== body ====\n"


class TextModel:
    """The judges, from the text that holds them."""

    def __init__(self, text: str) -> None:
        title, *bodies = text.split(SEPARATOR)
        self._title, self._bodies = Boosted(title), [Boosted(body) for body in bodies]

    def judge(self, reading: Reading) -> tuple[Array, Array]:
        """For each block the probability of being the title, and that of being body."""
        features = Features(reading)
        columns, numbers = features.titles()
        titles = np.zeros(len(reading.pieces))
        if len(numbers):
            titles[numbers] = self._title.predict(table(columns))
        rows = table(features.body(titles))
        return titles, np.mean([judge.predict(rows) for judge in self._bodies], axis=0)
