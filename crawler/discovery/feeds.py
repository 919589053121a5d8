"""RSS and Atom, read by feedparser from bytes: it never gets an address, so it never fetches."""

from io import BytesIO
from urllib.parse import urljoin

import feedparser


def feed_links(body: bytes, url: str) -> list[str] | None:
    """The addresses of a feed's entries in its order, made full; None when the body is no feed."""
    feed = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not feed.get("version") and not feed.entries:
        return None
    return [urljoin(url, entry.link) for entry in feed.entries if entry.get("link")]
