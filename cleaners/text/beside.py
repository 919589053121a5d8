"""Lines that the judge of lines doubts, and that the named line below them tells to be of the article."""

import numpy as np

from cleaners.text.features.counts import Array
from cleaners.text.reading import Reading
from cleaners.types import Reason

#: From this probability on a block is body.
_SURE = 0.5
#: The last paragraph has so many words at least and this chance; it stands so far from the last sure line.
_LONG, _CHANCE = 20, 0.1
_BEFORE, _BEHIND = 40, 25
_LAST = 0.7
#: The chance of a line above an advertisement that parts the article.
_PARTED = 0.2


def keep_last_paragraph(reading: Reading, chances: Array) -> None:
    """A long paragraph right above the line of the rights or the source is the article's last one."""
    sure = np.flatnonzero(chances >= _SURE)
    last = int(sure[-1]) if len(sure) else -1
    for index in range(max(0, last - _BEFORE), min(last + _BEHIND + 1, len(chances) - 1)):
        long = reading.closed[index] and reading.counts["word"][index] >= _LONG
        if long and _CHANCE <= chances[index] < _SURE and _is_below(reading, index, Reason.FOOTER):
            chances[index] = _LAST


def keep_parted(reading: Reading, chances: Array) -> None:
    """A line that stands in the text once, inside the article and right above an advertisement, is the article's."""
    sure = np.flatnonzero(chances >= _SURE)
    for index in range(int(sure[0]), int(sure[-1])) if len(sure) else ():
        once = reading.named[index] is None and reading.times[reading.keys[index]] == 1
        if once and _PARTED <= chances[index] < _SURE and _is_below(reading, index, Reason.ADVERTISEMENT):
            chances[index] = _SURE


def _is_below(reading: Reading, index: int, reason: Reason) -> bool:
    below = reading.named[index + 1]
    return below is not None and below.reason is reason
