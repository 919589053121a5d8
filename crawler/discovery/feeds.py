"""RSS and Atom, read by feedparser from bytes: it never gets an address, so it never fetches."""

from io import BytesIO

import feedparser

from crawler.discovery.addresses import full_ones


def feed_links(body: bytes, url: str) -> list[str] | None:
    """The addresses of a feed's entries in its order, made full; None when the body is no feed."""
    try:
        feed = feedparser.parse(BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    except ValueError:  # feedparser lets those of broken bytes and broken addresses through
        return None
    if not feed.get("version") and not feed.entries:
        return None
    return full_ones((entry.get("link") or "" for entry in feed.entries), url)
