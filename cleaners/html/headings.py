"""Headings that a page marks in other ways than by h1 to h6."""

from lxml.etree import XPath
from lxml.html import HtmlElement

from cleaners.html.elements import Elements

#: WAI-ARIA 1.2, `heading`: the role's name as pages write it, and the level that counts where none is given.
SIGN, _LEVEL = 'role="heading"', "2"
_BY_ROLE = XPath("//*[self::div or self::p][@role = 'heading']")
_MAIN, _LESSER = "h1", ("h2", "h3", "h4", "h5")


def name_by_role(tree: HtmlElement) -> bool:
    """Make block elements whose role is `heading` the heading elements of their level; whether there are any."""
    found = _BY_ROLE(tree)
    for element in found:
        level = element.get("aria-level") or _LEVEL
        element.tag = f"h{level if level in {'1', '2', '3', '4', '5', '6'} else _LEVEL}"
    return bool(found)


def free_from_headers(elements: Elements) -> bool:
    """Make the header of a section a plain element where it holds a heading, none of the first level; whether one does.

    It is a sub-heading of the text, with nothing of a page's header about it.
    """
    found = [header for header in elements.named("header") if _is_of_section(header)]
    for header in found:
        header.tag = "div"
    return bool(found)


def _is_of_section(header: HtmlElement) -> bool:
    section = header.getparent()
    if section is None or section.tag != "section" or next(header.iter(_MAIN), None) is not None:
        return False
    return next(header.iter(*_LESSER), None) is not None
