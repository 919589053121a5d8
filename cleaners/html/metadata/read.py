"""Metadata of a parsed page, every field with the place it was read from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from cleaners.html.elements import Elements
from cleaners.html.metadata import authors, dates, plain
from cleaners.html.metadata.jsonld import (
    ARTICLE_TYPES,
    JsonLd,
    Node,
    bare_url,
    choose_article,
    read_scripts,
    signed_page,
    squeeze,
)
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.signals import Signals, gather
from cleaners.html.metadata.title import all_titles, find_title
from cleaners.types import Metadata


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page states in machine-readable form, read once and shared.

    `article` is the JSON-LD node of the page's own article or None, `page_types` are the lower-case types of all its
    top-level nodes, `og_type` is the Open Graph type in lower case or empty. `canonical` is the address that the page gives
    as its own, made absolute, or None; `addresses` are all that lead to it, bare.
    """

    signals: Signals
    ld: JsonLd
    article: Node | None
    page_types: frozenset[str]
    og_type: str
    url: str
    canonical: str | None
    addresses: frozenset[str]


def read_facts(tree: HtmlElement, url: str, elements: Elements | None = None) -> Facts:
    """Read what the page states: `tree` is left as it is, `url` may be empty; `elements` are the tree's, where known."""
    signals = gather(elements or Elements(tree))
    ld = read_scripts(signals.scripts)
    canonical = plain.absolute(url, signals.links.get("canonical") or signals.meta("og:url"))
    addresses = frozenset(bare_url(link) for link in (url, canonical, signals.meta("og:url")) if link)
    titles = {squeeze(text) for text in all_titles(signals)} - {""}
    article = choose_article(ld, urls=addresses, titles=titles)
    kinds = frozenset(kind for _, kinds, inside in ld.nodes if not inside for kind in kinds)
    og_type = (signals.meta("og:type") or "").lower()
    return Facts(signals, ld, article, kinds, og_type, url, canonical, addresses)


def article_node(tree: HtmlElement, url: str = "") -> Node | None:
    """Return the JSON-LD node that describes the page's own article, or None."""
    return read_facts(tree, url).article


def read_metadata(tree: HtmlElement, url: str, fetched_at: datetime | None, facts: Facts | None = None) -> Metadata:
    """Read the metadata of a page.

    `tree` is a parsed document and is not changed; `url` is the page's address or empty; `fetched_at` (timezone-aware)
    bounds the dates, which cannot lie after it; `facts` are those of the same tree where they are read already.
    """
    facts = facts or read_facts(tree, url)
    signals, ld, article, canonical = facts.signals, facts.ld, facts.article, facts.canonical
    sites = plain.site_names(signals, ld, article, url)
    title = find_title(signals, article, sites)
    place = Place(title.heading)
    language = plain.language(signals, article)
    others = [node for node, kinds, inside in ld.nodes if not inside and node is not article and _dated(node, kinds)]
    reader = dates.Reader(signals, language[0] if language else None, fetched_at)
    near = place.nearest(signals.times + signals.dates)
    dated = dates.Page(article, others, place, near, tree, canonical or url)
    found: dict[str, tuple[Any, str] | None] = {
        "title": (title.text, title.how) if title.text else None,
        "description": plain.description(signals, article),
        "published_at": dates.published(reader, dated),
        "modified_at": dates.modified(reader, dated),
        "section": plain.section(signals, article),
        "tags": plain.tags(signals, article),
        "language": language,
        "site_name": plain.site_name(signals, ld, article, title.text),
        "image_url": plain.image(signals, article, url),
    }
    signed = signed_page(ld, facts.addresses)
    people, where = authors.find_authors(authors.Sources(signals, ld, article, signed, sites, place, tree))
    if people:
        found["authors"] = (tuple(people), where)
    if canonical:
        found["canonical_url"] = (canonical, "link:canonical" if signals.links.get("canonical") else "og:url")
    free = plain.is_free(article)
    if free is not None:
        found["is_accessible_for_free"] = (free, "json-ld:isAccessibleForFree")
    kept = {name: pair for name, pair in found.items() if pair}
    return Metadata(
        **{name: pair[0] for name, pair in kept.items()}, evidence={name: pair[1] for name, pair in kept.items()}
    )


def _dated(node: Node, kinds: set[str]) -> bool:
    return bool(
        kinds & (ARTICLE_TYPES | {"webpage", "itempage", "videoobject", "newsarticle", "qapage", "product", "event"})
    ) and ("datePublished" in node or "dateModified" in node or "uploadDate" in node)
