"""Labels for the blocks of an HTML page: the model says which are body, and what has a name says why the others are not."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cleaners.draft import Label
from cleaners.html.blocks import Span
from cleaners.html.doubt import falls_short
from cleaners.html.features import Evidence
from cleaners.html.further import further_articles
from cleaners.html.reasons import MODEL, REPEATED, TITLE, Known, shared_flags, why
from cleaners.html.settle import pull_quotes, settle
from cleaners.html.standfirst import lead_below_headline, saying, threshold
from cleaners.html.structure import Flag
from cleaners.labels import fold
from cleaners.types import Kind, Reason

Chances = npt.NDArray[np.float64]

#: The chance above which a list's item, a table or a quote is body where trafilatura keeps it in both of its looks: what
#: the model has learned of these from publishers' feeds is too low, since feeds leave them out.
SET_APART = 0.35
_YEAR, _LONGEST_BYLINE, _DATE_WORDS = re.compile(r"\b(?:19|20)\d\d\b"), 120, 5
GUARDED = "guard:trafilatura"
#: The chance from which on the judge is sure of a block, or thinks it likely to be body.
_SURE, _LIKELY = 0.85, 0.6
_LABEL = 25  # characters of a menu's label; a longer line that leads to other stories names one
#: Characters from which on a text that ends like a caption may well be a paragraph.
_SENTENCES = 160
_MENU_WORDS = frozenset({Reason.NAVIGATION, Reason.SHARE, Reason.RELATED})
_PROMPTS = _MENU_WORDS | {Reason.CONSENT, Reason.PROMOTION, Reason.PAYWALL}


def label(found: Sequence[Span], chances: Chances, evidence: Evidence, named: Sequence[Label | None]) -> list[Label]:
    """A label for every block, from the model's chances of being body, the evidence, and the wording that has a name."""
    chances = _together(found, chances)
    body, rule = _body(found, chances, evidence)
    title = fold(evidence.title)
    names = [name for name in map(fold, evidence.authors) if name]
    further = further_articles(found, body, title)
    if (lead := lead_below_headline(found, body, chances, title, named)) is not None:
        body[lead] = True
    kept = [
        body[number]
        and not _decides(found, body, number, chances[number], named[number], names)
        and not _is_caption(span)
        for number, span in enumerate(found)
    ]
    known = Known(title, fold(evidence.description), shared_flags(found, kept))
    first = kept.index(True) if True in kept else len(found)
    headline = max(saying(found[:first], evidence.title), default=len(found))
    quoted = pull_quotes(found, kept)
    seen: set[str] = set()
    labels = []
    body_label = Label(reason=None, rule=rule)
    texts = [fold(span.text) for span in found]
    for number, (span, text) in enumerate(zip(found, texts, strict=True)):
        if number in further and body[number]:
            labels.append(Label(reason=Reason.RELATED, rule="generic/further-article"))
        elif names and named[number] is None and _is_author_and_date(text, names):
            labels.append(Label(reason=Reason.BYLINE, rule="generic/author-and-date"))
        elif kept[number] and text == title and span.frame.kind is not Kind.CELL:
            labels.append(TITLE)
        elif kept[number] and text in names and texts.count(text) == 1:
            labels.append(Label(reason=Reason.BYLINE, rule="generic/author"))  # named twice it may be who speaks next
        elif number in quoted:
            labels.append(REPEATED)
        elif kept[number]:
            labels.append(body_label)
            seen.add(text)
        else:
            below = headline < number < first
            labels.append(why(span, text, known, named[number], repeated=text in seen, below=below))
    return settle(found, labels, title, names)


def _body(found: Sequence[Span], chances: Chances, evidence: Evidence) -> tuple[list[bool], str]:
    """Which blocks are body by the chances, or by trafilatura where it has more that is all different; and who says so."""
    body: list[bool] = (chances > _thresholds(found, evidence)).tolist()
    if all(falls_short(found, body, kept) for kept in {evidence.kept or evidence.kept_more, evidence.kept_more}):
        return [number in evidence.kept_more for number in range(len(found))], GUARDED
    return body, MODEL


def _thresholds(found: Sequence[Span], evidence: Evidence) -> Chances:
    """The chance that each block must have to be body."""
    thresholds = np.full(len(found), 0.5)
    for number in evidence.kept & evidence.kept_more:
        if is_set_apart(found[number]):
            thresholds[number] = SET_APART
    for number in saying(found, evidence.description):
        thresholds[number] = threshold(found[number])
    return thresholds


def is_set_apart(span: Span) -> bool:
    """Whether the block is part of a list, a table or a quote, as a quoted post is."""
    return span.frame.kind in (Kind.ITEM, Kind.CELL, Kind.QUOTE)


def _decides(
    found: Sequence[Span], body: Sequence[bool], number: int, chance: float, named: Label | None, names: Sequence[str]
) -> bool:
    """Whether the wording of a block that the judge takes for body says that it is none.

    What looks like a quoted post may be one that the article is about. A word in a table is one of its values. Headings
    begin like bylines and credits. In the middle of the text, a prompt's or a menu's words are the text's own where the
    judge is sure of them, and so are a byline's or a credit's in a long paragraph.
    """
    span = found[number]
    if named is None or named.reason is Reason.EMBED:
        return False
    if span.frame.kind in (Kind.CELL, Kind.CODE) and not span.links:
        return False
    if named.reason in (Reason.BYLINE, Reason.CAPTION, Reason.DATELINE):
        if span.frame.kind is Kind.HEADING:
            return any(name in fold(span.text) for name in names)
        return len(span.text) < _SENTENCES or chance < _SURE or span.after_picture
    if not any(map(str.isalnum, span.text)):
        return True
    if named.reason in _PROMPTS and 0 < number < len(found) - 1 and body[number - 1] and body[number + 1]:
        short = named.reason in _MENU_WORDS and len(span.text) <= _LABEL
        return chance < (_LIKELY if short else _SURE) or (named.reason is Reason.RELATED and not short)
    return True


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


def _together(found: Sequence[Span], chances: Chances) -> Chances:
    """The chances with the cells of a table, and the items of a list, judged as one: half of it is of use to nobody."""
    parts: dict[str, list[int]] = {}
    for number, span in enumerate(found):
        frame = span.frame
        if frame.kind is Kind.CELL:
            around, _, inside = frame.path.rpartition("/table")
            parts.setdefault(around + inside.partition("/")[0], []).append(number)
        elif frame.tag == "li":
            parts.setdefault(frame.path.rpartition("/")[0], []).append(number)
    result = chances.copy()
    for members in parts.values():
        if len(members) > 1:
            result[members] = chances[members].mean()
    return result
