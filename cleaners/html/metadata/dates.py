"""When the article was published and last changed, by the most trustworthy thing in the page that says so."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from cleaners.html.metadata.jsonld import Node, string
from cleaners.html.metadata.moments import Moment, day_of, read_moment
from cleaners.html.metadata.signals import Mark, Signals, elsewhere, visible_text

Found = tuple[Moment, str]
_FIRST_DAY = date(1995, 1, 1)
_PUBLISHED_META = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "bt:pubdate",
    "publish-date", "publish_date", "publishdate", "published_date", "published-date", "publication_date",
    "publicationdate", "pubdate", "pub_date", "article.published", "published_at", "article_date_original",
    "originalpublicationdate", "citation_publication_date", "citation_online_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dcterms.date", "dc.date.published", "dc.date", "dc.date.created", "dcterms.created", "date",
    "vr:published_time", "og:pubdate", "mediator_published_time", "ptime", "prism.publicationdate", "dcsext.articlefirstpublished",
    "last-publish-date", "rnews:datepublished", "article:publish_date", "analyticsattributes.articledate", "created",
)  # fmt: skip
_MODIFIED_META = (
    "article:modified_time", "og:updated_time", "article:updated_time", "datemodified", "last-modified", "lastmod",
    "dcterms.modified", "dc.date.modified", "modified", "updated_time", "cxenseparse:recs:modifiedtime", "revised", "revision_date",
)  # fmt: skip
_UPDATED = re.compile(
    r"updat|modif|aktualis|geändert|mis à jour|actualiz|aggiorn|atualiz|bijgewerkt|uppdat|oppdat|zaktual|revised", re.I
)
_URL_DAY = re.compile(
    r"(?:^|[/_.-])((?:19|20)\d\d)[/_.-]?(0[1-9]|1[0-2]|[1-9](?=[/_-]))[/_.-]?(0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]|$))(?=[/_.-]|$|\D)"
)
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
        moment = read_moment(text, self.language, month_first=self.month_first) if text else None
        return moment if moment and self._possible(moment) else None

    def _possible(self, moment: Moment) -> bool:
        if day_of(moment) < _FIRST_DAY:
            return False
        if self.latest is None:
            return True
        if isinstance(moment, datetime):
            return moment <= self.latest
        return moment <= self.latest.astimezone(UTC).date() + timedelta(days=1)


def published(reader: Reader, article: Node | None, others: list[Node], url: str, anchor: int | None) -> Found | None:
    """Return when the article was published and where that was read; None where nothing in the page says so."""
    found = list(_published(reader, article, others, url, anchor))
    return _with_time(found) if found else None


def _published(
    reader: Reader, article: Node | None, others: list[Node], url: str, anchor: int | None
) -> Iterator[Found]:
    if article:
        yield from _keys(reader, article, "datePublished")
    yield from _metas(reader, _PUBLISHED_META)
    yield from _props(reader, ("datepublished", "datecreated"))
    for node in others:
        yield from _keys(reader, node, "datePublished", "uploadDate")
    if article:
        yield from _keys(reader, article, "dateCreated")
    yield from _in_page(reader, anchor)
    yield from url_day(reader, url)


def modified(reader: Reader, article: Node | None, others: list[Node]) -> Found | None:
    """Return when the page says that the article was last changed."""
    found: list[Found] = []
    for node in ([article] if article else []) + others:
        found += _keys(reader, node, "dateModified")
    found += [*_metas(reader, _MODIFIED_META), *_props(reader, ("datemodified",))]
    return _with_time(found) if found else None


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


def _props(reader: Reader, names: Iterable[str]) -> Iterator[Found]:
    for name in names:
        for mark in reader.signals.props.get(name, ())[:3]:
            moment = reader.read(_value(mark))
            if moment and not elsewhere(mark.element):
                yield moment, mark.how
                break


def _value(mark: Mark) -> str:
    element = mark.element
    return element.get("datetime") or element.get("content") or element.get("title") or visible_text(element, 120)


def _in_page(reader: Reader, anchor: int | None) -> Iterator[Found]:
    """Dates that stand in the page, the nearest to the headline first; those after it are nearer than those before."""
    marks = [mark for mark in reader.signals.times + reader.signals.dates if not elsewhere(mark.element)][:40]
    start = anchor if anchor is not None else 0
    marks.sort(key=lambda mark: mark.index - start if mark.index >= start else 3 * (start - mark.index))
    for mark in marks:
        text = mark.element.get("datetime") or visible_text(mark.element, 200)
        if len(text) > 160 or _UPDATED.search(text):
            continue
        if moment := reader.read(text):
            yield moment, mark.how
            return


def url_day(reader: Reader, url: str) -> Iterator[Found]:
    """A day in the address: ``/2024/05/31/`` or ``2024-05-31``."""
    for match in _URL_DAY.finditer(url.split("?", 1)[0]):
        if moment := reader.read("-".join(match.groups())):
            yield moment, "url"
            return


def _with_time(found: list[Found]) -> Found:
    """The first, or, where it states only a day, the first that states the same day with its time and offset."""
    first = found[0]
    if isinstance(first[0], datetime):
        return first
    return next((other for other in found if isinstance(other[0], datetime) and other[0].date() == first[0]), first)
