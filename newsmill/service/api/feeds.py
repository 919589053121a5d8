"""The newest articles of a list or a search as a feed: Atom (RFC 4287) and JSON Feed 1.1 (https://jsonfeed.org)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import orjson
from fastapi import APIRouter, Request, Response

from newsmill.service.api.answers import tagged
from newsmill.service.api.asking import Limit, Meant, Words
from newsmill.service.problems import documented
from newsmill.service.security.access import Reader
from newsmill.service.wiring import Service, Wired
from storage import Conditions
from storage.filters import Filters
from storage.listing import Listed, listed
from storage.paging import article_ids
from storage.reading import texts
from storage.search.query import parse

router = APIRouter(tags=["feeds"], responses=documented(401, 403, 422))
ATOM, JSON = "application/atom+xml", "application/feed+json"
_NAMESPACE = "http://www.w3.org/2005/Atom"
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for."""
_AT_ALL = "1970-01-01T00:00:00+00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Feed:
    """What is in a feed, the latest stored first."""

    title: str
    url: str
    articles: Sequence[Listed]
    texts: Mapping[int, str]


@router.get("/feed.atom", summary="An Atom feed", response_class=Response, responses={200: {"content": {ATOM: {}}}})
def atom(request: Request, service: Wired, _: Reader, meant: Meant, q: Words = None, limit: Limit = 50) -> Response:
    """The articles of a list or a search that were stored last, with their texts."""
    return tagged(request, _as_atom(_feed(request, service, meant, q, limit)), ATOM)


@router.get("/feed.json", summary="A JSON feed", response_class=Response, responses={200: {"content": {JSON: {}}}})
def json_feed(
    request: Request, service: Wired, _: Reader, meant: Meant, q: Words = None, limit: Limit = 50
) -> Response:
    """The articles of a list or a search that were stored last, with their texts."""
    return tagged(request, orjson.dumps(_as_json(_feed(request, service, meant, q, limit))), JSON)


def _feed(request: Request, service: Service, meant: Conditions, q: str | None, limit: int) -> _Feed:
    read = service.store.database.read
    query = None if q is None else parse(q)
    ids = [one.id for one in read(article_ids, Filters(**meant), "stored", None, limit, query)]
    said = [q] if q else []
    said += [f"{name} {value}" for name, value in meant.items() if value is not None]
    title = f"newsmill: {', '.join(said)}" if said else "newsmill"
    return _Feed(title=title, url=str(request.url), articles=read(listed, ids), texts=read(texts, ids))


def _as_json(feed: _Feed) -> dict[str, Any]:
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "feed_url": feed.url,
        "items": [_json_item(row, feed.texts.get(row.id, "")) for row in feed.articles],
    }


def _json_item(row: Listed, text: str) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": row.url,
        "url": row.url if row.url.startswith("http") else None,
        "title": row.title,
        "summary": row.description,
        "content_text": text,
        "date_published": _moment(row),
        "date_modified": row.changed_at.isoformat(),
        "authors": [{"name": name} for name in row.authors] or None,
        "language": row.language,
        "tags": [row.section] if row.section else None,
    }
    return {name: value for name, value in item.items() if value is not None}


def _moment(row: Listed) -> str | None:
    """The publication as a moment, which feeds want: a day counts from its midnight in UTC; None where none is stated."""
    if row.published_at is None:
        return None
    stated = row.published_at.isoformat()
    return stated if "T" in stated else f"{stated}T00:00:00+00:00"


def _as_atom(feed: _Feed) -> bytes:
    root = Element("feed", {"xmlns": _NAMESPACE})
    _add(root, "title", feed.title)
    _add(root, "id", feed.url)
    SubElement(root, "link", {"rel": "self", "href": _printable(feed.url)})
    latest = max((row.changed_at.isoformat() for row in feed.articles), default=_AT_ALL)
    _add(root, "updated", latest)
    for entry in _entries(feed):
        root.append(entry)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body


def _entries(feed: _Feed) -> Iterator[Element]:
    for row in feed.articles:
        entry = Element("entry")
        _add(entry, "title", row.title or row.url)
        _add(entry, "id", row.url)
        if row.url.startswith("http"):
            SubElement(entry, "link", {"rel": "alternate", "href": _printable(row.url)})
        if published := _moment(row):
            _add(entry, "published", published)
        _add(entry, "updated", row.changed_at.isoformat())
        for name in row.authors or (row.source or "unknown",):
            _add(SubElement(entry, "author"), "name", name)
        if row.description:
            _add(entry, "summary", row.description)
        if row.section:
            SubElement(entry, "category", {"term": _printable(row.section)})
        _add(entry, "content", feed.texts.get(row.id, "")).set("type", "text")
        yield entry


def _add(parent: Element, name: str, text: str) -> Element:
    made = SubElement(parent, name)
    made.text = _printable(text)
    return made


def _printable(text: str) -> str:
    return _FORBIDDEN.sub("", text)
