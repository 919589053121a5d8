"""A page of HTML as people save its text: laid out by inscriptis, or as a dump of its block elements.

The dump prints the window's title, a line for each block element, the alternative texts of images, and breaks lines
where the source did, as the pages of the sets do that inscriptis did not render.
"""

import re
from collections.abc import Iterator

import lxml.html
from inscriptis import get_text  # type: ignore[import-untyped, unused-ignore]
from lxml.html import HtmlElement

_BLOCKS = frozenset(
    "address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li main menu nav ol optgroup option p pre section select "
    "summary table tbody td tfoot th thead title tr ul video audio iframe".split()
)
_SKIPPED = frozenset(("script", "style", "template", "svg", "math", "object", "canvas", "noscript"))
_SPACE = re.compile(r"[ \t\r\f\v]+")
_PARSER = lxml.html.HTMLParser(encoding="utf-8")


def laid_out(html: str) -> str:
    """As inscriptis prints it: indented, with bullets and empty lines."""
    return str(get_text(html))


def dumped(html: str) -> str:
    """A line for each block element."""
    lines = "".join(_pieces(lxml.html.document_fromstring(html.encode("utf-8", "replace"), parser=_PARSER))).split("\n")
    return "\n".join(line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line)


def _pieces(root: HtmlElement) -> Iterator[str]:
    """The texts of a tree in order, with line ends around blocks; a stack, since pages nest deeper than Python calls."""
    stack: list[HtmlElement | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        if not isinstance(item.tag, str) or item.tag in _SKIPPED:
            continue
        edge = "\n" if item.tag in _BLOCKS else ""
        yield edge
        if item.tag == "img":
            yield f" {item.get('alt') or ''} "
        stack.append(edge)
        for child in reversed(item):
            stack.append(child.tail or "")
            stack.append(child)
        yield item.text or ""
