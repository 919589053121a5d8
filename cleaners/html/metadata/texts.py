"""The text of elements as readers see it."""

from collections.abc import Iterator

from lxml.html import HtmlElement

_SILENT = frozenset(
    {"script", "style", "noscript", "template", "svg", "button", "select", "option", "textarea", "rt", "rp"}
)
_BREAK = "\x00"
_BLOCKS = frozenset(
    {"p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section", "td", "ul", "dd", "dt", "tr"}
)


def fold(text: str) -> str:
    """Return the text with every run of white space as one space, none at its ends."""
    return " ".join(text.split())


def own_texts(element: HtmlElement) -> list[str]:
    """Return the texts that stand in the element itself, not in its children, without the blank ones."""
    text = element.text
    texts = [text] if text and not text.isspace() else []
    if len(element):
        texts.extend([tail for child in element if (tail := child.tail) and not tail.isspace()])
    return texts


def visible_text(element: HtmlElement, limit: int = 600) -> str:
    """Return the folded text of an element without scripts and buttons, a line feed where a block begins.

    Reading stops soon after `limit` characters. There is no recursion: pages nest deeper than the interpreter may.
    """
    if len(element) == 0:
        return "" if _unseen(element) else fold(element.text or "")
    parts: list[str] = []
    size = 0
    stack = [_pieces(element)]
    while stack and size <= limit:
        item = next(stack[-1], None)
        if item is None:
            stack.pop()
        elif isinstance(item, str):
            parts.append(item)
            size += len(item)
        else:
            stack.append(_pieces(item))
    lines = (fold(line) for line in "".join(parts).split(_BREAK))
    return "\n".join(line for line in lines if line)


def _pieces(element: HtmlElement) -> Iterator[HtmlElement | str]:
    """The texts and the children of an element in their order, as they are asked for: there may be no end of them."""
    if _unseen(element):
        return
    block = element.tag in _BLOCKS
    if block:
        yield _BREAK
    if text := element.text:
        yield text
    for child in element:
        yield child
        if tail := child.tail:
            yield tail
    if block:
        yield _BREAK


def _unseen(element: HtmlElement) -> bool:
    """Tell whether an element itself says that readers see nothing of it."""
    if not isinstance(element.tag, str) or element.tag in _SILENT or element.get("hidden") is not None:
        return True
    style = element.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()
