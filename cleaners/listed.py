"""What a feed or sitemap says of a page fills what the page itself leaves open; it never replaces better evidence.

A page comes with it as `Page.listed`: `how` (feed or sitemap), `title`, `date`, `authors`, and in `names` the element
that each was read from. The evidence of a field filled so is ``feed:pubDate``, ``sitemap:news:publication_date``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from cleaners.html.metadata.moments import Moment, day_of, read_moment
from cleaners.html.metadata.names import clean_names, is_agency, is_person, squeeze_name
from cleaners.html.metadata.title import plain_title
from cleaners.types import Metadata

HOWS = frozenset({"feed", "sitemap"})
PUBLICATION = frozenset({"pubDate", "published", "dc:date", "issued", "date_published", "news:publication_date"})
"""The elements that state when an article was published; `updated`, `modified` and `lastmod` do not."""
CUT = ("…", "...")
FIRST_DAY = date(1995, 1, 1)
LEEWAY = timedelta(hours=1)
"""Clocks differ: a date so little after the fetch is none of the future."""


def with_listed(metadata: Metadata, listed: Mapping[str, Any], fetched_at: datetime | None) -> Metadata:
    """Return the metadata with what the page does not state, or states in a weaker form, taken from its listing.

    A day whose time the page does not state becomes the listing's moment of that day; a day out of the page's address
    may be a day off. A title that the page cuts is made whole. Authors are names of persons and agencies only, and
    stand in for none, or for the site itself. A date after the fetch is none.
    """
    how = listed.get("how")
    if how not in HOWS:
        return metadata
    changes: dict[str, Any] = {}
    evidence = dict(metadata.evidence)
    for field, value, name in _found(metadata, listed, fetched_at):
        changes[field] = value
        evidence[field] = f"{how}:{name}"
    return replace(metadata, **changes, evidence=evidence) if changes else metadata


def _found(
    metadata: Metadata, listed: Mapping[str, Any], fetched_at: datetime | None
) -> Iterator[tuple[str, Any, str]]:
    names = listed.get("names") or {}
    moment = _moment(listed, fetched_at)
    if moment is not None and _says_more(moment, metadata):
        yield "published_at", moment, names["date"]
    title = plain_title(_text(listed.get("title")))
    if title and _completes(title, metadata.title):
        yield "title", title, names.get("title", "title")
    authors = _authors(listed, metadata)
    if authors and _nobody(metadata):
        yield "authors", authors, names.get("authors", "author")


def _moment(listed: Mapping[str, Any], fetched_at: datetime | None) -> Moment | None:
    if (listed.get("names") or {}).get("date") not in PUBLICATION:
        return None
    moment = read_moment(_text(listed.get("date")))
    if moment is None or day_of(moment) < FIRST_DAY:
        return None
    if fetched_at is None:
        return moment
    latest = fetched_at + LEEWAY
    if isinstance(moment, datetime):
        return moment if moment <= latest else None
    return moment if moment <= latest.date() + timedelta(days=1) else None


def _says_more(moment: Moment, metadata: Metadata) -> bool:
    stated = metadata.published_at
    if stated is None:
        return True
    if isinstance(stated, datetime) or not isinstance(moment, datetime):
        return False
    off = abs((moment.date() - stated).days)
    return off == 0 or (off == 1 and metadata.evidence.get("published_at") == "url")


def _completes(title: str, stated: str | None) -> bool:
    if not stated:
        return True
    if title.endswith(CUT) or not stated.endswith(CUT):
        return False
    start = stated.rstrip("….").rstrip()
    return len(title) > len(start) > 0 and title.startswith(start)


def _authors(listed: Mapping[str, Any], metadata: Metadata) -> tuple[str, ...]:
    sites = {squeeze_name(metadata.site_name)} if metadata.site_name else set()
    given = listed.get("authors")
    texts = given if isinstance(given, list | tuple) else ()
    names = [name for text in texts for name in clean_names(_text(text), sites)]
    own = {name for name in names if squeeze_name(name) in sites}
    return tuple(dict.fromkeys(name for name in names if is_agency(name) or (is_person(name) and name not in own)))


def _nobody(metadata: Metadata) -> bool:
    if not metadata.authors:
        return True
    return bool(metadata.site_name) and [squeeze_name(name) for name in metadata.authors] == [
        squeeze_name(metadata.site_name or "")
    ]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
