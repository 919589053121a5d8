"""Standfirsts: which blocks are one, and which of them begin the story (docs/conventions.md)."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cleaners.html.blocks import Span
from cleaners.html.structure import Flag
from cleaners.labels import fold
from cleaners.types import Kind

#: The chance above which a standfirst is body: a lead of several sentences, a line that only adds to the headline, and one
#: that the page itself calls a standfirst. What it is decides, and the model only where it is sure.
LEAD, LINE, NAMED_LINE = 0.1, 0.65, 0.95
#: The same for a lead that the page's metadata do not name.
UNNAMED = 0.05
#: A lead has at least two sentences and this many characters; two short ones are a line.
LEAD_CHARS = 120
_SENTENCE = re.compile(r"[.!?…।؟۔][\"'”’»«“)\]]*(?=\s|\Z)|[。！？]")
_LINKED = 0.3  # the share of links that no lead has
_NO_LEAD = (
    Flag.HIDDEN | Flag.FIGURE | Flag.CAPTION | Flag.C_CAPTION | Flag.C_AUTHOR | Flag.C_AD | Flag.C_CONSENT | Flag.C_PAYWALL
    | Flag.C_COMMENT | Flag.DIALOG | Flag.FORM | Flag.NAV | Flag.ASIDE | Flag.FOOTER | Flag.C_FOOTER
)  # fmt: skip


def saying(found: Sequence[Span], text: str) -> list[int]:
    """The numbers of the blocks that have the words of a text of the page's metadata, and no more."""
    said = fold(text)
    if not said:
        return []
    least, most = 0.9 * len(said), 2 * len(text) + 20  # shorter and longer blocks have other words
    return [number for number, span in enumerate(found) if least <= len(span.text) <= most and fold(span.text) == said]


def is_lead(span: Span) -> bool:
    """Whether a standfirst tells the beginning of the story in several sentences (docs/conventions.md)."""
    long = span.frame.kind is not Kind.HEADING and len(span.text) >= LEAD_CHARS
    return long and len(_SENTENCE.findall(span.text)) > 1


def threshold(span: Span) -> float:
    """The chance that a block must have to be body where the page's description has its words."""
    if is_lead(span):
        return LEAD
    return NAMED_LINE if span.frame.flags & Flag.C_SUMMARY else LINE


def lead_below_headline(
    found: Sequence[Span], body: Sequence[bool], chances: npt.NDArray[np.float64], title: str, named: Sequence[Any]
) -> int | None:
    """The number of the first lead between the headline (it has the words of the folded `title`) and the first block of body.

    `named` holds for each block the label that its wording has, or None.
    """
    first = next((number for number, taken in enumerate(body) if taken), 0)
    headline = next((number for number in range(first - 1, -1, -1) if _is_headline(found[number], title)), None)
    if headline is None:
        return None
    below = range(headline + 1, first)
    return next((n for n in below if chances[n] > UNNAMED and named[n] is None and _may_begin(found[n])), None)


def _is_headline(span: Span, title: str) -> bool:
    return len(title) <= len(span.text) <= 2 * len(title) + 20 and fold(span.text) == title != ""


def _may_begin(span: Span) -> bool:
    plain = span.frame.kind is Kind.PARAGRAPH and span.link_share < _LINKED and not span.frame.flags & _NO_LEAD
    return plain and is_lead(span)
