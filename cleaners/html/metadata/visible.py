"""Dates set for readers: marked up as such near the headline, or standing alone in a line of their own."""

import re
from collections.abc import Callable, Iterator

from lxml.html import HtmlElement

from cleaners.html.metadata.moments import Moment, day_of
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.signals import Signals
from cleaners.html.metadata.texts import fold, visible_text

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
_CLOCKS = 6
_LINE, _AFTER = 90, 35  # characters of a line that is a date, and of what may follow the date in it
_BARE = 20  # characters of a date; each further one makes the line less of a date line
_LINKED, _CALLED = 100, 60
_LABEL = re.compile(
    r"\W*(?:date|datum|data|fecha|published|posted|veröffentlicht|erstellt|publié|publicado|pubblicato|дата)\b", re.I
)
_DATA_DAY = re.compile(
    r"""["'](?:date_?published|published_?(?:date|at|time|on)|publish_?(?:date|time)|publication_?(?:date|time)|first_?published)"""
    r"""\\?["']\s*:\s*\\?["']([^"'\\]{8,40})\\?["']""",
    re.I,
)


def marked_day(
    signals: Signals, place: Place, read: Read, *, updates: bool = False
) -> Iterator[tuple[Moment, str, bool]]:
    """The nearest date in a `time` element or one that is named for dates. `updates`: also those of changes.

    The third value tells whether it stands right at the headline.
    """
    seen = 0
    for mark in place.nearest(signals.times + signals.dates):
        stamp = mark.element.get("datetime") or mark.element.get("title")
        text = visible_text(mark.element, 200)
        update = UPDATED.search(text)
        if len(text) > 160 or (update is None and updates):
            continue
        if update and not updates:
            text, stamp = text[: update.start()], None  # "Written: 7 May, updated: 8 May"
        if moment := (read(stamp) if stamp else None) or (read(text) if _FULL_DATE.search(text) else None):
            yield moment, mark.how, place.known and place.distance(mark.index) <= _NEAR
            return
        seen += 1
        if seen > 40:
            return


def clocks(signals: Signals, place: Place) -> Iterator[str]:
    """The texts right at the headline that may state the wall clock of publication."""
    for mark in place.nearest(signals.times + signals.dates)[:_CLOCKS]:
        if place.known and place.distance(mark.index) <= _NEAR:
            for text in (mark.element.get("datetime") or "", visible_text(mark.element, 200)):
                if ":" in text and len(text) <= 100 and not UPDATED.search(text):
                    yield text


def script_day(tree: HtmlElement, read: Read) -> Iterator[Found]:
    """A date of publication in the data that a page's scripts carry, where all of these agree on the day."""
    found: list[Moment] = []
    for script in tree.iter("script"):
        for match in _DATA_DAY.finditer(script.text or ""):
            if moment := read(match[1]):
                found.append(moment)
    if found and len({day_of(moment) for moment in found}) == 1:
        yield found[0], "script-data"


def lone_day(tree: HtmlElement, place: Place, read: Read) -> Iterator[Found]:
    """The nearest date that fills a line of its own, or most of it, around the headline.

    Where none stands there, a day counts that is the only one on the page.
    """
    found: list[tuple[int, Moment]] = []
    for index, element in enumerate(tree.iter("*")):
        if element.tag in _SKIP:
            continue
        for text in (element.text, *(child.tail for child in element)):
            if not text or len(text) > 400 or not _FULL_DATE.search(text):
                continue
            moment = _alone(fold(text), read)
            if moment and not place.elsewhere(element):
                found.append((place.distance(index) + _weight(element) + max(0, len(text) - _BARE), moment))
    near = [row for row in found if not place.known or row[0] <= _WINDOW]
    if near:
        yield min(near, key=lambda row: row[0])[1], "dateline"
    elif len({day_of(moment) for _, moment in found}) == 1:
        yield found[0][1], "dateline"


def _weight(element: HtmlElement) -> int:
    """A date inside a link is rather another article's, one that is called a date is rather this one's."""
    parent = element.getparent()
    linked = element.tag == "a" or (parent is not None and parent.tag == "a")
    return _LINKED * linked - _CALLED * bool(_LABEL.match(visible_text(element, 80)))


def _alone(text: str, read: Read) -> Moment | None:
    match = _FULL_DATE.search(text)
    if (
        match is None
        or len(text) > _LINE
        or len(text) - match.end() > _AFTER
        or UPDATED.search(text)
        or _OTHER.search(text)
    ):
        return None
    return read(text)
