"""A reason for every block that is no body: by its wording, by what the metadata were read from, by shape and place."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleaners.draft import Label
from cleaners.text.reading import Reading
from cleaners.types import Kind, Reason

BODY = "text/body"
_DATE = re.compile(
    r"^\W*(?:\w+[ ,.]+)?(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}\.? \w{3,10}\.?,? \d{4}|\w{3,10}\.? \d{1,2},? \d{4}"
    r"|\d{4}-\d\d-\d\d|\d{4}年\d{1,2}月\d{1,2}日)"
)
_TIME = re.compile(r"^\W*\d{1,2}[:.]\d\d(?: ?(?:uhr|am|pm|gmt|cet|h))?\W*$", re.I)
_CLUTTER = re.compile(r"[|»›>•·/]\s*\w")


_SPREADS = frozenset((Reason.PAYWALL, Reason.PROMOTION, Reason.CONSENT, Reason.COMMENTS, Reason.SHARE))
_SPREAD = 7
_WEAK = frozenset(
    ("text/outside-article", "text/model", "text/headline-after-end", "text/list", "text/short-line", "text/menu-line")
)


@dataclass(frozen=True, slots=True)
class Found:
    """Which blocks the metadata were read from."""

    title: int | None = None
    window: int | None = None
    description: int | None = None
    section: int | None = None
    date: int | None = None
    authors: int | None = None


def label(reading: Reading, kept: Sequence[bool], found: Found, captions: Mapping[int, str], by: str) -> list[Label]:
    """A label for each block; `captions` are those told by their neighbours, with the rules' ids.

    `by` is the rule's id for blocks that nothing but the judge of lines speaks against.
    """
    first = next((index for index, keep in enumerate(kept) if keep), len(kept))
    last = max((index for index, keep in enumerate(kept) if keep), default=-1)
    seen: dict[str, int] = {}
    labels: list[Label] = []
    for index in range(len(kept)):
        if kept[index]:
            labels.append(Label(reason=None, rule=BODY))
        else:
            named = _named(reading, index, found, captions, seen)
            shape = named or _shape(reading, index, first, last)
            labels.append(shape or Label(reason=Reason.NOT_MAIN_TEXT, rule=by))
        seen.setdefault(reading.keys[index], index)
    return _between(labels)


def _between(labels: list[Label]) -> list[Label]:
    """What stands between two prompts of one kind, such as the list of what a subscription offers, is of that kind."""
    last: dict[Reason, int] = {}
    for index, found in enumerate(list(labels)):
        if found.reason is None:
            last.clear()
        elif found.reason in _SPREADS and found.rule.startswith("phrases."):
            before = last.get(found.reason)
            if before is not None and index - before <= _SPREAD:
                for inner in range(before + 1, index):
                    if labels[inner].rule in _WEAK:
                        labels[inner] = Label(reason=found.reason, rule=f"text/beside-{found.reason.value}")
            last[found.reason] = index
    return labels


def _named(
    reading: Reading, index: int, found: Found, captions: Mapping[int, str], seen: Mapping[str, int]
) -> Label | None:
    """What a block is by what was read from it, by its wording, or by other lines that say the same."""
    place = _metadata(reading, index, found) or reading.named[index]
    if place is not None:
        return place
    key = reading.keys[index]
    if key and key in seen and reading.counts["word"][index] >= 3:
        return Label(reason=Reason.DUPLICATE, rule="text/repeated")
    return Label(reason=Reason.CAPTION, rule=captions[index]) if index in captions else None


def _metadata(reading: Reading, index: int, found: Found) -> Label | None:
    if index == found.title:
        return Label(reason=Reason.TITLE, rule="text/title")
    if index == found.window or (found.title is not None and reading.keys[index] == reading.keys[found.title]):
        return Label(reason=Reason.TITLE, rule="text/title-again")
    if index == found.description:
        return Label(reason=Reason.DESCRIPTION, rule="text/standfirst")
    if index == found.section:
        return Label(reason=Reason.SECTION, rule="text/section")
    if index == found.authors:
        return Label(reason=Reason.BYLINE, rule="text/byline")
    if index == found.date:
        return Label(reason=Reason.DATELINE, rule="text/date")
    return None


def _shape(reading: Reading, index: int, first: int, last: int) -> Label | None:
    """What a block is by its shape and its place before, in or after the article."""
    text, words = reading.texts[index], reading.counts["word"][index]
    if not any(letter.isalnum() for letter in text):
        return Label(reason=Reason.NAVIGATION, rule="text/signs")
    if (_DATE.match(text) and words <= 10) or _TIME.match(text):
        return Label(reason=Reason.DATELINE, rule="text/date-line")
    if reading.pieces[index].kind is Kind.ITEM and words <= 6:
        return Label(reason=Reason.NAVIGATION, rule="text/list")
    if words <= 4 and not reading.closed[index]:
        return Label(reason=Reason.NAVIGATION, rule="text/short-line")
    if _CLUTTER.search(text) and words <= 14:
        return Label(reason=Reason.NAVIGATION, rule="text/menu-line")
    if index > last and 5 <= words <= 30 and not reading.closed[index]:
        return Label(reason=Reason.RELATED, rule="text/headline-after-end")
    if index < first and words <= 8 and not reading.closed[index]:
        return Label(reason=Reason.NAVIGATION, rule="text/line-before-title")
    return None
