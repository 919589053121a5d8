"""JSON-LD (https://www.w3.org/TR/json-ld11/) as news pages have it: often broken, often several nodes.

The vocabulary is https://schema.org; only what the metadata needs is read.
"""

import html
import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cleaners.html.metadata.texts import fold
from cleaners.html.metadata.words import listed

Node = dict[str, Any]

ARTICLE_TYPES = frozenset(
    listed(
        """
        article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle backgroundnewsarticle
        asknewsarticle reviewnewsarticle advertisercontentarticle satiricalarticle liveblogposting blogposting
        report scholarlyarticle medicalscholarlyarticle techarticle review socialmediaposting
        discussionforumposting recipe howto claimreview podcastepisode creativework medicalwebpage
        """
    )
)
_STRONG = frozenset(kind for kind in ARTICLE_TYPES if "article" in kind or "posting" in kind) | {"report", "recipe"}
_WRAP = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)"
    r"|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>)\s*+;?\s*+$"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
_BAD_ESCAPE = re.compile(r'\\(?!["\\/bfnrtu])')
_FIELD = re.compile(
    r'"(@type|headline|datePublished|dateModified|articleSection|url)"\s*:\s*"((?:[^"\\]|\\.){1,500})"\s*[,}\n]'
)
_AUTHOR_NAME = re.compile(r'"author"\s*:[\s\[]*\{[^{}]{0,200}?"name"\s*:\s*"([^"\\]{2,100})"')
DEEPEST = 12  # how deep values are read
_BEHIND = re.compile(r"[?#]")
_ORIGIN = re.compile(r"^(?:https?:)?//(?:www\.)?", re.I)
_LISTS = frozenset(
    listed(
        """
        itemlistelement haspart relatedlink mentions citation blogpost review comment item suggestedanswer
        liveblogupdate ispartof video subjectof about
        """
    )
)


@dataclass(slots=True)
class JsonLd:
    """The nodes of a page in its order, each with its types and whether a list of others held it; also by `@id`."""

    nodes: list[tuple[Node, set[str], bool]] = field(default_factory=list)
    by_id: dict[str, Node] = field(default_factory=dict)

    def resolve(self, value: Any) -> Any:
        """Return the node that ``{"@id": …}`` points to, or the value itself."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
            return self.by_id.get(value["@id"], value)
        return value


def read_scripts(scripts: list[str]) -> JsonLd:
    """Parse the texts of ``script type="application/ld+json"``; what cannot be mended is left out."""
    found = JsonLd()
    for script in scripts:
        for value in parse(script):
            _collect(value, found, inside=False, depth=0)
    return found


def parse(text: str) -> list[Any]:
    """Return the JSON values in a script's text, after mending what pages get wrong; empty where nothing helps."""
    if "<!" in text or "->" in text or "]>" in text:  # the pattern asks every character for its end
        text = _WRAP.sub("", _WRAP.sub("", text))
    text = text.strip().lstrip("\ufeff").rstrip(";")
    for mend in (lambda raw: raw, _mend, lambda raw: _mend(html.unescape(raw))):
        values = _decode_all(mend(text))
        if values:
            return values
    return _salvage(text)


def _salvage(text: str) -> list[Any]:
    """The plain fields of a script that is no JSON, as a quotation mark inside a string makes it."""
    pairs: dict[str, str] = dict(reversed(_FIELD.findall(text)))
    author = _AUTHOR_NAME.search(text)
    if author:
        pairs["author"] = author[1]
    return [pairs] if "@type" in pairs else []


def _mend(text: str) -> str:
    return _TRAILING_COMMA.sub("", _BAD_ESCAPE.sub(r"\\\\", text))


def _decode_all(text: str) -> list[Any]:
    """Decode one value after another (some scripts hold several); a broken one ends it."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    at = 0
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        values.append(value)
        while at < len(text) and text[at] in " \t\r\n,;":
            at += 1
    return values


def _collect(value: Any, found: JsonLd, *, inside: bool, depth: int) -> None:
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            _collect(item, found, inside=inside, depth=depth + 1)
    elif isinstance(value, dict):
        name = value.get("@id")
        if isinstance(name, str) and len(value) > 2:
            found.by_id.setdefault(name, value)
        if kinds := types(value):
            found.nodes.append((value, kinds, inside))
        for key, child in value.items():
            if isinstance(child, dict | list):
                _collect(child, found, inside=inside or key.lower() in _LISTS, depth=depth + 1)


def types(node: Node) -> set[str]:
    """Return the node's types in lower case, without the vocabulary's address."""
    kinds = node.get("@type", node.get("type"))
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].strip().lower() for name in names if isinstance(name, str)}


def choose_article(found: JsonLd, *, urls: Set[str], titles: Set[str]) -> Node | None:
    """Return the node that describes this page's own article, or None.

    `urls` are the page's addresses without scheme and slash at the end, `titles` its titles as `squeeze` writes them.
    Where several articles are described (listings, endless scroll), the page's own has its address or its title.
    """
    best: tuple[float, Node] | None = None
    rivals = 0
    for node, named, inside in found.nodes:
        kinds = named & ARTICLE_TYPES
        if not kinds:
            continue
        rivals += not inside
        score = _fit(node, kinds, urls, titles) - 3 * inside
        if best is None or score > best[0]:
            best = (score, node)
    if best is None or best[0] < (2 if rivals > 2 else 0):
        return None
    return best[1]


def signed_page(found: JsonLd, urls: Set[str]) -> Node | None:
    """Return the node of the page itself that names an author, as plugins write it that give no article; None without.

    `urls` are the page's addresses as for `choose_article`.
    """
    for node, kinds, inside in found.nodes:
        if (
            "webpage" in kinds
            and not inside
            and node.get("author")
            and urls & {bare_url(link) for link in _links(node)}
        ):
            return node
    return None


def _fit(node: Node, kinds: set[str], urls: Set[str], titles: Set[str]) -> float:
    score = 1.0 if kinds & _STRONG else 0.0
    own = {bare_url(link) for link in _links(node)}
    if own & urls:
        score += 3
    headline = squeeze(string(node.get("headline")) or string(node.get("name")) or "")
    if headline and headline in titles:
        score += 3
    elif len(headline) > 15 and any(headline in title or title in headline for title in titles if len(title) > 15):
        score += 2
    return (
        score
        + 0.5 * bool(node.get("datePublished"))
        + 0.3 * bool(node.get("author"))
        + 0.2 * bool(node.get("articleBody"))
    )


def _links(node: Node) -> Iterator[str]:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value:
            yield value


def bare_url(url: str) -> str:
    """Return the address without scheme, ``www.``, query, fragment and slash at the end, for comparing."""
    return _ORIGIN.sub("", _BEHIND.split(url.strip(), maxsplit=1)[0]).rstrip("/").lower()


@lru_cache(maxsize=4096)
def squeeze(text: str) -> str:
    """Return the letters and digits of the text in lower case, for comparing titles."""
    return "".join(filter(str.isalnum, html.unescape(text))).lower()


def string(value: Any, depth: int = DEEPEST) -> str | None:
    """Return the first string in a value that may be a string, a list or ``{"@value": …}``, folded; None if empty.

    What lies deeper than `depth` lists is not looked at: pages nest deeper than the interpreter may.
    """
    if isinstance(value, list):
        return next((text for item in value if (text := string(item, depth - 1))), None) if depth else None
    if isinstance(value, dict):
        value = value.get("@value", value.get("name"))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return (fold(html.unescape(value)) or None) if isinstance(value, str) else None
