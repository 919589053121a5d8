"""Lines that the judge of lines doubts, and that other lines tell to be of the article."""

import numpy as np

from cleaners.text.dates import is_date_line
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
#: An article of so few words, none of them sure, that begins so far below a sure title is none.
_FEW, _DOUBTED, _FAR = 150, 0.95, 12
#: A list below the title has so many lines and words at least.
_LINES, _WORDS = 5, 20
_HEADS, _BY = (Reason.DATELINE, Reason.BYLINE), 3
_ENDS = (Reason.SHARE, Reason.COMMENTS, Reason.RELATED)


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


def keep_list(reading: Reading, chances: Array, title: int) -> None:
    """The short lines below a title with a date or an author, up to what ends articles, where little else may be body.

    An article that is a calendar, a table of results or a list has no line that reads like body: teasers below it do.
    """
    words = reading.counts["word"]
    if not any(_is_head(reading, index) for index in range(max(0, title - _BY), min(title + _BY + 1, len(words)))):
        return
    likely = np.flatnonzero(chances >= _SURE)
    near = len(likely) > 0 and likely[0] <= title + _FAR
    if near or words[likely].sum() >= _FEW or chances.max() >= _DOUBTED:
        return
    found: list[int] = []
    for index in range(title + 1, len(chances)):
        named = reading.named[index]
        if named is None and reading.times[reading.keys[index]] == 1:
            found.append(index)
        elif named is not None and named.reason in _ENDS and len(found) >= _LINES:
            break
    else:
        return
    if words[found].sum() >= _WORDS and (len(likely) == 0 or found[-1] < likely[0]):
        chances[:] = 0.0
        chances[found] = _SURE


def _is_head(reading: Reading, index: int) -> bool:
    named = reading.named[index]
    return (named is not None and named.reason in _HEADS) or is_date_line(reading.texts[index])


def _is_below(reading: Reading, index: int, reason: Reason) -> bool:
    below = reading.named[index + 1]
    return below is not None and below.reason is reason
