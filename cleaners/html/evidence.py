"""What trafilatura takes for the article, traced back to our blocks.

Each block gets a mark in front of its first text: one letter of scripts that no news page is written in (Tangut, then
the rare ideographs of CJK extension B). A mark is a letter like any other to the extractor, and the marks that come out
again name the blocks that it kept, exactly, where a comparison of texts could only guess.
"""

from collections.abc import Collection, Sequence

import numpy as np
from lxml.etree import XPath, _Element, strip_elements
from lxml.html import HtmlElement
from trafilatura.settings import Extractor

from cleaners.html.blocks import Span
from cleaners.html.extractors import Extractors
from cleaners.html.flags import flag
from cleaners.html.mainpart import prune_raw

#: The share of text below which one result is in doubt beside another.
DOUBT = 0.6
#: What trafilatura drops anyway, or never takes for text: without it the rest is sooner done, with the same result.
_APART = "style svg iframe template canvas script link nav footer button select input object embed dialog aside noscript".split()
#: Trafilatura's time grows with the square of the number of elements and with text times depth. Beyond these bounds, ten
#: times and more what the largest of a thousand news pages have, it is not asked.
_MOST_BLOCKS, _MOST_DEPTH, _MOST_WORK = 20_000, 250, 30_000_000
_TANGUT, _TANGUT_COUNT = 0x17000, 6136
_EXTENSION_B, _EXTENSION_B_COUNT = 0x20000, 42720
_WHOLE = XPath("string()", smart_strings=False)


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


def _options(*, fast: bool, precision: bool) -> Extractor:
    return Extractor(output_format="python", fast=fast, precision=precision, comments=False, formatting=False)


_STRICT, _LENIENT = _options(fast=True, precision=True), _options(fast=True, precision=False)
_STRICT_AGAIN, _LENIENT_AGAIN = _options(fast=False, precision=True), _options(fast=False, precision=False)


def _trace(page: Extractors, options: Extractor, count: int) -> frozenset[int]:
    """The numbers of the marked blocks that trafilatura keeps; `count` is how many there are."""
    try:
        body, text = page.article(options)
    except (TypeError, ValueError):  # what its own entrance takes for a page without text
        return frozenset()
    return _marked(body, count) if len(text) >= options.min_output_size else frozenset()


def _marked(body: _Element, count: int) -> frozenset[int]:
    codes = np.frombuffer(_WHOLE(body).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    numbers = map(_number, set(codes[codes >= _TANGUT].tolist()))
    return frozenset(number for number in numbers if 0 <= number < count)


def _number(code: int) -> int:
    """Which mark a character is; one that is none gives a negative number."""
    if code < _TANGUT + _TANGUT_COUNT:
        return code - _TANGUT
    return code - _EXTENSION_B + _TANGUT_COUNT if _EXTENSION_B <= code < _EXTENSION_B + _EXTENSION_B_COUNT else -1


def _endless(found: Sequence[Span]) -> bool:
    """Whether a page is larger or nests deeper than any that is made for readers."""
    depth = max((span.frame.depth for span in found), default=0)
    if len(found) > _MOST_BLOCKS or depth > _MOST_DEPTH:
        return True
    if depth * sum(len(span.text) for span in found) <= _MOST_WORK:
        return False  # as with nearly every page, however deep each block stands
    return sum(len(span.text) * span.frame.depth for span in found) > _MOST_WORK


def extracted(
    tree: HtmlElement, found: Sequence[Span], paragraphs: Collection[int]
) -> tuple[frozenset[int], frozenset[int]]:
    """The blocks that trafilatura keeps when it is strict, and when it is not; the tree is used up by it.

    `paragraphs` are the numbers of blocks that look like paragraphs on their own. The quick way is taken first; where the
    strict result falls far behind the other, or much of the paragraphs is in neither, trafilatura's fallbacks have a look.
    On an endless page the paragraphs stand for both.
    """
    if _endless(found):
        return frozenset(paragraphs), frozenset(paragraphs)
    mark(found)
    strip_elements(tree, *_APART, with_tail=False)
    prune_raw(flag(tree))
    count = len(found)
    page = Extractors(tree)
    lenient, strict = _trace(page, _LENIENT, count), _trace(page, _STRICT, count)

    def size(numbers: Collection[int]) -> int:
        return sum(len(found[number].text) for number in numbers)

    missing = size([number for number in paragraphs if number not in lenient])
    if size(strict) < DOUBT * size(lenient) or missing > (1 - DOUBT) * size(lenient):
        return _trace(page, _STRICT_AGAIN, count), _trace(page, _LENIENT_AGAIN, count)
    return strict, lenient
