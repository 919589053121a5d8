"""A page for looking at, and nothing else: no scripts, nothing that loads, every block findable and marked."""

from collections.abc import Mapping, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement, tostring

from cleaners.html.blocks import Frame, Span, spans
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
_UNSCRIPTED = etree.XPath("//noscript//style")
"""Styles for readers without scripts: some pages hide all that they have from these."""
_MOST_PARTS = 100
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
    words = {at: word for at, word in marks.items() if at < len(found) and blocks[at].text == found[at].text}
    _mark(found, words)
    etree.strip_elements(tree, *_GONE, with_tail=False)
    for style in _UNSCRIPTED(tree):
        style.drop_tree()
    body = tostring(tree, encoding="unicode", with_tail=False)
    start, opened, rest = body.partition("<body")
    return f'<!DOCTYPE html><meta charset="utf-8">{start.replace("</head>", "")}{head}{opened}{rest}'


def _mark(found: Sequence[Span], words: Mapping[int, str]) -> None:
    """Give each block its anchor and each removed one its word: on its element where that holds nothing of another fate,
    else on its first text alone."""
    fates = _fates(found, words)
    before = ""
    for number, span in enumerate(found):
        word = words.get(number, "")
        marked = {MARK: word} | ({FIRST: word} if word != before else {}) if word else {}
        element = _element(span)
        if word and fates.get(element, {word}) == {word}:
            element.attrib.update(marked)
            marked = {}
        _anchor(number, span, marked)
        before = word


def _fates(found: Sequence[Span], words: Mapping[int, str]) -> Mapping[HtmlElement, set[str]]:
    """The words of all blocks in each block element, those in elements inside of it included."""
    fates: dict[HtmlElement, set[str]] = {}
    for number, span in enumerate(found):
        word = words.get(number, "")
        frame: Frame | None = span.frame
        while frame is not None and frame.element is not None:
            known = fates.setdefault(frame.element, set())
            if word in known:
                break  # and so it is further up
            known.add(word)
            frame = frame.container
    return fates


def _element(span: Span) -> HtmlElement:
    """The inline element that holds the block and nothing else, where there is one; else the one that it stands in."""
    element, in_tail = span.origin
    if not in_tail and _says(element, span.text):
        return element
    frame = span.frame.element
    assert frame is not None  # only the frame around the whole walk has none, and no block stands in it
    return frame


def _says(element: HtmlElement, text: str) -> bool:
    """Whether these words are all that the element holds; no more of it is read than it takes to tell."""
    parts, length = [], 0
    for part in islice(element.itertext(), _MOST_PARTS):
        parts.append(part)
        length += len(part.strip())
        if length > len(text):
            return False
    return len(parts) < _MOST_PARTS and "".join(parts).split() == text.split()


def _anchor(number: int, span: Span, marked: Mapping[str, str]) -> None:
    """An element right before the block's first text; with marks it holds that text."""
    element, in_tail = span.origin
    anchor = element.makeelement("span", {"id": f"block-{number}", **marked})
    text = element.tail if in_tail else element.text
    if marked:
        anchor.text = text
    if in_tail:
        element.tail = None
        element.addnext(anchor)
    else:
        element.text = None
        element.insert(0, anchor)
    anchor.tail = None if marked else text


def _disarm(element: HtmlElement) -> None:
    is_link = element.tag == "a" and "href" in element.attrib
    for name in element.attrib:
        if name not in _KEPT:
            del element.attrib[name]
    if is_link:
        element.set(LINK, "")
