"""When the article was published and last changed, by the most trustworthy thing in the page that says so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cached_property

from lxml.html import HtmlElement

from cleaners.address import days
from cleaners.html.metadata.jsonld import Node, string
from cleaners.html.metadata.moments import Clock, Moment, day_of, is_ambiguous, read_clock, read_moment
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.signals import Mark, Signals
from cleaners.html.metadata.texts import visible_text
from cleaners.html.metadata.visible import clocks, dated_texts, lone_day, marked_day, script_day
from cleaners.html.metadata.words import listed

Found = tuple[Moment, str]
#: Differences to UTC that are in use where newspapers are.
_OFFSETS = frozenset(
    timedelta(minutes=minutes)
    for minutes in [*range(-10 * 60, 14 * 60 + 1, 60), -210, -150, 210, 270, 330, 345, 390, 570, 630]
)
_STATED = 1000  # texts that are asked for a date in order to tell which part of another is the month
_FIRST_DAY, _LAST_DAY = date(1995, 1, 1), date(2200, 1, 1)
_PUBLISHED_META = listed(
    """
    article:published_time article:published og:article:published_time og:published_time datepublished
    parsely-pub-date sailthru.date cxenseparse:recs:publishtime article_date_original originalpublicationdate
    mediator_published_time ptime rnews:datepublished analyticsattributes.articledate dc.date.issued
    dcterms.issued dc.date.published dcsext.articlefirstpublished citation_online_date
    """
)
_PUBLISHED_KEY = re.compile(r"pub\w*[-_.: ]?(?:date|time|at$|on$)|^(?:date|time)[-_.: ]?pub|^release[-_]?date")
_LOOSE_META = listed(
    """
    dcterms.created dc.date.created dcterms.date dc.date date created citation_date article:date pubdate
    """
)
_MODIFIED_META = listed(
    """
    article:modified_time og:updated_time article:updated_time datemodified last-modified lastmod
    dcterms.modified dc.date.modified modified updated_time cxenseparse:recs:modifiedtime revised
    revision_date
    """
)
_TITLE_DAY = re.compile(r"^\W*\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{4}\W*$")
_AMERICAN = re.compile(r"en-us", re.I)


class Reader:
    """Reads the dates of one page; `latest` is the last day a page fetched then can have been published on."""

    def __init__(self, signals: Signals, language: str | None, fetched_at: datetime | None) -> None:
        self.signals = signals
        self.language = language
        self.month_first = bool(_AMERICAN.match(signals.language))
        self.latest = fetched_at + timedelta(hours=1) if fetched_at else None

    def read(self, text: str | None) -> Moment | None:
        """Return the moment in the text if a page of today can have it."""
        if not text:
            return None
        moment = read_moment(text, self.language, month_first=self.month_first)
        if moment and is_ambiguous(text):
            other = read_moment(text, self.language, month_first=not self.month_first)
            if other and day_of(moment) not in self.sure_days and day_of(other) in self.sure_days:
                moment = other
        return moment if moment and self._possible(moment) else None

    @cached_property
    def sure_days(self) -> frozenset[date]:
        """The days that the page states anywhere in a way that can be read but one way."""
        values = [value for values in self.signals.metas.values() for value in values]
        stamps = [mark.element.get("datetime") or "" for mark in self.signals.times]
        texts = [text for _, _, text in dated_texts(self.signals.elements)]
        stated = [text for text in (*values, *stamps, *texts) if not is_ambiguous(text)][:_STATED]
        moments = [read_moment(text, self.language, month_first=self.month_first) for text in stated]
        return frozenset(day_of(moment) for moment in moments if moment)

    def _possible(self, moment: Moment) -> bool:
        if not _FIRST_DAY <= day_of(moment) < _LAST_DAY:
            return False
        if self.latest is None:
            return True
        if isinstance(moment, datetime):
            return moment <= self.latest
        return moment <= self.latest.astimezone(UTC).date() + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Page:
    """What the dates are read from beside the signals: JSON-LD nodes, the headline's place, the tree, the address.

    `near` are the marks of dates, the nearest to the headline first.
    """

    article: Node | None
    others: list[Node]
    place: Place
    near: Sequence[Mark]
    tree: HtmlElement
    url: str


def published(reader: Reader, page: Page) -> Found | None:
    """Return when the article was published and where that was read; None where nothing in the page says so."""
    found = _with_time(_published(reader, page))
    if found is None:
        return None
    moment, how = found
    return (_local(reader, page, moment) if isinstance(moment, datetime) else moment), how


def _local(reader: Reader, page: Page, moment: datetime) -> datetime:
    """Give a moment stated in UTC the offset that follows from the wall clock beside the headline."""
    if moment.utcoffset():
        return moment
    for text in clocks(reader.signals, page.near, page.place):
        clock = read_clock(text, reader.language, month_first=reader.month_first)
        offset = _ahead(clock, moment) if clock else None
        if clock and offset and moment.astimezone(offset).date() == clock.wall.date():
            return moment.astimezone(offset)
    return moment


def _ahead(clock: Clock, moment: datetime) -> timezone | None:
    """The offset of the clock that shows the moment; None where that is UTC or cannot be told.

    It is the difference, unless the clock names a zone that is more than an hour off: many write the winter's name of
    their zone in summer.
    """
    named = clock.zone.utcoffset(None) if clock.zone and clock.named else None
    utc = moment.replace(tzinfo=None, second=clock.wall.second, microsecond=0)
    told = (clock.wall + timedelta(hours=later) - utc for later in ((0, 12) if clock.halved else (0,)))
    ahead = next((ahead for ahead in told if ahead in _OFFSETS), named)
    if named is not None and ahead is not None and abs(ahead - named) > timedelta(hours=1):
        ahead = named
    return timezone(ahead) if ahead else None


def _published(reader: Reader, page: Page) -> Iterator[Found]:
    """Everything that says when, the most trustworthy first; the text is searched only where nothing else speaks."""
    sure = [*_sure(reader, page)]
    yield from sure
    marked = [*marked_day(page.near, page.place, reader.read)]
    loose = [*_metas(reader, _LOOSE_META)]
    yield from (row[:2] for row in marked if row[2])
    yield from loose
    address = [*url_day(reader, page.url)]
    yield from address
    yield from (row[:2] for row in marked if not row[2])
    if not (sure or marked or loose or address):
        yield from lone_day(reader.signals.elements, page.place, reader.read)
    if not (sure or marked or loose or address):
        yield from titled_day(reader)
        yield from script_day(page.tree, reader.read)


def _sure(reader: Reader, page: Page) -> Iterator[Found]:
    if page.article:
        yield from _keys(reader, page.article, "datePublished")
    yield from _metas(reader, _PUBLISHED_META)
    keys = [key for key in reader.signals.metas if _PUBLISHED_KEY.search(key) and key not in _PUBLISHED_META]
    yield from _metas(reader, keys)
    yield from _props(reader, page.place, ("datepublished", "datecreated", "created", "issued"))
    for node in page.others:
        yield from _keys(reader, node, "datePublished", "uploadDate")
    if page.article:
        yield from _keys(reader, page.article, "dateCreated")


def modified(reader: Reader, page: Page) -> Found | None:
    """Return when the page says that the article was last changed."""
    found: list[Found] = []
    for node in ([page.article] if page.article else []) + page.others:
        found += _keys(reader, node, "dateModified")
    found += [*_metas(reader, _MODIFIED_META), *_props(reader, page.place, ("datemodified",))]
    found = found or [row[:2] for row in marked_day(page.near, page.place, reader.read, updates=True)]
    return _with_time(iter(found))


def _keys(reader: Reader, node: Node, *keys: str) -> Iterator[Found]:
    for key in keys:
        if moment := reader.read(string(node.get(key))):
            yield moment, f"json-ld:{key}"


def _metas(reader: Reader, keys: Iterable[str]) -> Iterator[Found]:
    for key in keys:
        for value in reader.signals.metas.get(key, ()):
            if moment := reader.read(value):
                yield moment, f"meta:{key}"
                break


def _props(reader: Reader, place: Place, names: Iterable[str]) -> Iterator[Found]:
    for name in names:
        for mark in reader.signals.props.get(name, ())[:3]:
            moment = reader.read(_value(mark))
            if moment and not place.elsewhere(mark.element):
                yield moment, mark.how
                break


def _value(mark: Mark) -> str:
    element = mark.element
    return element.get("datetime") or element.get("content") or element.get("title") or visible_text(element, 120)


def url_day(reader: Reader, url: str) -> Iterator[Found]:
    """A day in the address: ``/2024/05/31/`` or ``2024-05-31``."""
    for day in days(url):
        if moment := reader.read(day):
            yield moment, "url"
            return


def titled_day(reader: Reader) -> Iterator[Found]:
    """A full date at the start or the end of the title element, as press releases have it."""
    match = _TITLE_DAY.search(reader.signals.title)
    if match and (moment := reader.read(match[0])):
        yield moment, "title"


def _with_time(found: Iterator[Found]) -> Found | None:
    """The first, with the offset or the time of day that another place states for the same moment or day.

    No more places are asked than it takes; None where there is none.
    """
    first = next(found, None)
    if first is None:
        return None
    moment = first[0]
    if not isinstance(moment, datetime):
        return next((other for other in found if isinstance(other[0], datetime) and other[0].date() == moment), first)
    if moment.utcoffset():
        return first
    same = (other for other, _ in found if isinstance(other, datetime) and other == moment and other.utcoffset())
    return next(same, moment), first[1]
