"""One pass over the tree: everything in a page that may speak of its metadata, in page order, nothing judged yet."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from cleaners.html.elements import Elements
from cleaners.html.metadata.texts import fold
from cleaners.html.metadata.words import listed

_AUTHOR = re.compile(
    r"author|auteur|autor|by-?line|writer|verfasser|redakt[eo]ur|forfatter|skribent|kirjoittaja|journalist|reporter"
    r"|user-?name|item-?poster|contribut|person-?(?:link|name)|(?:posted|written|published|created?|submitted)-?by",
)
_NOT_AUTHOR = re.compile(
    r"author(?:s|ized)?[-_]*(?:image|img|photo|pic|avatar|bio|desc|about|title|position|role|job|social|link[s-]|meta-item"
    r"|email|twitter|archive)|authori[sz]|no-author|photo-?author|image-?+author|img-author",
)
_DATE = re.compile(
    r"date(?!n|i)|datum|(?<![a-z])fecha|(?<![a-z])data(?![a-z-])|veröffentl|posted|pub-?time"
    r"|(?<!re)(?<!no)publi(?:sh(?!er|-with)|cation(?![a-z])|cad|ce|cir|e|é|kat|kov)"
    r"|timestamp|(?<![a-z])(?:time|zeit)(?![a-z])|time$|dateline|entry-meta|post-?meta|article-?meta|meta-?info|byline"
    r"|article-?info|post-?info|created|stand(?![a-z])",
)
_AUTHOR_PAGE = frozenset(
    listed(
        """
        author authors autor autoren autores autori auteur auteurs redaktion profile people person by journalist
        journalisten yazarlar user users member members profil
        """
    )
)
_HEADLINE = re.compile(
    r"(?<![a-z])(?:(?:entry|post|article|story|news|page|content|main)[-_]*(?:title|head(?:line|ing))|headline)(?![a-z])",
)
_PAPER = re.compile(r"(?<!\S)publications?(?!\S)", re.I)  # a link of this class leads to one
# What any name needs that one of the patterns above can match; it spares most names the three of them.
_ANY = re.compile(
    r"aut|line|writ|verf|redak|forf|skri|kirj|journ|report|name|poster|contrib|person|by|dat|fecha|publi|veröff|post|time|zeit"
    r"|meta|info|creat|stand|title|heading"
)
_IS_AUTHOR, _IS_DATE, _IS_HEADLINE = 1, 2, 4
_REMEMBERED = 20_000
_LONGEST_KEY = 100
_EMPTY = frozenset(
    {"br", "hr", "img", "svg", "path", "g", "use", "circle", "source", "picture", "input", "option", "style"}
)
_OF_THE_PAGE = frozenset({"meta", "link", "script", "title"})
_MARKED = frozenset({"h1", "h2", "h3", "time"})
_LOOKED_AT = _OF_THE_PAGE | _MARKED | {"a", "address"}  # other elements are only where they are named for something
#: The elements with an attribute that few have: to ask every element for each of them takes longer.
_NAMED = etree.XPath(
    "descendant-or-self::*/@id/.. | descendant-or-self::*/@itemprop/.. | descendant-or-self::*/@property/.."
)
_RELATIONS = frozenset({"canonical", "image_src", "amphtml", "shortlink"})
_ARTICLES = frozenset({"article", "main"})
_POST = frozenset({"hentry", "type-post"})
_WHOLE = frozenset({"body", "html", "form"})


@dataclass(slots=True)
class Mark:
    """An element that may carry something, its place in the page, and how far it is trusted to be the article's own."""

    index: int
    element: HtmlElement
    how: str


@dataclass(slots=True)
class Signals:
    """What `gather` found among the `elements`. `metas` maps a lower-case key to its values; marks are in page order."""

    elements: Elements
    metas: dict[str, list[str]] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    language: str = ""
    title: str = ""
    scripts: list[str] = field(default_factory=list)
    headings: list[Mark] = field(default_factory=list)
    headlines: list[Mark] = field(default_factory=list)
    times: list[Mark] = field(default_factory=list)
    dates: list[Mark] = field(default_factory=list)
    bylines: list[Mark] = field(default_factory=list)
    props: dict[str, list[Mark]] = field(default_factory=dict)

    def meta(self, *keys: str) -> str | None:
        """Return the first non-empty value stated under one of the keys."""
        return next((value for key in keys for value in self.metas.get(key, ()) if value), None)


def gather(elements: Elements) -> Signals:
    """Read the signals of a parsed page; its tree is not changed."""
    found, tree = Signals(elements), elements.tree
    root = tree.getroottree().getroot()
    found.language = (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""
    )
    styles = [element.get("class") for element in elements.all]
    kinds = {style: flags for style in set(styles) if style and (flags := _kinds(style))}
    named = set(_NAMED(tree))
    for index, (tag, element, style) in enumerate(zip(elements.tags, elements.all, styles, strict=True)):
        if tag in _LOOKED_AT or style in kinds or element in named:
            if tag in _OF_THE_PAGE:
                _read(found, element, tag)
            elif tag not in _EMPTY:
                _place(found, index, element, kinds.get(style, 0), named=element in named)
    return found


def _read(found: Signals, element: HtmlElement, tag: str) -> None:
    """Read an element that speaks of the page as a whole."""
    if tag == "meta":
        _meta(found, element)
    elif tag == "link":
        _link(found, element)
    elif tag == "title":
        found.title = found.title or fold(element.text or "")
    elif "ld+json" in (element.get("type") or "").lower() and element.text:
        found.scripts.append(element.text)


def _properties(found: Signals, index: int, element: HtmlElement) -> None:
    """Take an element for the properties that it is said to hold."""
    for name in (element.get("itemprop") or element.get("property") or "").split():
        name = name.rsplit(":", 1)[-1]
        found.props.setdefault(name.lower(), []).append(Mark(index, element, "microdata:" + name))


def _place(found: Signals, index: int, element: HtmlElement, flags: int, *, named: bool) -> None:
    """Take an element for its tag, for the `flags` of its class, or for what else it is `named`."""
    tag, get = element.tag, element.get
    if named:
        _properties(found, index, element)
        flags |= _kinds(get("id") or "")
    if tag in _MARKED:
        (found.times if tag == "time" else found.headings).append(Mark(index, element, tag))
    elif tag == "a":
        rel = get("rel")
        if rel == "author":
            found.bylines.append(Mark(index, element, "rel=author"))
            return
        if _is_author_page(get("href") or "") and rel != "license":
            called = _kinds(get("class") or "") & _IS_AUTHOR
            found.bylines.append(Mark(index, element, "byline" if called else "author-link"))
            return
    elif tag == "address":
        called = _kinds(get("class") or "") & _IS_AUTHOR
        found.bylines.append(Mark(index, element, "byline" if called else tag))
        return
    if flags and tag not in _WHOLE:
        _by_style(found, index, element, flags)


def _is_author_page(href: str) -> bool:
    return not _AUTHOR_PAGE.isdisjoint(href.split("/")[:-1])


def _by_style(found: Signals, index: int, element: HtmlElement, flags: int) -> None:
    """Take an element for what its class and id call it."""
    if flags & _IS_AUTHOR and not _is_post(element):
        found.bylines.append(Mark(index, element, "byline"))
    if flags & _IS_DATE and not (element.tag == "a" and _PAPER.search(element.get("class") or "")):
        found.dates.append(Mark(index, element, "date-element"))
    if flags & _IS_HEADLINE:
        found.headlines.append(Mark(index, element, "headline-element"))


def _is_post(element: HtmlElement) -> bool:
    """Tell whether the element is a whole article, the class of which may tell the author's login: "author-quill"."""
    return element.tag in _ARTICLES or not _POST.isdisjoint((element.get("class") or "").split())


def _kinds(style: str) -> int:
    """The flags of all names in a class attribute."""
    flags = 0
    for name in style.split():
        flags |= _FLAGS[name]
    return flags


class _Flags(dict[str, int]):
    """The flags of names, each looked at once: the names of a site recur."""

    def __missing__(self, name: str) -> int:
        low = name.lower()
        flag = 0
        if _ANY.search(low):
            flag = _IS_AUTHOR if _AUTHOR.search(low) and not _NOT_AUTHOR.search(low) else 0
            flag |= (_IS_DATE if _DATE.search(low) else 0) | (_IS_HEADLINE if _HEADLINE.search(low) else 0)
        if len(self) > _REMEMBERED:
            self.clear()
        self[name] = flag
        return flag


_FLAGS = _Flags()


def _meta(found: Signals, element: HtmlElement) -> None:
    prop, name, value = element.get("property"), element.get("name"), element.get("content")
    key = prop or name or element.get("itemprop") or element.get("http-equiv")
    if not key or value is None:
        return
    value = fold(value)
    for stated in dict.fromkeys((key, name, prop)):
        if stated:
            found.metas.setdefault(stated[:_LONGEST_KEY].strip().lower(), []).append(value)


def _link(found: Signals, element: HtmlElement) -> None:
    rel = (element.get("rel") or "").lower()
    if rel in _RELATIONS and (href := element.get("href")):
        found.links.setdefault(rel, href.strip())
