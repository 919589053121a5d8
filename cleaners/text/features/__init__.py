"""The numbers by which the lines of a text are judged: first for the title, then, with the title known, for the body."""

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cleaners.text.features.around import around_features, run_features
from cleaners.text.features.counts import Array
from cleaners.text.features.headline import candidates, headline_features, titled_features
from cleaners.text.features.lines import line_features

if TYPE_CHECKING:
    from cleaners.text.reading import Reading

Rows = npt.NDArray[np.float32]
#: The runs of lines tell where a title is looked for; in the body's judge they would outweigh the title.
_NOT_FOR_BODY = ("run", "shared")


class Features:
    """The features of one text; columns have names, and an order that the trained models know."""

    def __init__(self, reading: "Reading") -> None:
        self._tokens = [key.split() for key in reading.keys]
        self._base = line_features(reading)
        self._near = {**self._base, **around_features(self._base)}
        self._words = reading.counts["word"]

    def titles(self) -> tuple[Rows, npt.NDArray[np.intp]]:
        """The rows for finding the title, and the numbers of the blocks that they are for."""
        numbers = candidates(self._words)
        columns = {**self._near, **run_features(self._base), **headline_features(self._tokens, self._base, numbers)}
        return table(columns)[numbers], numbers

    def body(self, chances: Array) -> dict[str, Array]:
        """The columns for telling the body; `chances` are the probabilities of each block being the title."""
        near = {name: column for name, column in self._near.items() if not name.startswith(_NOT_FOR_BODY)}
        return {**near, **titled_features(self._tokens, self._base, chances)}


def table(columns: dict[str, Array]) -> Rows:
    """The columns side by side."""
    return np.ascontiguousarray(np.array(list(columns.values()), dtype=np.float32).T)
