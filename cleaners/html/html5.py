"""Pages whose tree libxml2 gets wrong: read again by the rules of HTML 5 (WHATWG HTML standard, § 13.2.6), by lexbor.

libxml2 closes elements by rules of its own, so one missing end tag can leave the article inside of a menu or a button.
"""

from cleaners.html.elements import Elements

#: Elements that hold no article; that one does is a sign of end tags that only the rules of HTML 5 can place.
_HOLD_NONE = ("nav", "button", "select", "aside", "footer", "noscript", "dialog")
_LEAST_PARAGRAPHS, _PARAGRAPH = 3, 100


def astray(elements: Elements) -> bool:
    """Whether most of the page's long paragraphs lie in elements where none belong."""
    suspects = [one for one in elements.named(*_HOLD_NONE) if next(one.iterancestors(*_HOLD_NONE), None) is None]
    inside = {p for element in suspects for p in element.iter("p")}
    if len(inside) < _LEAST_PARAGRAPHS:
        return False
    long = [p for p in elements.named("p") if sum(map(len, p.itertext())) > _PARAGRAPH]
    return len(long) >= _LEAST_PARAGRAPHS and sum(p in inside for p in long) > len(long) / 2


def rewritten(html: str) -> str:
    """The same page with every end tag where HTML 5 has it."""
    from selectolax.lexbor import LexborHTMLParser  # few pages need it

    return LexborHTMLParser(html).html or html
