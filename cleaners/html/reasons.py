"""Why a block is not body: what its words say, then where it stands, then its shape."""

import functools
import operator
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cleaners.draft import Label
from cleaners.html.blocks import Span
from cleaners.html.structure import STRUCTURE, Flag
from cleaners.types import Kind, Reason

MODEL = "model:html"
TITLE = Label(reason=Reason.TITLE, rule="generic/title")
REPEATED = Label(reason=Reason.DUPLICATE, rule="generic/repeated")
_DESCRIPTION = Label(reason=Reason.DESCRIPTION, rule="generic/description")
_HIDDEN = Label(reason=Reason.HIDDEN, rule="generic/hidden")
_LINKS = Label(reason=Reason.NAVIGATION, rule="generic/links")
_OTHER = Label(reason=Reason.NOT_MAIN_TEXT, rule=MODEL)
_STANDFIRST = Label(reason=Reason.DESCRIPTION, rule="generic/standfirst")
#: The share of the body's text from which on its flags are no reason.
_MOST = 0.8
_KICKER = 60  # characters that a heading may have beside the title's
_LINE, _LINKED = 60, 0.3  # a standfirst's least characters, and the share of links that none has
_LONGEST_DAY = 40  # characters of a day without digits ("on Tuesday evening")
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Known:
    """What of a page says why blocks are none of the body's: folded texts, and the flags that are no reason."""

    title: str
    description: str
    shared: int


def shared_flags(found: Sequence[Span], kept: Sequence[bool]) -> int:
    """The flags that most of the kept text has as well: they say of no other block why it is not."""
    sizes: Counter[int] = Counter()
    for span, taken in zip(found, kept, strict=True):
        if taken:
            sizes[span.frame.flags] += len(span.text)
    most = _MOST * sizes.total()
    flags = functools.reduce(operator.or_, sizes, 0)
    each = (1 << place for place in range(flags.bit_length()) if flags >> place & 1)
    return sum(flag for flag in each if sum(size for held, size in sizes.items() if held & flag) > most)


def why(span: Span, text: str, known: Known, named: Label | None, *, repeated: bool, below: bool) -> Label:
    """Why a block with this folded text is not body.

    `named` is the label that its wording has, or None; `repeated`: its text stands above it; `below`: it stands between the
    headline and the body.
    """
    flags = span.frame.flags & ~known.shared
    if flags & Flag.HIDDEN:
        return _HIDDEN
    if known.title and _is_headline(span, text, known.title):
        return TITLE
    if known.description and text == known.description:
        return _DESCRIPTION
    if named is not None and not (named.reason is Reason.CAPTION and flags & Flag.FOOTER):
        return named  # a line such as "© The Ledger" is a credit below a picture and a notice in the footer
    if repeated and len(text) > 20:
        return REPEATED
    for flag, label in _named_structure(flags):
        if not (flag == Flag.C_DATE and _says_no_day(span.text)):
            standfirst = flag == Flag.HEADER and below and len(text) >= _LINE and span.link_share < _LINKED
            return _STANDFIRST if standfirst else label
    if span.link_share > 0.7:
        return _LINKS
    return _OTHER


@functools.lru_cache(maxsize=4096)
def _named_structure(flags: int) -> tuple[tuple[int, Label], ...]:
    """What of the structure is a reason, the most telling first; pages have few combinations of flags."""
    return tuple((flag, label) for flag, label in STRUCTURE if flags & flag)


def _says_no_day(text: str) -> bool:
    """Whether a text that is called a date has none: too long for a weekday, and no digit in it."""
    return len(text) > _LONGEST_DAY and _DIGIT.search(text) is None


def _is_headline(span: Span, text: str, title: str) -> bool:
    """Whether a block is the headline, or a heading of it and a kicker."""
    if text == title:
        return True
    return span.frame.kind is Kind.HEADING and text.endswith(title) and len(text) <= len(title) + _KICKER
