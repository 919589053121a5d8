"""Text to a DOM tree, by libxml2's HTML parser."""

import re
from collections.abc import Iterator

from lxml.etree import ElementDefaultClassLookup, HTMLParser, ParserError
from lxml.html import HtmlElement, document_fromstring

from cleaners.html import headings, streamed
from cleaners.html.elements import Elements
from cleaners.html.html5 import astray, rewritten

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
#: A browser reads on after these (HTML standard, "after body" insertion mode); libxml2 would end there.
_END = re.compile(r"</(?:[bB][oO][dD][yY]|[hH][tT][mM][lL])\s*>")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r"))
_NO_CHARACTERS = ("\ufffe", "\uffff")
#: One class for all elements: the choice by name, which lxml.html makes for every node, costs more than many a step.
_CLASSES = ElementDefaultClassLookup(element=HtmlElement)
#: What no page made for readers has: more attributes on an element, or more characters of names and style in one.
_MOST_ATTRIBUTES, _MOST_NAMES = 256, 4096
_TAG = re.compile(r"<[a-zA-Z][^\s>]*")
_LONG = 2050  # from so many characters on, its sign among them, a start tag is long
_LONG_TAG = re.compile(r"<[a-zA-Z][^>]{2048,}")
_ATTRIBUTE = re.compile(r"""\s+[^\s=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
_NAMES = ("class", "id", "style")
_LONG_NAME = re.compile(
    rf"""\s(?:{"|".join(_NAMES)})\s*=\s*(?:"[^"]{{{_MOST_NAMES}}}|'[^']{{{_MOST_NAMES}}}|[^\s"']{{{_MOST_NAMES}}})""",
    re.IGNORECASE,
)


def parse(html: str) -> HtmlElement | None:
    """The document's root element, or None where there is no element at all."""
    elements = parse_elements(html)
    return elements.tree if elements is not None else None


def parse_elements(html: str) -> Elements | None:
    """The document's elements, or None where there is none at all."""
    html = _END.sub("", html)
    long = list(_long_tags(html))
    html = _with_cut(html, long)
    tree = _parse(html)
    if tree is None:
        return None
    elements = Elements(tree)
    if astray(elements) and (again := _parse(rewritten(html))) is not None:
        elements = Elements(again)
    if any(_LONG_NAME.search(tag[0]) for tag in long):
        _shorten(elements)
    if streamed.unfold(elements):
        elements = Elements(elements.tree)
    named = headings.SIGN in html and headings.name_by_role(elements.tree)
    freed = headings.free_from_headers(elements)
    return Elements(elements.tree) if named or freed else elements


def _parse(html: str) -> HtmlElement | None:
    for character in _NO_CHARACTERS:
        if character in html:
            html = html.replace(character, "")
    body = _DECLARATION.sub("", html, count=1).encode("utf-8", "ignore").translate(None, _CONTROL)
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    parser.set_element_class_lookup(_CLASSES)
    try:
        return document_fromstring(body, parser=parser)
    except ParserError:
        return None


def _long_tags(html: str) -> Iterator[re.Match[str]]:
    """The long start tags; what is no tag and looks like one is among them.

    Most of the page is leapt over, from one ``>`` to the last within reach.
    """
    start = 0
    while start + _LONG <= len(html):
        last = html.rfind(">", start, start + _LONG)
        if last < 0:
            last = html.find(">", start + _LONG)
            last = len(html) if last < 0 else last
            if tag := _LONG_TAG.search(html, start, last):
                yield tag
        start = last + 1


def _with_cut(html: str, long: list[re.Match[str]]) -> str:
    """The page without the attributes that are too many in one tag."""
    pieces: list[str] = []
    end = 0
    for tag in long:
        if (piece := _cut(tag[0])) != tag[0]:
            pieces += html[end : tag.start()], piece
            end = tag.end()
    return "".join((*pieces, html[end:])) if pieces else html


def _cut(piece: str) -> str:
    """A start tag without the attributes that are too many: each is looked up among all others."""
    if len(piece.split(None, _MOST_ATTRIBUTES + 1)) <= _MOST_ATTRIBUTES:
        return piece  # no attribute without white space before it
    tag = _TAG.match(piece)
    end = tag.end() if tag else 0
    for _ in range(_MOST_ATTRIBUTES):
        attribute = _ATTRIBUTE.match(piece, end)
        if attribute is None:
            return piece
        end = attribute.end()
    return piece[:end] if _ATTRIBUTE.match(piece, end) else piece


def _shorten(elements: Elements) -> None:
    """Cut endless class attributes and the like: each is read once for every block below its element."""
    for element in elements.all:
        for name in _NAMES:
            value = element.get(name)
            if value and len(value) > _MOST_NAMES:
                element.set(name, value[:_MOST_NAMES])
