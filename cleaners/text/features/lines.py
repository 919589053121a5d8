"""What is known of each block by itself and from its likes in the text."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from cleaners.text.features.counts import Array
from cleaners.text.features.cues import cues
from cleaners.text.features.runs import line_scores
from cleaners.text.features.vocabulary import vocabulary
from cleaners.types import Kind, Reason

if TYPE_CHECKING:
    from cleaners.text.reading import Reading

REASON_NUMBER = {reason: number for number, reason in enumerate(Reason, 1)}
PENALTY = 16.0
_KIND_NUMBER = {kind: number for number, kind in enumerate(Kind)}
_CREDIT_END = re.compile(r"[(\[][^()\[\]]{2,60}[)\]]\W*$|\|[^|]{2,50}$|/ ?[\w .]{2,30}$")
_CREDIT_WORDS = frozenset(("photo", "foto", "image", "bild", "fotó", "фото"))
_QUOTE = tuple("\"'“„«»‘「『–—-")
_ELLIPSIS = re.compile(r"(?:…|\.\.\.)\W*$")
_TIME = re.compile(r"\b\d{1,2}[:.h]\d\d\b|\b(?:19|20)\d\d\b|[0-9]年")
_ADDRESS = re.compile(r"https?:|www\.|@\w|\.(?:com|de|org|net)\b")
#: An end of a line is told by no more than so many characters.
_END = 70
_NAMELIKE = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]+[ ,]*){2,4}$")
_GRAM = 5
MARKS = (
    "lower",
    "quote",
    "colon",
    "question",
    "ellipsis",
    "time",
    "address",
    "credit",
    "namelike",
    "comma_end",
    "bar",
    "digit_start",
)


def line_features(reading: "Reading") -> dict[str, Array]:
    """The features of each block that do not depend on its place."""
    numbers, texts, pieces = reading.counts, reading.texts, reading.pieces
    length, word = np.maximum(numbers["length"], 1), np.maximum(numbers["word"], 0.5)
    size = len(texts)
    order = np.arange(size, dtype=np.float64)
    named = np.asarray([REASON_NUMBER[n.reason] if n and n.reason else 0 for n in reading.named], dtype=np.float64)
    score = line_scores(numbers["word"], reading.closed, named, PENALTY)
    indent = np.asarray([piece.indent for piece in pieces], dtype=np.float64)
    tokens = [key.split() for key in reading.keys]
    rows = [_marks(*row) for row in zip(texts, tokens, numbers["digit"].tolist(), strict=True)]
    marks = np.asarray(rows, dtype=np.float64).reshape(size, len(MARKS))
    return {
        "length": np.log1p(length),
        "words": np.log1p(word),
        "closed": reading.closed,
        "named": named,
        "score": score,
        "upper": numbers["upper"] / length,
        "capital": numbers["capital"] / word,
        "digit": numbers["digit"] / length,
        "commas": numbers["comma"],
        "comma_share": numbers["comma"] / word,
        "sentences": numbers["sentence"],
        "stops": numbers["stop"],
        "signs": numbers["sign"] / length,
        "quotes": numbers["quote"] > 0,
        "glued": numbers["glued"],
        "dense": numbers["dense"] / length,
        "word_length": (numbers["upper"] + numbers["lower"]) / word,
        "indent": indent,
        "gap": np.asarray([min(piece.gap, 5) for piece in pieces], dtype=np.float64),
        "kind": np.asarray([_KIND_NUMBER[piece.kind] for piece in pieces], dtype=np.float64),
        "item": np.asarray([piece.kind is Kind.ITEM for piece in pieces], dtype=np.float64),
        "joined": np.asarray([piece.last - piece.first for piece in pieces], dtype=np.float64),
        "repeats": np.asarray([min(reading.times[key], 9) for key in reading.keys], dtype=np.float64),
        "place": order / size,
        "char_place": np.cumsum(length) / length.sum(),
        **_copies(tokens, numbers["word"], reading.keys),
        **_likeness(tokens),
        **_indents(indent, score),
        **dict(zip(MARKS, marks.T, strict=True)),
        **cues(tokens),
        **vocabulary(tokens, length, reading.run),
    }


def _marks(text: str, words: Sequence[str], digits: float) -> tuple[bool, ...]:
    end = text[-_END:]
    return (
        text[:1].islower(),
        text.startswith(_QUOTE),
        end.endswith((":", "：")),
        end.endswith(("?", "？")),
        bool(_ELLIPSIS.search(end)),
        digits > 2 and has_time(text),
        ("." in text or "@" in text or ":" in text) and bool(_ADDRESS.search(text)),
        has_credit(text, words),
        len(text) < 60 and bool(_NAMELIKE.match(text)),
        end.endswith((",", "、", "，")),
        "|" in text,
        text[:1].isdigit(),
    )


def has_credit(text: str, words: Sequence[str]) -> bool:
    """Whether a block names whose picture it is about, in a word for that or in the shape of its end."""
    named = "©" in text or not _CREDIT_WORDS.isdisjoint(words)
    return len(text) < 500 and (named or bool(_CREDIT_END.search(text[-_END:])))


def has_time(text: str) -> bool:
    """Whether a block states a time of day or a year."""
    return bool(_TIME.search(text))


def _copies(tokens: Sequence[list[str]], words: Array, keys: Sequence[str]) -> dict[str, Array]:
    """``again``: the block stood in the text before; ``inside_other``: the share of it that a longer block has as well.

    A pull quote, a teaser or the text of a picture repeats a sentence.
    """
    again, inside = np.zeros(len(keys)), np.zeros(len(keys))
    seen: set[str] = set()
    owner: dict[tuple[str, ...], int] = {}
    for number, key in enumerate(keys):
        again[number] = bool(key) and key in seen
        seen.add(key)
        if words[number] >= 12:
            for gram in _grams(tokens[number]):
                owner[gram] = -1 if owner.get(gram, number) != number else number
    for number, block in enumerate(tokens):
        if _GRAM <= len(block) <= 60:
            hits = [owner.get(gram, number) for gram in _grams(block)]
            inside[number] = sum(hit != number for hit in hits) / len(hits)
    return {"again": again, "inside_other": inside}


def _grams(words: list[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[start:] for start in range(_GRAM)), strict=False))


def _likeness(tokens: Sequence[list[str]]) -> dict[str, Array]:
    """How much of a block's words its neighbours have: a caption printed twice, a headline and its teaser."""
    sets = [set(words) for words in tokens]
    found = {name: np.zeros(len(sets)) for name in ("like_before", "like_after")}
    for number, words in enumerate(sets):
        if len(words) >= 2:
            sides = (sets[max(0, number - 3) : number], sets[number + 1 : number + 4])
            for column, side in zip(found.values(), sides, strict=True):
                column[number] = max((len(words & other) for other in side), default=0) / len(words)
    return found


def _indents(indent: Array, score: Array) -> dict[str, Array]:
    """How a block's indent compares with those of the long lines around it, and how much text stands at that indent."""
    weight = np.maximum(score, 0.0)
    total = max(float(weight.sum()), 1.0)
    at: dict[float, float] = {}
    for place, value in zip(indent.tolist(), weight.tolist(), strict=True):
        at[place] = at.get(place, 0.0) + value
    share = np.asarray([at[place] / total for place in indent.tolist()])
    long = score > 20
    last, after = _latest(indent, long), _latest(indent[::-1], long[::-1])[::-1]
    return {"indent_share": share, "indent_last": indent - last, "indent_next": indent - after}


def _latest(column: Array, mask: "np.typing.NDArray[np.bool_]") -> Array:
    """The column's value at the last block before each one for which the mask holds; not a number before the first."""
    found = np.full(len(column), np.nan)
    value = np.nan
    for number, holds in enumerate(mask.tolist()):
        found[number] = value
        if holds:
            value = column[number]
    return found
