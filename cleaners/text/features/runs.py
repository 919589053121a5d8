"""The best run of lines: the stretch of a page with the greatest sum of line scores (Kadane's algorithm)."""

import numpy as np

from cleaners.text.features.counts import Array


def line_scores(words: Array, closed: Array, named: Array, penalty: float) -> Array:
    """What each line adds to an article: much when it is long and ends a sentence, less than nothing when short.

    `closed` and `named` are 1 for lines that end a sentence and for lines known by their wording.
    """
    value = np.minimum(words, 60) * np.where(closed > 0, 1.0, 0.35)
    short = words < np.where(closed > 0, 4, 14)
    return np.where(named > 0, -1.5 * penalty, np.where(short, -penalty, value))


def best_run(scores: Array) -> tuple[int, int]:
    """The half-open range of lines with the greatest sum; (0, 0) when no line has a score above 0."""
    if not len(scores) or scores.max() <= 0:
        return 0, 0
    sums = np.concatenate(([0.0], np.cumsum(scores)))
    lowest = np.minimum.accumulate(sums)
    end = int(np.argmax(sums - lowest))
    start = int(np.argmin(sums[: end + 1]))
    return start, end
