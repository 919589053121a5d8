"""Trained labellers of blocks: LightGBM models kept as text in the package.

LightGBM: Ke et al. 2017, "LightGBM: A Highly Efficient Gradient Boosting Decision Tree". `bench/train_html.py` and
`bench/train_text.py` make the files.
"""

from typing import Protocol

import numpy as np
import numpy.typing as npt


class Model(Protocol):
    """Anything that gives each row of features the probability of being body."""

    def predict(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Probabilities, one a row."""


class Boosted:
    """A LightGBM model from its text form; predicts in one thread, so the same bytes give the same figures."""

    def __init__(self, text: str) -> None:
        from lightgbm import Booster

        self._booster = Booster(model_str=text)

    def predict(self, rows: npt.NDArray[np.float64] | npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """Probabilities, one a row; an empty array for no rows."""
        if not len(rows):
            return np.zeros(0)
        return np.asarray(self._booster.predict(rows, num_threads=1))


class HtmlModel:
    """The two judges of HTML blocks, from the text that holds both.

    The quick one has learned from pages without an extractor's verdict on their blocks, the thorough one from pages with it.
    """

    SEPARATOR = "==== thorough ====\n"

    def __init__(self, text: str) -> None:
        quick, thorough = map(Boosted, text.split(self.SEPARATOR))
        self.quick: Model = quick
        self.thorough: Model = thorough
