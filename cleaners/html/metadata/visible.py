"""Dates set for readers: marked up as such near the headline, or standing alone in a line of their own."""

import re
from collections.abc import Callable, Iterator, Sequence

from lxml.html import HtmlElement

from cleaners.html.elements import Elements
from cleaners.html.metadata.moments import Moment, day_of
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.signals import Mark, Signals
from cleaners.html.metadata.texts import fold, own_texts, visible_text

Read = Callable[[str], Moment | None]
Found = tuple[Moment, str]
UPDATED = re.compile(
    r"updat|modif|aktualis|geändert|mis à jour|actualiz|aggiorn|atualiz|bijgewerkt|uppdat|oppdat|zaktual|revised|edited"
    r"|güncelle|обновл|оновл|अपडेट|更新|수정|frissít|aktualiz",
    re.I,
)
_OTHER = re.compile(
    r"©|\(c\)|copyright|all rights|born|geboren|\bab\b|\bbis\b|until|gültig|expires|event|termin"
    r"|registri|joined|member since|mitglied seit|dabei seit|beigetreten|aktuelle zeit|current time"
    r"|(?:letzter|last) (?:besuch|visit)|heute ist|today is|deadline|schluss\b",
    re.I,
)
_FULL_DATE = re.compile(
    r"\d{1,2}\s?[./|-]\s?\d{1,2}\s?[./|-]\s?\d{2,4}|(?:19|20|25)\d\d[-./]\d|\d\s*[年년]|\d[^\d\n]{3,22}(?:19|20)\d\d|[^\W\d_]{3}\W+\d{1,2}\D{1,4}(?:19|20)\d\d"
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
_LONGEST, _BEGIN = 400, 120  # characters of a text with a date, and of the begin of a longer one
_DIGIT = re.compile(r"\d")
_ENDS = re.compile(r"\s?(?:[)\]:.|–—]|-\s)")  # what parts a dateline from the text
_PLACE = 25  # characters before the date that begins a paragraph, as a town
_SAID = re.compile(
    r"\b(?:(?:posted|published|written|created|submitted)(?: by [^.]{2,40}?)? on"
    r"|(?:beitrag|artikel|eintrag|text|post)[^.]{0,30}? wurde am"
    r"|(?:veröffentlicht|erstellt|geschrieben|verfasst|eingestellt|publiziert|gepostet)(?: von [^.]{2,40}?)? am"
    r"|publiée? le|publicado el|pubblicato il)\s",
    re.I,
)
_AS_OF = re.compile(r"\b(?:stand|letzte änderung|last change)\b", re.I)
_DATA_DAY = re.compile(
    r"""["'](?:date_?published|published_?(?:date|at|time|on)|publish_?(?:date|time)|publication_?(?:date|time)|first_?published)"""
    r"""\\?["']\s*:\s*\\?["']([^"'\\]{8,40})\\?["']""",
    re.I,
)


def marked_day(
    near: Sequence[Mark], place: Place, read: Read, *, updates: bool = False
) -> Iterator[tuple[Moment, str, bool]]:
    """The nearest date in a `time` element or one that is named for dates. `updates`: also those of changes.

    `near` are the marks of such elements, the nearest first. The third value tells whether it stands right at the headline.
    """
    seen = 0
    for mark in near:
        text = visible_text(mark.element, 200)
        update = UPDATED.search(text)
        if len(text) > 160 or (update is None and updates):
            continue
        stamp = _stamp(mark.element, only=updates)
        if update and updates and _FULL_DATE.search(text, update.start()):
            text = text[update.start() :]
        elif update and not updates:
            text, stamp = text[: update.start()], None  # "Written: 7 May, updated: 8 May"
        if moment := (read(stamp) if stamp else None) or (read(text) if _FULL_DATE.search(text) else None):
            yield moment, mark.how, place.known and place.distance(mark.index) <= _NEAR
            return
        seen += 1
        if seen > 40:
            return


def _stamp(element: HtmlElement, *, only: bool) -> str | None:
    """What an element states in machine-readable form: itself, or through the first `time` in it (the `only` one)."""
    stated: str | None = element.get("datetime") or element.get("title")
    if not stated:
        inner = [stamp for time in element.iter("time") if (stamp := time.get("datetime"))]
        stated = inner[0] if len(inner) == 1 or (inner and not only) else None
    return stated


def clocks(signals: Signals, near: Sequence[Mark], place: Place) -> Iterator[str]:
    """The texts right at the headline, or in its nearest marks, that may state the wall clock of publication."""
    for mark in near[:_CLOCKS]:
        if place.known and place.distance(mark.index) <= _NEAR:
            for text in (mark.element.get("datetime") or "", visible_text(mark.element, 200)):
                if ":" in text and len(text) <= 100 and not UPDATED.search(text):
                    yield text
    for element in signals.elements.all[place.index : place.index + _NEAR] if place.known else ():
        for text in own_texts(element) if element.tag not in _SKIP else ():
            if ":" in text and len(text) <= 100 and _FULL_DATE.search(text) and not UPDATED.search(text):
                yield fold(text)


def script_day(tree: HtmlElement, read: Read) -> Iterator[Found]:
    """A date of publication in the data that a page's scripts carry, where all of these agree on the day."""
    found: list[Moment] = []
    for script in tree.iter("script"):
        for match in _DATA_DAY.finditer(script.text or ""):
            if moment := read(match[1]):
                found.append(moment)
    if found and len({day_of(moment) for moment in found}) == 1:
        yield found[0], "script-data"


def lone_day(elements: Elements, place: Place, read: Read) -> Iterator[Found]:
    """The nearest date that fills a line of its own, or most of it, around the headline.

    Where none stands there, a day counts that is the only one on the page, then one that begins a paragraph near the
    headline, at last the day of the last change.
    """
    alone: list[tuple[int, Moment]] = []
    leading: list[tuple[int, Moment]] = []
    changed: list[tuple[int, Moment]] = []
    for index, element, text in dated_texts(elements):
        way = place.distance(index)
        for rows, moment in (
            (alone, _alone(text, read)),
            (leading, _leading(text, read)),
            (changed, _changed(text, read)),
        ):
            if moment:
                if not place.elsewhere(element) and not _OTHER.search(_label(element)):
                    rows.append((way + _weight(element) + max(0, len(text) - _BARE), moment))
                break
    near = [row for row in alone if not place.known or row[0] <= _WINDOW]
    if near:
        yield min(near, key=lambda row: row[0])[1], "dateline"
    elif len({day_of(moment) for _, moment in alone}) == 1:
        yield alone[0][1], "dateline"
    elif near := [row for row in leading if place.known and 0 <= row[0] <= _WINDOW + _LONGEST]:
        yield min(near, key=lambda row: row[0])[1], "text-begin"
    elif changed:
        yield max(changed, key=lambda row: day_of(row[1]))[1], "last-changed"


def dated_texts(elements: Elements) -> Iterator[tuple[int, HtmlElement, str]]:
    """The texts on the page that hold a date, folded, each with its element and that one's index.

    Of a long text only the begin is given, where a date ends it as a dateline.
    """
    for index, (tag, element) in enumerate(zip(elements.tags, elements.all, strict=True)):
        if tag in _SKIP:
            continue
        for text in (element.text, *(child.tail for child in element)):
            if text and len(text) > _LONGEST:
                text = fold(text[:_LONGEST])[:_BEGIN]
                match = _FULL_DATE.search(text) if _DIGIT.search(text[: _PLACE + 1]) else None
                if match and match.start() <= _PLACE and _ENDS.match(text, match.end()):
                    yield index, element, text
            elif text and _DIGIT.search(text) and _FULL_DATE.search(text):
                yield index, element, fold(text)


def _label(element: HtmlElement) -> str:
    """What says, right before a date, what it is the date of: the element's own begin and the one before it."""
    before = element.getprevious()
    text = visible_text(before, 60) if before is not None else ""
    own = _DIGIT.split(visible_text(element, 80), maxsplit=1)[0]
    return f"{text if len(text) < 40 else ''} {own}"


def _leading(text: str, read: Read) -> Moment | None:
    """A date at the begin of a paragraph: "Kiel, 3. Mai 2017 – …"."""
    match = _FULL_DATE.search(text)
    return read(text[: match.end() + 8]) if match and match.start() <= _PLACE and len(text) > _LINE else None


def _changed(text: str, read: Read) -> Moment | None:
    match = UPDATED.search(text) or _AS_OF.search(text)
    return read(text[match.end() :]) if match and len(text) - match.end() < _LINE else None


def _weight(element: HtmlElement) -> int:
    """A date inside a link is rather another article's, one that is called a date is rather this one's."""
    parent = element.getparent()
    linked = element.tag == "a" or (parent is not None and parent.tag == "a")
    return _LINKED * linked - _CALLED * bool(_LABEL.match(visible_text(element, 80)))


def _alone(text: str, read: Read) -> Moment | None:
    match = _FULL_DATE.search(text)
    if match is None or UPDATED.search(text):
        return None
    said = _SAID.search(text)
    if said and (moment := read(text[said.end() :][:_LINE])):
        return moment
    if len(text) > _LINE or len(text) - match.end() > _AFTER or _OTHER.search(text):
        return None
    return read(text)
