"""Captions that read like sentences: those with a picture's credit or above one, and those that stand in the text twice."""

from collections import Counter
from collections.abc import Mapping, Sequence

from cleaners.text.features.counts import Array
from cleaners.text.features.lines import has_credit, has_time
from cleaners.text.reading import Reading
from cleaners.types import Kind, Reason

#: Lines with a lower chance of being body are not looked at: they are left out anyway.
_CHANCE = 0.2
#: A caption has so many words at least, and above a credit so many at most; a credit of its own has no more than these.
_LEAST, _ABOVE, _MOST, _CREDIT = 4, 8, 25, 12
#: With a credit of its own a line from so many words on is one, unless the judge of lines is this sure of it.
_SHORT, _SURE = 12, 0.8
#: Two lines say the same when the shorter has this share of the longer one's words, and the longer these of the shorter's.
_AS_LONG, _SAME = 0.6, 0.9
#: So many words at one end are the same, and a line of more words than the longest is no caption.
_END, _LONGEST = 4, 40
_NEAR = (-2, -1, 1, 2)


def find_captions(reading: Reading, chances: Array) -> Mapping[int, str]:
    """The blocks that are captions whatever the judge of lines says, each with the rule that tells so."""
    likely = [index for index, chance in enumerate(chances.tolist()) if chance >= _CHANCE]
    found = {index: "text/with-credit" for index in likely if _has_credit(reading, index, float(chances[index]))}
    found |= {index: "text/above-credit" for index in likely if _is_above_credit(reading, index)}
    tokens: dict[int, list[str]] = {}
    return found | {index: "text/caption-twice" for index in likely if _is_doubled(reading, index, tokens)}


def _has_credit(reading: Reading, index: int, chance: float) -> bool:
    """Whether a line ends in a picture's credit, and is no sentence and states a time, or is as short as a caption."""
    words, text, key = reading.counts["word"][index], reading.texts[index], reading.keys[index]
    dated = not reading.closed[index] and words >= _LEAST and has_time(text)
    short = _SHORT <= words < _MOST and chance < _SURE and reading.times[key] == 1
    return (dated or short) and has_credit(text, key.split())


def _is_above_credit(reading: Reading, index: int) -> bool:
    """Whether a line is as short as a caption, and the next one is a picture's credit and no more."""
    words, after = reading.counts["word"], index + 1
    if after >= len(words) or not _ABOVE <= words[index] <= _MOST or words[after] > _CREDIT:
        return False
    below = reading.named[after]
    return below is not None and below.reason is Reason.CAPTION


def _is_doubled(reading: Reading, index: int, tokens: dict[int, list[str]]) -> bool:
    """Whether one line beside it says the same: the text of a picture and its caption. Rows of tables and lists may."""
    if reading.pieces[index].kind is Kind.CELL:
        return False
    beside = [index + step for step in _NEAR if 0 <= index + step < len(reading.keys)]
    for number in (index, *beside):
        if number not in tokens:
            tokens[number] = reading.keys[number].split()
    return sum(_alike(tokens[index], tokens[number]) for number in beside) == 1


def _alike(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) < _LEAST or len(long) > _LONGEST or len(short) <= _AS_LONG * len(long):
        return False
    if short[:_END] != long[:_END] and short[-_END:] != long[-_END:]:
        return False
    return (Counter(short) & Counter(long)).total() >= _SAME * len(short)
