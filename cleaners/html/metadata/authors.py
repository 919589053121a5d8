"""Who wrote the article: what JSON-LD, microdata, meta elements and the byline near the headline say, weighed."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from cleaners.html.metadata import plain
from cleaners.html.metadata.bylines import FARTHEST, Bylines
from cleaners.html.metadata.jsonld import DEEPEST, JsonLd, Node, types
from cleaners.html.metadata.lone import lone_byline
from cleaners.html.metadata.names import clean_names, is_agency, is_person, squeeze_name, without_desks
from cleaners.html.metadata.place import Place
from cleaners.html.metadata.signals import Signals
from cleaners.html.metadata.texts import fold
from cleaners.html.metadata.title import is_site
from cleaners.html.metadata.words import listed

Authors = tuple[list[str], str]
_METAS = listed(
    """
    parsely-author sailthru.author article:author article:author_name og:author og:article:author
    cxenseparse:author mrf:authors mediator_author shareaholic:article_author_name citation_author dc.creator
    dcterms.creator dc.contributor articleauthor article.author article-author authors byl rnews:author author
    vr:author twitter:data1
    """
)
_LOOSE = frozenset({"author", "vr:author", "twitter:data1", "dc.contributor"})
_BIBLIOGRAPHIC = frozenset({"citation_author", "dc.creator", "dcterms.creator"})
_NEAR = 60  # elements from the headline to a byline that beats a stated organisation
_LEAST_TEXT = 1500
_MOST = 50  # authors: nobody names more, and each is looked for in the whole page
_LOGIN = re.compile(r"[a-z\d][a-z\d._-]*")
_WRITTEN = re.compile(
    r"written|by\b|verfasst|geschrieben|von\b|écrit|escrito|scritto|skrevet|автор|napisane|geschreven", re.I
)


@dataclass(frozen=True, slots=True)
class Sources:
    """What the authors are read from; `signed` is the JSON-LD node of the page as a whole where that names an author."""

    signals: Signals
    ld: JsonLd
    article: Node | None
    signed: Node | None
    sites: set[str]
    place: Place
    tree: HtmlElement


def find_authors(page: Sources) -> Authors:
    """Return the authors, in the page's order, and where they were read; empty where the page names none.

    JSON-LD comes first, then the byline, then meta elements, these only where the page shows the name as well. An
    organisation counts where JSON-LD declares it as one; a site that poses as a person does not.
    """
    stated, organisations = _from_node(page, page.article or {})
    text = _PageText(page.tree)
    if not (stated or organisations) and page.signed:
        stated = [name for name in _from_node(page, page.signed)[0] if is_person(name)]
    section = plain.section(page.signals, page.article)
    bylines = Bylines(page.signals, page.place, page.sites, section[0] if section else "")
    shown, how = bylines.nearest(_NEAR if organisations and not stated else FARTHEST)
    if all(is_person(name) for name in stated) and not any(
        name in shown or text.holds(name, least=_LEAST_TEXT) for name in stated
    ):
        stated = []  # a name in the page's data alone is the account that uploaded it
    if any(is_person(name) for name in stated):
        return (shown, how) if _completes(shown, stated) else (stated, "json-ld:author")
    if len(shown) == 1 and _LOGIN.fullmatch(shown[0]) and (signed := _signed(page)):
        return signed
    if shown and (not stated or all(is_person(name) for name in shown)):
        return [_full_name(page, name) for name in shown], how
    if stated and all(_LOGIN.fullmatch(name) for name in stated) and (signed := _signed(page)):
        return signed
    if stated:
        return [_full_name(page, name) for name in stated], "json-ld:author"
    named = _from_meta(page, text)
    if named[0]:
        return named
    named = lone_byline(page.signals.elements, page.place, page.sites, *([_NEAR] if organisations else []))
    if organisations:
        return named if named[0] and all(is_person(name) for name in named[0]) else (organisations, "json-ld:author")
    return next((found for found in (named, bylines.poster(), bylines.site()) if found[0]), ([], ""))


def _signed(page: Sources) -> Authors | None:
    """The people in a line that nothing marks, which know better than a login."""
    signed = lone_byline(page.signals.elements, page.place, page.sites)
    return signed if signed[0] and all(is_person(name) for name in signed[0]) else None


def _full_name(page: Sources, name: str) -> str:
    """The full name of someone stated by the first name, where the description begins with it: "Ada Quill is …"."""
    if not name.isalpha():
        return name
    for node, kinds, _ in page.ld.nodes:
        if "person" in kinds and node.get("name") == name and isinstance(node.get("description"), str):
            match = re.match(
                rf"\W*({re.escape(name)} [^\W\d_a-z][\w'-]+)(?:\s+(?:ist|is|-|–|est|es|è|war|was)\b|\s*[-–,(])",
                node["description"],
            )
            if match and is_person(match[1]):
                return match[1]
    return name


def _completes(shown: list[str], stated: list[str]) -> bool:
    """JSON-LD often names one of several authors: the byline that names them all is taken."""
    return (
        len(stated) == 1
        and 1 < len(shown) < 6
        and stated[0] in shown
        and all(is_person(name) and name.isupper() == stated[0].isupper() for name in shown)
    )


def _from_node(page: Sources, node: Node) -> tuple[list[str], list[str]]:
    """The people and the organisations that a JSON-LD node gives as its authors."""
    people: list[str] = []
    organisations: list[str] = []
    for key in ("author", "creator"):
        for text in islice(_texts(page.ld, node.get(key), set()), _MOST):
            whole = fold(html.unescape(text))
            for name in [whole] if squeeze_name(whole) in page.sites else clean_names(text, page.sites):
                if squeeze_name(name) not in page.sites or is_agency(name):
                    people.append(name)
                else:
                    organisations.append(name)
        if people or organisations:
            break
    return without_desks(list(dict.fromkeys(people)), page.sites), list(dict.fromkeys(organisations))


def _texts(ld: JsonLd, value: Any, seen: set[int], depth: int = DEEPEST) -> Iterator[str]:
    """The names in an author value: a string, a node, a reference to a node, or a list of these.

    `seen` are the nodes that were read before: references may lead in a circle.
    """
    node = ld.by_id.get(value, value) if isinstance(value, str) else ld.resolve(value)
    if not depth or (isinstance(node, dict) and id(node) in seen):
        return
    if isinstance(node, str):
        if "://" not in node:
            yield node
    elif isinstance(node, list):
        for item in node:
            yield from _texts(ld, item, seen, depth - 1)
    elif isinstance(node, dict):
        seen.add(id(node))
        yield from _names_of_node(ld, node, seen, depth)


def _names_of_node(ld: JsonLd, node: Node, seen: set[int], depth: int) -> Iterator[str]:
    name = node.get("name")
    if isinstance(name, list | dict):
        yield from _texts(ld, name, seen, depth - 1)
    elif isinstance(name, str):
        yield name
    elif "itemlist" in types(node):
        yield from _texts(ld, node.get("itemListElement"), seen, depth - 1)
    elif both := [part for part in (node.get("givenName"), node.get("familyName")) if isinstance(part, str)]:
        yield " ".join(both)


def _from_meta(page: Sources, text: "_PageText") -> Authors:
    for key in _METAS:
        values = [
            value for value in page.signals.metas.get(key, ()) if value and "://" not in value and value[0] != "@"
        ]
        if not values or (key == "twitter:data1" and not _WRITTEN.search(page.signals.meta("twitter:label1") or "")):
            continue
        names = [name for value in values[:_MOST] for name in _meta_names(key, value, page.sites)]
        names = [name for name in dict.fromkeys(names) if text.holds(name)]
        if names:
            return names, f"meta:{key}"
    return [], ""


def _meta_names(key: str, value: str, sites: set[str]) -> list[str]:
    if key in _BIBLIOGRAPHIC:
        name = _turned(value)
        return [] if is_site(name, sites) else [name]
    names = clean_names(value, sites)
    if any(is_site(part, sites) for part in re.split(r"[,|–-]", value)):
        return [name for name in names if is_agency(name)]
    return [name for name in names if key not in _LOOSE or is_person(name) or is_agency(name)]


def _turned(name: str) -> str:
    """Bibliographic elements write the family name first: "Lenharo, Mariana"."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name.strip(" ,")


class _PageText:
    """The text that the page shows, scripts apart; read when it is first asked for."""

    def __init__(self, tree: HtmlElement) -> None:
        self._page = tree

    @cached_property
    def _tree(self) -> HtmlElement:
        body = self._page.find("body")
        return self._page if body is None else body

    @cached_property
    def _text(self) -> str:
        text: str = etree.tostring(self._tree, method="text", encoding="unicode")
        return text.lower()

    @cached_property
    def _folded(self) -> str:
        return " ".join(self._text.split())

    @cached_property
    def _scripts(self) -> str:
        return "\n".join(script.text.lower() for script in self._tree.iter("script", "style") if script.text)

    def holds(self, name: str, *, least: int = 0) -> bool:
        """Tell whether the text holds the name; a text of fewer letters than `least` is no proof."""
        wanted = name.lower()
        count = self._text.count(wanted) or self._folded.count(wanted)
        return count > self._scripts.count(wanted) or len(self._text) - len(self._scripts) < least
