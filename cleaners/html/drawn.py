"""A page for looking at, and nothing else: no scripts, nothing that loads, every block findable and marked."""

from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement, tostring

from cleaners.html.blocks import Span, spans
from cleaners.html.parse import parse
from cleaners.types import Block

#: Elements that run, load, or change how the rest of the page is loaded. What they show is no block (`blocks.SILENT`).
_GONE = (
    "script link meta base iframe frame frameset object embed applet template audio video source track portal "
    "fencedframe param"
).split()
_KEPT = frozenset(
    "class style title alt lang dir hidden open colspan rowspan start type value reversed width height".split()
)
"""Attributes that neither load nor run; inline style loads nothing under the frame's content security policy."""
MARK, FIRST, LINK = "data-newsmill", "data-newsmill-first", "data-newsmill-link"


def drawn(html: str, blocks: Mapping[int, Block], marks: Mapping[int, str], head: str) -> str | None:
    """Return the page as an inert document, None where there is no element in it.

    `marks` gives the numbers of `blocks` a word each (the reason of a removed one); the element in which such a block
    stands carries it as ``data-newsmill``, the first of several in a row ``data-newsmill-first`` too. A block that has
    another text now, since the page was read by another version, is not marked. Each block has an anchor ``block-N``.
    `head` is HTML that is put at the end of the head as it is.
    """
    tree = parse(html)
    if tree is None:
        return None
    for element in tree.iter(etree.Element):
        _disarm(element)
    found = list(spans(tree))
    _mark(found, {at: word for at, word in marks.items() if at < len(found) and blocks[at].text == found[at].text})
    for number, span in enumerate(found):
        _anchor(number, span)
    etree.strip_elements(tree, *_GONE, with_tail=False)
    body = tostring(tree, encoding="unicode", with_tail=False)
    start, opened, rest = body.partition("<body")
    return f'<!DOCTYPE html><meta charset="utf-8">{start.replace("</head>", "")}{head}{opened}{rest}'


def _mark(found: list[Span], marks: Mapping[int, str]) -> None:
    """An element with blocks of several fates is marked for none of them: it holds kept words too."""
    words: dict[HtmlElement, set[str]] = {}
    for number, span in enumerate(found):
        words.setdefault(_element(span), set()).add(marks.get(number, ""))
    before = ""
    for number, span in enumerate(found):
        element, word = _element(span), marks.get(number, "")
        if word and words[element] == {word}:
            element.set(MARK, word)
            if word != before:
                element.set(FIRST, word)
        before = word


def _element(span: Span) -> HtmlElement:
    """The smallest element that holds the block and nothing else, where there is one; else the one that it stands in."""
    element, in_tail = span.origin
    if not in_tail and "".join(element.itertext()).split() == span.text.split():
        return element
    frame = span.frame.element
    assert frame is not None  # only the frame around the whole walk has none, and no block stands in it
    return frame


def _anchor(number: int, span: Span) -> None:
    """An empty element right before the block's first text."""
    element, in_tail = span.origin
    anchor = element.makeelement("span", {"id": f"block-{number}"})
    if in_tail:
        anchor.tail, element.tail = element.tail, None
        element.addnext(anchor)
    else:
        anchor.tail, element.text = element.text, None
        element.insert(0, anchor)


def _disarm(element: HtmlElement) -> None:
    is_link = element.tag == "a" and "href" in element.attrib
    for name in element.attrib:
        if name not in _KEPT:
            del element.attrib[name]
    if is_link:
        element.set(LINK, "")
