"""What an outlet's HTML pages tell about where its articles are."""

import re
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.discovery.addresses import full, full_ones

FEED_TYPES = {"application/rss+xml", "application/atom+xml"}
DATED = re.compile(r"/(19|20)\d\d[/-]?\d\d?\b")
NUMBERED = re.compile(r"\d{5,}")
SLUG_WORDS = 4
ANCHOR_WORDS = 4


def feed_addresses(body: bytes, url: str) -> list[str]:
    """The feeds that a page links as ``<link rel=alternate>`` (RSS autodiscovery), without comments'."""
    found = []
    for link in _elements(body, "link"):
        words = (link.get("rel") or "").lower().split()
        kind = (link.get("type") or "").lower().strip()
        href = link.get("href") or ""
        if "alternate" in words and kind in FEED_TYPES and href and "comments" not in href:
            found.append(href)
    return full_ones(found, url)


def article_links(body: bytes, url: str) -> list[str]:
    """The links of a section page that look like articles, in page order: by their address and their anchor's words."""
    links = ((full(link.get("href") or "", url), link) for link in _elements(body, "a"))
    found = (page for page, link in links if page and _looks_like_article(page, str(link.text_content())))
    return list(dict.fromkeys(found))


def _looks_like_article(address: str, anchor: str) -> bool:
    path = urlsplit(address).path.rstrip("/")
    slug = re.split(r"[-_]", path.rpartition("/")[2])
    if DATED.search(path) or NUMBERED.search(path) or len(slug) > SLUG_WORDS:
        return len(path) > len("/2025/01/01")
    return len(slug) > 1 and len(anchor.split()) >= ANCHOR_WORDS


def _elements(body: bytes, tag: str) -> list[html.HtmlElement]:
    try:
        return list(html.document_fromstring(body).iter(tag))
    except (etree.ParserError, ValueError):  # an empty page
        return []
