"""Features of a block's own text: its size, shape and punctuation, its links, its likeness to the headline."""

import re
from collections.abc import Sequence

from cleaners.html.blocks import Span

NAMES = (
    "chars", "words", "mean_word", "upper_words", "upper_share", "sentences", "ends_sentence", "link_share", "link_start",
    "bold_share", "italic_share",
)  # fmt: skip
_WORD = re.compile(r"\w+")
_ENDS = re.compile(r"[.!?。！？…।؟۔][\"'”’»«“)\]」』]*$|[.!?]\s?[\"”»]$")
_ENDING = frozenset(".!?。！？…।؟۔\"'”’»«“)]」』")
_SENTENCE = re.compile(r"[.!?。！？।؟](?=\s|$|[\"”’»」』)])")
_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def wording(span: Span, words: Sequence[str]) -> list[float]:
    """One row of the features in `NAMES`; `words` are the block's."""
    text = span.text
    size = len(text)
    if text.isascii():
        raw = text.encode("ascii")
        upper = size - len(raw.translate(None, _CAPITALS))
        ends = b"." in raw or b"?" in raw or b"!" in raw
    else:
        words = _WORD.findall(text)
        upper = sum(map(str.isupper, text))
        ends = True
    count, letters = len(words), sum(map(len, words)) or 1
    return [
        size,
        count,
        letters / (count or 1),
        _shouted(text) / (count or 1) if upper > 1 else 0.0,
        upper / letters,
        len(_SENTENCE.findall(text)) if ends else 0,
        text[-1] in _ENDING and _ENDS.search(text[-6:]) is not None,
        span.link_share,
        bool(span.links) and span.links[0][0] == 0,
        min(span.bold / size, 1.0),
        min(span.italic / size, 1.0),
    ]


def _shouted(text: str) -> int:
    """How many words of two letters and more are capitals."""
    return sum(len(word) > 1 for word in filter(str.isupper, text.split()))


def likeness(text_words: Sequence[str], other: frozenset[str]) -> float:
    """The share of a block's words that stand in another text."""
    return sum(map(other.__contains__, text_words)) / len(text_words) if text_words and other else 0.0
