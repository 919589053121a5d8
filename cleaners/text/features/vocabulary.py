"""What the words of a block tell: are they the small words of sentences, and the words of the article?

Nothing is known of the language: the small words are those that the long lines of the text itself use most.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from cleaners.text.features.counts import Array

_SMALL = 40
_LONG_LINE = 90
_SAMPLE = 400


def vocabulary(tokens: Sequence[Sequence[str]], lengths: Array, run: tuple[int, int]) -> dict[str, Array]:
    """For each block (as its words in lower case) shares of its words, from 0 to 1.

    ``small``: words that sentences of this text are made of; ``shared``: of the other words those that the best run of
    lines has as well, beside the block itself.
    """
    long = [words for words, length in zip(tokens, lengths, strict=True) if length >= _LONG_LINE][:_SAMPLE]
    small = {word for word, _ in Counter(word for words in long for word in words).most_common(_SMALL)}
    inside = Counter(word for words in tokens[run[0] : run[1]] for word in words)
    rows = np.zeros((len(tokens), 2))
    for number, words in enumerate(tokens):
        if not words:
            continue
        rest = [word for word in words if word not in small]
        rows[number, 0] = 1 - len(rest) / len(words)
        if run[0] <= number < run[1]:
            own = Counter(rest)
            shared = sum(inside[word] > own[word] for word in rest)
        else:
            shared = sum(word in inside for word in rest)
        rows[number, 1] = shared / max(len(rest), 1)
    return {"small": rows[:, 0], "shared": rows[:, 1]}
