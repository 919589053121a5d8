"""Sitemaps and sitemap indexes (sitemaps.org protocol 0.9) with the news extension, plain or gzip."""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from lxml import etree

from crawler.discovery.addresses import full
from crawler.discovery.candidates import Candidate

LIMIT = 52_428_800
MOST_ENTRIES = 50_000
"""The protocol's own limits for a sitemap: bytes after decompression, and addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A page, or a sitemap of an index. `date` is what the file says, an ISO 8601 text that sorts, or empty.

    `is_news`: it is the date of publication that a news sitemap states, not that of the last change.
    """

    url: str
    date: str = ""
    title: str = ""
    is_news: bool = False

    def candidate(self, sitemap: str) -> Candidate:
        """The page as a candidate, found in a sitemap."""
        names = {"date": "news:publication_date" if self.is_news else "lastmod"} if self.date else {}
        names |= {"title": "news:title"} if self.title else {}
        return Candidate(url=self.url, how="sitemap", place=sitemap, date=self.date, title=self.title, names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists, newest first."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()


def read_sitemap(body: bytes, url: str) -> Sitemap | None:
    """Read a sitemap; relative addresses are made full by `url`. None when the body is none.

    Entities are not resolved and nothing outside the body is read; a broken end loses only what follows the break.
    """
    try:
        found = list(islice(_entries(_plain(body), url), MOST_ENTRIES))
    except (etree.XMLSyntaxError, OSError, EOFError, zlib.error):
        return None
    if not found:
        return None
    newest = sorted(found, key=lambda pair: pair[1].date, reverse=True)
    return Sitemap(
        pages=tuple(entry for tag, entry in newest if tag == "url"),
        sitemaps=tuple(entry for tag, entry in newest if tag == "sitemap"),
    )


def _plain(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body
    with gzip.GzipFile(fileobj=BytesIO(body)) as file:
        return file.read(LIMIT)


def _entries(xml: bytes, base: str) -> Iterator[tuple[str, Entry]]:
    events = etree.iterparse(
        BytesIO(xml), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    for _, element in events:
        tag = _name(element)
        if tag not in {"url", "sitemap"}:
            continue
        texts = {_name(child): (child.text or "").strip() for child in element}  # a picture's <loc> lies deeper
        published = (element.findtext("{*}news/{*}publication_date") or "").strip()
        date = published or texts.get("lastmod", "")
        page = full(texts["loc"], base) if texts.get("loc") else None
        if page:
            title = element.findtext("{*}news/{*}title") or ""
            yield tag, Entry(url=page, date=date, title=" ".join(title.split())[:500], is_news=bool(published))
        element.clear()


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]
