"""What an outlet's HTML pages tell about where its articles are."""

import re
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree, html

from crawler.discovery.addresses import full, full_ones
from crawler.discovery.sections import FURNITURE, Anchor, learned_articles

FEED_TYPES = {"application/rss+xml", "application/atom+xml"}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a front page says of its outlet; empty where it says nothing."""

    name: str = ""
    language: str = ""


def page_facts(body: bytes) -> PageFacts:
    """The outlet's name (og:site_name, else the first part of the title) and language (the html element's)."""
    metas = {(meta.get("property") or meta.get("name") or "").lower(): meta for meta in _elements(body, "meta")}
    name = metas["og:site_name"].get("content") or "" if "og:site_name" in metas else ""
    if not name:
        title = next((str(one.text_content()) for one in _elements(body, "title")), "")
        name = re.split(r"\s[|–—:·-]\s", title.strip())[0]
    language = next((one.get("lang") or "" for one in _elements(body, "html")), "")
    code = re.match(r"[a-z]{2,3}(?![a-z])", language.strip().lower())
    return PageFacts(name=" ".join(name.split())[:100], language=code[0] if code else "")


def section_addresses(body: bytes, url: str) -> list[str]:
    """The addresses of a page's navigation that may be sections: short paths without numbers, most linked first."""
    counts: Counter[str] = Counter()
    for link in _elements(body, "a"):
        page = full(link.get("href") or "", url)
        if page and _is_section(page) and 0 < len(str(link.text_content()).split()) <= ANCHOR_WORDS:
            in_navigation = any(parent.tag in {"nav", "header"} for parent in link.iterancestors())
            counts[page.partition("?")[0]] += 3 if in_navigation else 1
    return [page for page, _ in counts.most_common()]


def _is_section(address: str) -> bool:
    path = urlsplit(address).path.strip("/")
    return bool(path) and path.count("/") < 2 and len(path) < 40 and re.search(r"\d|\.(?!html?$)", path) is None


def article_links(body: bytes, url: str) -> list[str]:
    """The links of a section page that lead to articles, in page order; see `crawler.discovery.sections`."""
    anchors = []
    for link in _elements(body, "a"):
        page = full(link.get("href") or "", url)
        if page:
            furniture = any(parent.tag in FURNITURE for parent in link.iterancestors())
            anchors.append(Anchor(url=page, text=str(link.text_content()), in_furniture=furniture))
    return learned_articles(anchors, url)


def _elements(body: bytes, tag: str) -> list[html.HtmlElement]:
    try:
        return list(html.document_fromstring(body, parser=_parser(body)).iter(tag))
    except (etree.ParserError, ValueError):  # an empty page
        return []


def _parser(body: bytes) -> html.HTMLParser:
    """What is UTF-8 is read as such, declared or not; for the rest the page's own declaration counts."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return html.HTMLParser()
    return html.HTMLParser(encoding="utf-8")
