"""Text to a DOM tree, by libxml2's HTML parser."""

import re

from lxml.etree import ParserError
from lxml.html import HtmlElement, HTMLParser, document_fromstring

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")


def parse(html: str) -> HtmlElement | None:
    """The document's root element, or None where there is no element at all."""
    html = _CONTROL.sub("", _DECLARATION.sub("", html, count=1))
    try:
        tree = document_fromstring(html, parser=HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True))
    except ParserError:
        return None
    return tree
