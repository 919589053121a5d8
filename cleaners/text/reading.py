"""What is known of a text before its blocks are judged."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np

from cleaners.address import headline_words
from cleaners.draft import Label
from cleaners.language import detect
from cleaners.text.features.counts import Array, counts, is_running
from cleaners.text.features.runs import best_run, line_scores
from cleaners.text.join import Piece, join
from cleaners.text.lines import lines
from cleaners.types import Reason

_CLOSED = re.compile(r"[.!?…。！？؟।][\"'”’»«)\]」』）*\d]*$")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")
#: The label of running heads and feet.
FURNITURE = Label(reason=Reason.FOOTER, rule="text/page-furniture")
_PENALTY = 16.0
#: The language is told from so many of the longest blocks, so many characters of each.
_SAMPLES, _SAMPLE = 12, 90
_LONG_RUN = 60
#: Signs in front of a heading, and the length from which on a block is none.
_SIGNS, _SIGNED = "■□◆◇●○▼▽▶►▲★☆※»•·|", 60


class Wording(Protocol):
    """Anything that knows blocks by their wording: `cleaners.rules.phrases.Phrases`."""

    def match(self, text: str, languages: Collection[str] = ()) -> Label | None:
        """The label of a block in one of the languages, or None."""


@dataclass(frozen=True, eq=False)
class Reading:
    """The blocks of a text, what their wording says, their counts and the stretch in which the article lies."""

    pieces: Sequence[Piece]
    language: str | None
    named: Sequence[Label | None]
    counts: dict[str, Array]
    closed: Array  # 1 where a block ends as a sentence does
    run: tuple[int, int]
    texts: Sequence[str] = field(default=())
    url: str = ""  # the page's, where it is known

    @cached_property
    def keys(self) -> list[str]:
        """The words of each block in lower case, for comparing."""
        return [squeeze(text) for text in self.texts]

    @cached_property
    def address(self) -> frozenset[str]:
        """The words that the page's address has of its headline."""
        return headline_words(self.url)

    @cached_property
    def times(self) -> Counter[str]:
        """How often each block's words stand in the text as a block of their own."""
        return Counter(self.keys)


def squeeze(text: str) -> str:
    """The words of a text in lower case, one space between them; characters of scripts without spaces are words."""
    return " ".join(_WORD.findall(text.lower()))


def _is_closed(text: str) -> bool:
    """Whether a block ends as a sentence does; where the script has no mark for that, whether it is as long as one."""
    return bool(_CLOSED.search(text)) or (len(text) >= _LONG_RUN and is_running(text[-1]))


def _unsigned(text: str) -> str:
    """A short block without the sign at its front that marks a heading: ``■関連記事``."""
    if len(text) < _SIGNED and text[:1] in _SIGNS and text[1:].strip():
        return text.lstrip(_SIGNS).lstrip()
    return text


def examine(text: str, phrases: Wording, url: str = "") -> Reading:
    """Cut a text into blocks and gather what speaks for or against them; `url` is its page's, or empty."""
    pieces = join(lines(text))
    texts = [piece.text for piece in pieces]
    language = detect(" ".join(text[:_SAMPLE] for text in sorted(texts, key=len)[-_SAMPLES:]))
    known = [language] if language else []
    named = [FURNITURE if piece.furniture else phrases.match(_unsigned(piece.text), known) for piece in pieces]
    if not pieces:
        return Reading(pieces, language, named, {}, np.zeros(0), (0, 0), (), url)
    numbers = counts(texts)
    closed = np.asarray([_is_closed(piece) for piece in texts], dtype=np.float64)
    marked = np.asarray([label is not None for label in named], dtype=np.float64)
    run = best_run(line_scores(numbers["word"], closed, marked, _PENALTY))
    return Reading(pieces, language, named, numbers, closed, run, texts, url)
