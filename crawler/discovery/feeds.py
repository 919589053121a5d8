"""RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0 (RFC 4287), JSON Feed 1.x, read from bytes: nothing is fetched.

Entities are not resolved, and libxml2 ends a document that nests more than 256 deep or holds a text over 10 MB; what was
read before a break counts.
"""

import json
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from crawler.discovery.addresses import full
from crawler.discovery.candidates import Candidate

MOST_ENTRIES = 2000
ROOTS = {"rss", "rdf", "feed", "channel"}
DATES = {
    "pubdate": "pubDate",
    "published": "published",
    "date": "dc:date",
    "issued": "issued",
    "updated": "updated",
    "modified": "modified",
}
"""The elements that date an entry, the best first, with their names as evidence."""
LEAST_DATED = 3
RSS_AUTHOR = re.compile(r"^\S+@\S+\s*\((.+)\)$")
"""RSS 2.0 has ``mail@host (Name)`` in an author element."""


def feed_links(body: bytes, url: str) -> list[str] | None:
    """The addresses of a feed's entries in its order, made full, each once; None when the body is no feed."""
    entries = read_feed(body, url)
    return None if entries is None else [entry.url for entry in entries]


def read_feed(body: bytes, url: str) -> list[Candidate] | None:
    """The entries of a feed in its order, each address once; None when the body is no feed. Never raises."""
    body = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    found = _json_entries(body) if body.startswith(b"{") else _xml_entries(body)
    if found is None:
        return None
    entries: dict[str, Candidate] = {}
    stamped = _is_stamped(found)
    for raw in found:
        page = full(raw["url"], url)
        if page and page not in entries:
            texts = {name: " ".join(str(raw.get(name, "")).split())[:500] for name in ("title", "date")}
            authors = tuple(" ".join(name.split())[:200] for name in raw.get("authors", ()) if name.strip())
            names = {name: read for name, read in raw["names"].items() if raw.get(name)}
            if stamped:
                names.pop("date", None)
            entries[page] = Candidate(url=page, place=url, authors=authors[:20], names=names, **texts)
    return list(entries.values())


def _is_stamped(found: list[dict[str, Any]]) -> bool:
    """Whether all entries carry one and the same time: that of the feed's making, which says nothing of theirs."""
    dates = [str(raw.get("date") or "") for raw in found]
    return len(dates) >= LEAST_DATED and len(set(dates)) == 1 and ":" in dates[0]


def _json_entries(body: bytes) -> list[dict[str, Any]] | None:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        return None
    items = feed.get("items")
    return [
        _json_entry(item)
        for item in (items if isinstance(items, list) else [])[:MOST_ENTRIES]
        if isinstance(item, dict)
    ]


def _json_entry(item: dict[str, Any]) -> dict[str, Any]:
    authors = item.get("authors") or [item.get("author")]
    names = [one.get("name") for one in authors if isinstance(one, dict)] if isinstance(authors, list) else []
    return {
        "url": _text(item.get("url")) or _text(item.get("external_url")) or _text(item.get("id")),
        "title": _text(item.get("title")),
        "date": _text(item.get("date_published")),
        "authors": [name for name in names if isinstance(name, str)],
        "names": {"title": "title", "date": "date_published", "authors": "authors"},
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _xml_entries(body: bytes) -> list[dict[str, Any]] | None:
    parser = etree.iterparse(
        BytesIO(body), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    entries: list[dict[str, Any]] = []
    is_feed = False
    try:
        for event, element in parser:
            name = _name(element)
            if event == "start":
                if not is_feed and element.getparent() is None:
                    if name not in ROOTS:
                        return None
                    is_feed = True
            elif name in {"item", "entry"} and len(entries) < MOST_ENTRIES:
                entries.append(_xml_entry(element))
                element.clear()
    except (etree.XMLSyntaxError, ValueError):
        return entries if is_feed else None
    return entries if is_feed else None


def _xml_entry(entry: Any) -> dict[str, Any]:
    children = [(_name(child), child) for child in entry if isinstance(child.tag, str)]
    texts: dict[str, str] = {}
    for name, child in children:
        texts.setdefault(name, "".join(child.itertext()).strip())
    dated = next((name for name in DATES if texts.get(name)), "")
    named = "dc:creator" if "creator" in texts else "author"
    return {
        "url": _link(children, texts),
        "title": texts.get("title", ""),
        "date": texts.get(dated, ""),
        "authors": list(dict.fromkeys(_authors(children))),
        "names": {"title": "title", "date": DATES.get(dated, ""), "authors": named},
    }


def _link(children: Iterable[tuple[str, Any]], texts: dict[str, str]) -> str:
    """The entry's page: Atom's alternate link, RSS's link, or a guid that is an address."""
    if texts.get("origlink"):  # what a feed service put its own address in the place of
        return texts["origlink"]
    for name, child in children:
        if name == "link" and child.get("href") and (child.get("rel") or "alternate") == "alternate":
            return str(child.get("href"))
    if texts.get("link"):
        return texts["link"]
    is_address = all(child.get("isPermaLink") != "false" for name, child in children if name == "guid")
    guid = texts.get("guid", "") if is_address else ""
    return guid if guid.startswith(("http://", "https://")) else ""


def _authors(children: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for name, child in children:
        if name == "creator":
            yield "".join(child.itertext()).strip()
        elif name == "author":
            names = [one.text or "" for one in child if isinstance(one.tag, str) and _name(one) == "name"]
            text = (child.text or "").strip()
            mailed = RSS_AUTHOR.match(text)
            yield from names or ([mailed[1]] if mailed else [] if "@" in text else [text])


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()
