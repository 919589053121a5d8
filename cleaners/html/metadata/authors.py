"""Who wrote the article: what JSON-LD, microdata, meta elements and the byline near the headline say, weighed."""

import re
from typing import Any

from cleaners.html.metadata.jsonld import JsonLd, Node, types
from cleaners.html.metadata.names import clean_names, is_agency, squeeze_name
from cleaners.html.metadata.signals import Mark, Signals, elsewhere, visible_text

Authors = tuple[list[str], str]
_NAMED_METAS = (
    "parsely-author", "sailthru.author", "article:author", "article:author_name", "og:author", "og:article:author",
    "cxenseparse:author", "mrf:authors", "mediator_author", "shareaholic:article_author_name", "citation_author", "dc.creator",
    "dcterms.creator", "dc.contributor", "author", "byl", "authors", "vr:author", "rnews:author", "twitter:data1",
)  # fmt: skip
_LOOSE = frozenset({"author", "dc.creator", "dcterms.creator", "article:author", "vr:author"})
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|e\.?\s?v\.?|inc|ltd|llc|s\.?a\.?|verlag|media|group|stiftung|verein|redaktion|team|\w+\.(?:de|com|org|net|at|ch|eu|fr))\b",
    re.I,
)


def find_authors(signals: Signals, ld: JsonLd, article: Node | None, sites: set[str], anchor: int | None) -> Authors:
    """Return the authors, in the page's order, and where they were read; empty where the page names none."""
    stated = _from_node(ld, article, sites) if article else []
    people = [name for name in stated if not _is_site(name, sites)]
    if people:
        return people, "json-ld:author"
    for names, how in (_from_page(signals, sites, anchor), _from_meta(signals, sites, trusted=True)):
        named = [name for name in names if not _is_site(name, sites)]
        if named:
            return named, how
    named, how = _from_meta(signals, sites, trusted=False)
    named = [name for name in named if not _is_site(name, sites)]
    if named:
        return named, how
    return (stated, "json-ld:author") if stated else ([], "")


def _is_site(name: str, sites: set[str]) -> bool:
    return squeeze_name(name) in sites


def _from_node(ld: JsonLd, article: Node, sites: set[str]) -> list[str]:
    names: list[str] = []
    for key in ("author", "creator"):
        for text in _texts(ld, article.get(key)):
            names += [name for name in clean_names(text, sites) if name not in names]
        if names:
            break
    return names


def _texts(ld: JsonLd, value: Any) -> list[str]:
    """The names in an author value: a string, a node, a reference to a node, or a list of these."""
    if isinstance(value, str):
        node = ld.by_id.get(value)
        return _texts(ld, node) if node else [] if "://" in value else [value]
    if isinstance(value, list):
        return [text for item in value for text in _texts(ld, item)]
    if isinstance(value, dict):
        node = ld.resolve(value)
        name = node.get("name")
        if isinstance(name, list | dict):
            return _texts(ld, name)
        if isinstance(name, str):
            return [name]
        if "itemlist" in types(node):
            return _texts(ld, node.get("itemListElement"))
        both = [node.get("givenName"), node.get("familyName")]
        return [" ".join(part for part in both if isinstance(part, str))] if any(both) else []
    return []


def _from_page(signals: Signals, sites: set[str], anchor: int | None) -> Authors:
    """The byline nearest to the headline, with the other people named at the same place."""
    marks = [*signals.props.get("author", ()), *signals.bylines]
    start = anchor if anchor is not None else 0
    marks.sort(key=lambda mark: (mark.index - start if mark.index >= start else 3 * (start - mark.index), mark.index))
    for mark in marks[:40]:
        if elsewhere(mark.element):
            continue
        names = _names_of(mark, sites)
        if names:
            return _siblings(mark, names, marks, sites), mark.how
    return [], ""


def _names_of(mark: Mark, sites: set[str]) -> list[str]:
    if mark.element.tag == "meta":
        return clean_names(mark.element.get("content") or "", sites)
    text = visible_text(mark.element, 300)
    if not text or len(text) > 200:
        return []
    names = clean_names(text, sites, from_page=True)
    return names


def _siblings(first: Mark, names: list[str], marks: list[Mark], sites: set[str]) -> list[str]:
    """Several authors often stand in elements of the same kind under one parent."""
    parent = first.element.getparent()
    same = [mark for mark in marks if mark is not first and mark.element.get("class") == first.element.get("class")]
    for mark in sorted(same, key=lambda mark: mark.index):
        other = mark.element.getparent()
        if other is parent or (other is not None and parent is not None and other.getparent() is parent.getparent()):
            names += [name for name in _names_of(mark, sites) if name not in names]
    return names


def _from_meta(signals: Signals, sites: set[str], *, trusted: bool) -> Authors:
    for key in _NAMED_METAS:
        if (key in _LOOSE) is trusted:
            continue
        names: list[str] = []
        for value in signals.metas.get(key, ()):
            if "://" in value or value.startswith("@") or (not trusted and _COMPANY.search(value)):
                continue
            found = (
                [_turned(value)]
                if key in ("dc.creator", "citation_author", "dcterms.creator")
                else clean_names(value, sites)
            )
            names += [name for name in found if name not in names]
        if names:
            return names, f"meta:{key}"
    return [], ""


def _turned(name: str) -> str:
    """Bibliographic elements write the family name first: "Lenharo, Mariana"."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name.strip(" ,")


def agencies_only(names: list[str]) -> bool:
    """Tell whether all names are news agencies."""
    return bool(names) and all(is_agency(name) for name in names)
