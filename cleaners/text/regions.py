"""The lines that are taken for the article: from which probability on, and in which regions of the text.

The regions are few and long, where the judge by itself finds many and short ones:
those with the greatest sum of line gains, each after the first at a price, by dynamic programming over three
states (Viterbi 1967): before the article, in it, and between or after its regions.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from cleaners.draft import Label
from cleaners.text.dates import is_publication
from cleaners.text.features.counts import Array
from cleaners.types import Reason

#: What a region after the first costs, in words of body; teasers and comments below an article rarely earn it.
PRICE = 100.0
#: What a line inside a region costs that is no body.
_SKIPPED = 2.0
#: A line counts no more than this many words, each for what its probability exceeds this one.
_LONGEST, _NOTHING = 60.0, 0.2
_NEVER = float("-inf")
#: The probability from which on a line is body: one half, but between the other two where the judge doubts the text.
_SURE, _DOUBTFUL, _DOUBTED = 0.5, 0.25, 0.45
_BEFORE, _IN, _AFTER = range(3)
#: A heading of comments with so many words of likely body above it ends the article, unless what the judge takes
#: below it is as good as certain.
_ABOVE, _CERTAIN = 60.0, 0.85
#: Languages that end each sentence of an article with a full stop, and so many lines without one that are headlines.
_FULL_STOPPED, _HEADLINES = frozenset(("ja", "zh")), 4
_STOPPED = re.compile(r"。[」』）)】]*$")
#: The line that says when an article was published has so many words at most.
_SAID = 12


def threshold(words: Array, chances: Array) -> float:
    """The probability from which on a line is body, so that the F1 to expect of the words is greatest.

    It is half of that F1 (Lipton, Elkan and Naryanaswamy 2014, "Optimal Thresholding of Classifiers to Maximize F1
    Measure"): one half where the judge is sure, less where it doubts every line of an unusual text.
    """
    order = np.argsort(-chances, kind="stable")
    weights = np.minimum(words, _LONGEST)[order]
    found = np.cumsum(chances[order] * weights)
    both = np.cumsum(weights) + found[-1:]
    half = float((found / np.maximum(both, 1e-9)).max(initial=0.0))
    return max(half, _DOUBTFUL) if half < _DOUBTED else _SURE


def comments(named: Sequence[Label | None], words: Array, chances: Array) -> int:
    """The line at which comments begin, the number of all lines where none do: comments read like an article."""
    weights = np.where(chances >= _SURE, np.minimum(words, _LONGEST), 0.0)
    total, likely = np.cumsum(weights), np.cumsum(weights * chances)
    for number, label in enumerate(named):
        if label is None or label.reason is not Reason.COMMENTS or likely[number] < _ABOVE:
            continue
        below = float(total[-1] - total[number])
        if 0 < float(likely[-1] - likely[number]) < _CERTAIN * below:
            return number
    return len(words)


def next_article(texts: Sequence[str], words: Array, chances: Array) -> int:
    """The line that says when the next article was published, the number of all lines where none follows.

    Pages that go on with another article at their end say so of each: of the first above its body, of the next below it.
    """
    said = [number for number, text in enumerate(texts) if words[number] <= _SAID and is_publication(text)]
    likely = np.cumsum(np.where(chances >= _SURE, np.minimum(words, _LONGEST), 0.0))
    for first, number in pairwise(said):
        if likely[first] == 0 and likely[number] >= _ABOVE:
            return number
    return len(words)


def headlines(language: str | None, texts: Sequence[str], chances: Array) -> int:
    """The line at which headlines of other articles begin below a Chinese or Japanese one, else the number of all lines.

    Its paragraphs have full stops, and its headlines are as long as sentences elsewhere.
    """
    likely = np.flatnonzero(chances >= _SURE).tolist() if language in _FULL_STOPPED else []
    stopped = [number for number in likely if _STOPPED.search(texts[number])]
    end = stopped[-1] if stopped else len(texts)
    behind = [number for number in likely if number > end]
    while behind and behind[0] == end + 1:  # a list that a sentence leads to
        end = behind.pop(0)
    return behind[0] if len(behind) >= _HEADLINES else len(texts)


def inside(words: Array, chances: Array, kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of the `kept` lines lie in the article's regions; `chances` are the probabilities of being body."""
    gains = np.where(kept, np.minimum(words, _LONGEST) * (chances - _NOTHING), -_SKIPPED)
    found: npt.NDArray[np.bool_] = kept & _best(gains.tolist())
    return found


def _best(gains: list[float]) -> npt.NDArray[np.bool_]:
    """The lines of the regions whose gains less their prices are greatest; none where all gains are below 0."""
    before, here, after = 0.0, _NEVER, _NEVER
    entered: list[int] = []  # the state before each line, were the line in a region
    left: list[int] = []  # the same, were it behind one
    for gain in gains:
        start, origin = max((before, _BEFORE), (here, _IN), (after - PRICE, _AFTER))
        end, behind = max((here, _IN), (after, _AFTER))
        entered.append(origin)
        left.append(behind)
        here, after = start + gain, end
    _, state = max((before, _BEFORE), (here, _IN), (after, _AFTER))
    found = np.zeros(len(gains), dtype=np.bool_)
    for number in range(len(gains) - 1, -1, -1):
        found[number] = state == _IN
        state = entered[number] if state == _IN else left[number] if state == _AFTER else _BEFORE
    return found
