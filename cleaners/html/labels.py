"""Labels for the blocks of an HTML page: the model says which are body, and what has a name says why the others are not."""

import functools
import operator
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaners.draft import Label
from cleaners.html.blocks import Span
from cleaners.html.doubt import falls_short
from cleaners.html.features import Evidence
from cleaners.html.further import further_articles
from cleaners.html.structure import STRUCTURE, Flag
from cleaners.labels import fold
from cleaners.types import Kind, Reason

Chances = npt.NDArray[np.float64]

#: The chance above which a list's item, a table or a quote is body where trafilatura keeps it in both of its looks: what
#: the model has learned of these from publishers' feeds is too low, since feeds leave them out.
SET_APART = 0.35
#: The chance above which a standfirst is body: a lead of several sentences, and a line that only adds to the headline.
#: Outlets differ in what they call a standfirst, so what it is decides, and the model only where it is sure.
LEAD, LINE = 0.1, 0.95
#: A lead has at least two sentences and this many characters; two short ones are a line.
LEAD_CHARS = 120
_SENTENCE = re.compile(r"[.!?…।؟۔][\"'”’»«“)\]]*(?=\s|\Z)|[。！？]")
_YEAR, _LONGEST_BYLINE, _DATE_WORDS = re.compile(r"\b(?:19|20)\d\d\b"), 120, 5
#: The share of the body's text from which on its flags are no reason.
_MOST = 0.8
MODEL, GUARDED = "model:html", "guard:trafilatura"


def label(found: Sequence[Span], chances: Chances, evidence: Evidence, named: Sequence[Label | None]) -> list[Label]:
    """A label for every block, from the model's chances of being body, the evidence, and the wording that has a name."""
    body = (_tables(found, chances) > _thresholds(found, evidence)).tolist()
    rule = MODEL
    if all(falls_short(found, body, kept) for kept in {evidence.kept or evidence.kept_more, evidence.kept_more}):
        body = [number in evidence.kept_more for number in range(len(found))]
        rule = GUARDED
    title, description = fold(evidence.title), fold(evidence.description)
    names = [name for name in map(fold, evidence.authors) if name]
    further = further_articles(found, body, title)
    kept = [
        taken and not _has_a_name(name) and not _is_caption(span)
        for span, taken, name in zip(found, body, named, strict=True)
    ]
    shared = _shared(found, kept)
    seen: set[str] = set()
    labels = []
    for number, span in enumerate(found):
        text = fold(span.text)
        if number in further and body[number]:
            labels.append(Label(reason=Reason.RELATED, rule="generic/further-article"))
        elif named[number] is None and _is_author_and_date(text, names):
            labels.append(Label(reason=Reason.BYLINE, rule="generic/author-and-date"))
        elif kept[number]:
            labels.append(Label(reason=None, rule=rule))
            seen.add(text)
        else:
            labels.append(_why(span, text, title, description, text in seen, named[number], span.frame.flags & ~shared))
    return labels


def _thresholds(found: Sequence[Span], evidence: Evidence) -> Chances:
    """The chance that each block must have to be body."""
    agreed = evidence.kept & evidence.kept_more
    apart = [number in agreed and is_set_apart(span) for number, span in enumerate(found)]
    thresholds = np.where(apart, SET_APART, 0.5)
    for number in saying(found, evidence.description):
        thresholds[number] = LEAD if is_lead(found[number]) else LINE
    return thresholds


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


def is_set_apart(span: Span) -> bool:
    """Whether the block is part of a list, a table or a quote, as a quoted post is."""
    return span.frame.kind in (Kind.ITEM, Kind.CELL, Kind.QUOTE)


def _has_a_name(named: Label | None) -> bool:
    """Whether the wording alone decides: what looks like a quoted post may be one that the article is about."""
    return named is not None and named.reason is not Reason.EMBED


def _is_author_and_date(text: str, names: Sequence[str]) -> bool:
    """Whether a folded line holds an author's name and a year, and hardly a word more than a date has."""
    if len(text) > _LONGEST_BYLINE or not any(name in text for name in names):
        return False
    rest = text
    for name in names:
        rest = rest.replace(name, " ")
    return len(rest.split()) <= _DATE_WORDS and _YEAR.search(rest) is not None


def _is_caption(span: Span) -> bool:
    """Whether the block's own element, or the one that holds it alone, is a caption by its tag or class."""
    frame = span.frame
    if frame.tag == "p" and frame.container is not None and frame.container.counts == {"p": 1}:
        frame = frame.container
    inherited = frame.container.flags if frame.container else 0
    return frame.tag == "figcaption" or bool(frame.flags & ~inherited & Flag.C_CAPTION)


def _tables(found: Sequence[Span], chances: Chances) -> Chances:
    """The chances with the cells of a table judged as one: half a table is of use to nobody."""
    tables: dict[str, list[int]] = {}
    for number, span in enumerate(found):
        if span.frame.kind is Kind.CELL:
            tables.setdefault(span.frame.path.rpartition("/table")[0], []).append(number)
    result = chances.copy()
    for cells in tables.values():
        result[cells] = chances[cells].mean()
    return result


def _shared(found: Sequence[Span], kept: Sequence[bool]) -> int:
    """The flags that most of the kept text has as well: they say of no other block why it is not."""
    sizes: Counter[int] = Counter()
    for span, taken in zip(found, kept, strict=True):
        if taken:
            sizes[span.frame.flags] += len(span.text)
    most = _MOST * sizes.total()
    flags = functools.reduce(operator.or_, sizes, 0)
    each = (1 << place for place in range(flags.bit_length()) if flags >> place & 1)
    return sum(flag for flag in each if sum(size for held, size in sizes.items() if held & flag) > most)


def _why(span: Span, text: str, title: str, description: str, repeated: bool, named: Label | None, flags: int) -> Label:
    """Why a block is not body: what its words say, then where it stands (by its `flags`), then its shape."""
    if flags & Flag.HIDDEN:
        return Label(reason=Reason.HIDDEN, rule="generic/hidden")
    if title and text == title:
        return Label(reason=Reason.TITLE, rule="generic/title")
    if description and text == description:
        return Label(reason=Reason.DESCRIPTION, rule="generic/description")
    if named is not None and not (named.reason is Reason.CAPTION and flags & Flag.FOOTER):
        return named  # a line such as "© The Ledger" is a credit below a picture and a notice in the footer
    if repeated and len(text) > 20:
        return Label(reason=Reason.DUPLICATE, rule="generic/repeated")
    for flag, why in STRUCTURE:
        if flags & flag:
            return why
    if span.link_share > 0.7:
        return Label(reason=Reason.NAVIGATION, rule="generic/links")
    return Label(reason=Reason.NOT_MAIN_TEXT, rule=MODEL)
