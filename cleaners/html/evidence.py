"""What trafilatura takes for the article, traced back to our blocks.

Each block gets a mark in front of its first text: one letter of scripts that no news page is written in (Tangut, then
the rare ideographs of CJK extension B). A mark is a letter like any other to the extractor, and the marks that come out
again name the blocks that it kept, exactly, where a comparison of texts could only guess.
"""

from collections.abc import Collection, Sequence

from lxml.etree import strip_elements
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Extractor

from cleaners.html.blocks import Span

#: The share of text below which one result is in doubt beside another.
DOUBT = 0.6
#: What trafilatura drops anyway, or never takes for text: without it the rest is sooner done, with the same result.
_APART = "style svg iframe template canvas script link nav footer button select input object embed dialog aside noscript".split()
_TANGUT, _TANGUT_COUNT = 0x17000, 6136
_EXTENSION_B, _EXTENSION_B_COUNT = 0x20000, 42720


def _mark(number: int) -> str:
    if number < _TANGUT_COUNT:
        return chr(_TANGUT + number)
    return chr(_EXTENSION_B + number - _TANGUT_COUNT)


def mark(found: Sequence[Span]) -> None:
    """Put the marks into the tree that the spans came from."""
    for number, span in enumerate(found[: _TANGUT_COUNT + _EXTENSION_B_COUNT]):
        element, in_tail = span.origin
        if in_tail:
            element.tail = _mark(number) + (element.tail or "")
        else:
            element.text = _mark(number) + (element.text or "")


def trace(tree: HtmlElement, count: int, *, fast: bool = True, precision: bool = False) -> frozenset[int]:
    """The numbers of the marked blocks that trafilatura keeps; `count` is how many there are."""
    options = Extractor(output_format="python", fast=fast, precision=precision, comments=False, formatting=False)
    document = bare_extraction(tree, options=options)
    if document is None or isinstance(document, dict) or document.body is None:
        return frozenset()
    kept = set()
    for letter in set("".join(document.body.itertext())):
        code = ord(letter)
        if _TANGUT <= code < _TANGUT + _TANGUT_COUNT:
            kept.add(code - _TANGUT)
        elif _EXTENSION_B <= code < _EXTENSION_B + _EXTENSION_B_COUNT:
            kept.add(code - _EXTENSION_B + _TANGUT_COUNT)
    return frozenset(number for number in kept if number < count)


def extracted(
    tree: HtmlElement, found: Sequence[Span], paragraphs: Collection[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """The blocks that trafilatura keeps when it is strict, and when it is not; the tree is used up by it.

    `paragraphs` are the numbers of blocks that look like paragraphs on their own. The quick way is taken first; where the
    strict result falls far behind the other, or much of the paragraphs is in neither, trafilatura's fallbacks have a look.
    """
    mark(found)
    strip_elements(tree, *_APART, with_tail=False)
    count = len(found)
    strict, lenient = trace(tree, count, precision=True), trace(tree, count)

    def size(numbers: Collection[int]) -> int:
        return sum(len(found[number].text) for number in numbers)

    missing = size([number for number in paragraphs if number not in lenient])
    if size(strict) < DOUBT * size(lenient) or missing > (1 - DOUBT) * size(lenient):
        return trace(tree, count, fast=False, precision=True), trace(tree, count, fast=False)
    return strict, lenient
