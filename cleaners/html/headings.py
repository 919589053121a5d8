"""Headings that a page marks in other ways than by h1 to h6."""

from lxml.etree import XPath
from lxml.html import HtmlElement

#: WAI-ARIA 1.2, `heading`: the role's name as pages write it, and the level that counts where none is given.
SIGN, _LEVEL = 'role="heading"', "2"
_BY_ROLE = XPath("//*[self::div or self::p][@role = 'heading']")
#: The header of a section inside the text: a sub-heading with nothing of a page's header about it.
_OF_SECTION = XPath("//section/header[not(.//h1)][.//h2 or .//h3 or .//h4 or .//h5]")


def name_by_role(tree: HtmlElement) -> None:
    """Make block elements whose role is `heading` the heading elements of their level."""
    for element in _BY_ROLE(tree):
        level = element.get("aria-level") or _LEVEL
        element.tag = f"h{level if level in {'1', '2', '3', '4', '5', '6'} else _LEVEL}"


def free_from_headers(tree: HtmlElement) -> None:
    """Make the header of a section a plain element where it holds a heading below the first level."""
    for element in _OF_SECTION(tree):
        element.tag = "div"
