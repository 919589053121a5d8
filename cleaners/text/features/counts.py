"""What the characters of each block are, counted for a whole page at once."""

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

_UPPER, _LOWER, _DIGIT, _SPACE, _COMMA, _STOP, _DENSE, _SIGN, _RUNNING, _QUOTE = (1 << bit for bit in range(10))
#: So many characters of Chinese and Japanese make a word: headlines and paragraphs have then as many as elsewhere.
_DENSE_WORD = 3
#: Thai, Lao, Burmese and Khmer: letters, with no space between words; so many make a word.
_RUNNING_WORD = 5
_COMMAS = frozenset(",،、，;；")
_STOPS = frozenset(".!?。！？؟।…")
_QUOTES = frozenset('"“”„«»「」')
_SIGNS = frozenset("|/•·>»«<#@©*+=_~→[]{}\\^")


def is_running(letter: str) -> bool:
    """Whether a letter is of a script that parts neither words nor, by a mark, sentences."""
    return "\u0e00" <= letter <= "\u0eff" or "\u1000" <= letter <= "\u109f" or "\u1780" <= letter <= "\u17ff"


@cache
def _classes() -> npt.NDArray[np.uint16]:
    """For each character of the Basic Multilingual Plane the classes that it has, as bits."""

    def bits(letter: str) -> int:
        has: tuple[tuple[int, Callable[[], bool]], ...] = (
            (_UPPER, letter.isupper),
            (_LOWER, letter.islower),
            (_DIGIT, letter.isdigit),
            (_SPACE, letter.isspace),
            (_COMMA, lambda: letter in _COMMAS),
            (_STOP, lambda: letter in _STOPS),
            (
                _DENSE,
                lambda: "\u2e80" <= letter <= "\u9fff" or "\uff00" <= letter <= "\uffef",
            ),
            (_SIGN, lambda: letter in _SIGNS),
            (_QUOTE, lambda: letter in _QUOTES),
            (_RUNNING, lambda: is_running(letter)),
        )
        return sum(bit for bit, holds in has if holds())

    return np.asarray([bits(chr(code)) for code in range(0x10000)], dtype=np.uint16)


def counts(texts: Sequence[str]) -> dict[str, Array]:
    """For each text: characters, and of them capitals, small letters, digits, commas, ends of sentences, signs, words.

    Three characters of Chinese and Japanese count as one word, and five of the other scripts without spaces.
    ``glued`` counts capitals right behind a small letter: a headline and its teaser without a space between.
    """
    lengths = np.asarray([len(text) for text in texts])
    joined = "\n".join(texts) + "\n"
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    classes = _classes()[np.minimum(codes, 0xFFFF)]
    starts = np.concatenate(([0], np.cumsum(lengths + 1)[:-1]))
    space = (classes & _SPACE) > 0
    begins = ~space & np.concatenate(([True], space[:-1]))

    def total(mask: npt.NDArray[np.bool_]) -> Array:
        return np.add.reduceat(mask, starts, dtype=np.float64)

    upper, lower, stop = (classes & _UPPER) > 0, (classes & _LOWER) > 0, (classes & _STOP) > 0
    glued = np.zeros(len(upper), dtype=np.bool_)
    glued[1:-1] = upper[1:-1] & lower[:-2] & (lower | space)[2:]
    dense = total((classes & _DENSE) > 0)
    return {
        "length": lengths.astype(np.float64),
        "upper": total(upper),
        "lower": total(lower),
        "digit": total((classes & _DIGIT) > 0),
        "comma": total((classes & _COMMA) > 0),
        "stop": total(stop),
        "sentence": total(stop & np.concatenate((space[1:] | ((classes[1:] & _DENSE) > 0), [True]))),
        "sign": total((classes & _SIGN) > 0),
        "capital": total(begins & upper),
        "word": total(begins) + dense / _DENSE_WORD + total((classes & _RUNNING) > 0) / _RUNNING_WORD,
        "dense": dense,
        "quote": total((classes & _QUOTE) > 0),
        "glued": total(glued),
    }
