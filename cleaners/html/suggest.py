"""Selectors that a rule for a block may have, with the blocks that each would match in the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from cleaners.html.blocks import Span, spans
from cleaners.html.parse import parse
from cleaners.html.selectors import inside

MOST = 4
_NAME = re.compile(r"[a-zA-Z_][\w-]*")
_MADE = re.compile(r"\d{3}|[a-z][A-Z0-9][a-z0-9][A-Z]|^(?:css|sc|jsx|svelte)-|[0-9a-f]{6}|__[\w-]{5}$")
"""Names that a build tool made: the next build makes others."""
_MOST_TRIED = 24
_MOST_BLOCKS = 10_000
"""Pages of more blocks, which no outlet writes, would keep the reader waiting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A CSS selector, and the numbers of the page's blocks that a rule with it would be about."""

    selector: str
    blocks: frozenset[int]


def suggestions(html: str, index: int) -> tuple[Suggestion, ...]:
    """Return selectors that match a block, those first that match the fewest others; empty where none can be had.

    Pages of ten thousand blocks and more get none.
    """
    tree = parse(html)
    found = list(spans(tree)) if tree is not None else []
    if tree is None or not 0 <= index < len(found) <= _MOST_BLOCKS:
        return ()
    by_blocks: dict[frozenset[int], str] = {}
    for number, selector in enumerate(_candidates(found[index])):
        if number == _MOST_TRIED:
            break
        elements = set(CSSSelector(selector, translator="html")(tree))
        blocks = frozenset(n for n, span in enumerate(found) if inside(span, elements))
        if index in blocks and len(blocks) < len(found):
            by_blocks.setdefault(blocks, selector)
    ordered = sorted(by_blocks.items(), key=lambda item: (len(item[0]), len(item[1])))
    return tuple(Suggestion(selector=selector, blocks=blocks) for blocks, selector in ordered[:MOST])


def _candidates(span: Span) -> Iterator[str]:
    """The block's element and those around it by their names, the nearest first; then a bare tag inside of a named one."""
    inner = ""
    element = span.origin[0].getparent() if span.origin[1] else span.origin[0]
    while element is not None and element.tag not in ("body", "html"):
        for name in _names(element):
            yield f"{element.tag}{name}"
            if inner:
                yield f"{element.tag}{name} {inner}"
        inner = inner or element.tag
        element = element.getparent()


def _names(element: HtmlElement) -> Iterator[str]:
    for word in (element.get("class") or "").split():
        if _NAME.fullmatch(word) and not _MADE.search(word):
            yield f".{word}"
    key = element.get("id") or ""
    if _NAME.fullmatch(key) and not _MADE.search(key):
        yield f"#{key}"
