"""The trained judges of lines: one for the title, one for the body, kept as text in the package.

`bench/train_text.py` makes the file. Each judge is a LightGBM model in its text form; a line of its own parts the two.
"""

import numpy as np

from cleaners.model import Boosted
from cleaners.text.features import Features, table
from cleaners.text.features.counts import Array
from cleaners.text.reading import Reading

SEPARATOR = "==== body ====\n"


class TextModel:
    """Both judges, from the text that holds them."""

    def __init__(self, text: str) -> None:
        title, body = text.split(SEPARATOR)
        self._title, self._body = Boosted(title), Boosted(body)

    def judge(self, reading: Reading) -> tuple[Array, Array]:
        """For each block the probability of being the title, and that of being body."""
        features = Features(reading)
        columns, numbers = features.titles()
        titles = np.zeros(len(reading.pieces))
        if len(numbers):
            titles[numbers] = self._title.predict(table(columns))
        return titles, self._body.predict(table(features.body(titles)))
