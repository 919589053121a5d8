"""Dates set for readers: marked up as such near the headline, or standing alone in a line of their own."""

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from cleaners.html.metadata.moments import Moment
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.signals import Signals, fold, visible_text

Read = Callable[[str], Moment | None]
Found = tuple[Moment, str]
UPDATED = re.compile(
    r"updat|modif|aktualis|geändert|mis à jour|actualiz|aggiorn|atualiz|bijgewerkt|uppdat|oppdat|zaktual|revised|edited"
    r"|güncelle|обновл|оновл|अपडेट|更新|수정|frissít|aktualiz",
    re.I,
)
_OTHER = re.compile(r"©|\(c\)|copyright|all rights|born|geboren|\bab\b|\bbis\b|until|gültig|expires|event|termin", re.I)
_FULL_DATE = re.compile(
    r"\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|(?:19|20|25)\d\d[-./]\d|\d\s*[年년]|\d[^\d\n]{3,22}(?:19|20)\d\d|[^\W\d_]{3}\W+\d{1,2}\D{1,4}(?:19|20)\d\d"
    r"|[^\W\d]\S*\s+['’]?\d\d$|[०-९০-৯٠-٩۰-۹]{4}"
)
_SKIP = frozenset(
    {"script", "style", "noscript", "template", "option", "svg", "title", "textarea", "head", "meta", "link"}
)
_WINDOW = 150
_NEAR = 60


def marked_day(
    signals: Signals, place: Place, read: Read, *, updates: bool = False
) -> Iterator[tuple[Moment, str, bool]]:
    """The nearest date in a `time` element or one that is named for dates. `updates`: also those of changes.

    The third value tells whether it stands right at the headline.
    """
    seen = 0
    for mark in place.nearest(signals.times + signals.dates):
        stamp = mark.element.get("datetime")
        text = visible_text(mark.element, 200)
        if len(text) > 160 or (UPDATED.search(text) is not None) != updates:
            continue
        if moment := (read(stamp) if stamp else None) or (read(text) if _FULL_DATE.search(text) else None):
            yield moment, mark.how, place.known and place.distance(mark.index) <= _NEAR
            return
        seen += 1
        if seen > 40:
            return


def lone_day(tree: HtmlElement, place: Place, read: Read) -> Iterator[Found]:
    """The nearest date that fills a line of its own, or most of it, around the headline."""
    best: tuple[int, Moment] | None = None
    for index, element in enumerate(tree.iter("*")):
        if place.known and place.distance(index) > _WINDOW:
            continue
        if element.tag in _SKIP:
            continue
        for text in (element.text, *(child.tail for child in element)):
            if not text or len(text) > 400 or not _FULL_DATE.search(text):
                continue
            moment = _alone(fold(text), read)
            distance = place.distance(index)
            if moment and (best is None or distance < best[0]) and not place.elsewhere(element):
                best = (distance, moment)
    if best:
        yield best[1], "dateline"


def _alone(text: str, read: Read) -> Moment | None:
    if len(text) > 90 or UPDATED.search(text) or _OTHER.search(text):
        return None
    return read(text)
